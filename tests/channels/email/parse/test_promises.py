"""What holds for every mail, tried with mails nobody wrote."""

from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.email.charsets import decode
from channels.email.parse import parse_email, read_mail
from tests.channels.email.parse.storability import broken_promises
from tests.rounds import examples

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn"), max_codepoint=0x1FFFF),
    min_size=1,
    max_size=30,
)
LINES = st.lists(WORDS, min_size=1, max_size=6)
NAMES = st.text("абвгдabcdefgh 日本éü-_()123", min_size=1, max_size=40).map(lambda name: f"f{name.strip()}.bin")
PIECES = st.sampled_from(
    [
        b"From: ", b"To: a@b.c", b"Subject: ", b"Content-Type: multipart/mixed; boundary=b", b"Content-Type: text/html",
        b"Content-Type: multipart/alternative; boundary=b", b"Content-Type: message/rfc822", b"Content-Type: text/plain; charset=",
        b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"Content-Disposition: attachment",
        b"Content-Type: application/ms-tnef", b"; name*0*=utf-8''%D0", b"; name=", b"iso-2022-jp", b"koi8-r", b"utf-7", b"utf-16",
        b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"--b\r\n", b"--b--\r\n", b"=?utf-8?B?", b"=?koi8-r?Q?", b"?=", b"<a@b>", b"\"", b"(",
        b"\x78\x9f\x3e\x22\x01\x00", b"begin 644 a\r\n", b"end\r\n", b"=ybegin name=a\r\n", b"<div>", b"<p>words</p>", b"\x1b$B", b"=D0=",
        b"\xd0\x9f", b"\xff\xfe", b"\x00", b"words and words",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.binary(max_size=8)), max_size=40).map(b"".join))
def test_any_bytes_become_a_mail_that_can_be_stored(raw: bytes) -> None:
    assert broken_promises(read_mail(raw)) == []


@settings(max_examples=examples(20))
@given(
    st.binary(max_size=200),
    st.sampled_from(
        ["", "utf-8", "koi8-r", "cp1251", "gb2312", "iso-2022-jp", "utf-7", "utf-16", "big5", "euc-jp", "rot13", "hz"]
    ),
)
def test_any_bytes_are_some_text_under_any_label(data: bytes, label: str) -> None:
    assert isinstance(decode(data, label), str)


@settings(max_examples=examples(20))
@given(subject=WORDS, lines=LINES, cte=st.sampled_from(["8bit", "base64", "quoted-printable"]))
def test_what_a_sound_mailer_writes_is_read_word_for_word(subject: str, lines: list[str], cte: str) -> None:
    message = EmailMessage(policy=SMTP.clone(cte_type="8bit"))
    message["From"], message["Subject"] = "Vera <vera@example.org>", subject
    message.set_content("\n".join(lines), cte=cte)

    mail = read_mail(bytes(message))

    assert mail.text.split() == "\n".join(lines).split()
    assert mail.subject == subject


@settings(max_examples=examples(20))
@given(name=NAMES, data=st.binary(max_size=400), cte=st.sampled_from(["base64", "quoted-printable"]))
def test_a_file_comes_out_as_it_went_in(name: str, data: bytes, cte: str) -> None:
    message = EmailMessage(policy=SMTP)
    message["From"] = "vera@example.org"
    message.set_content("See the file")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name, cte=cte)

    mail = read_mail(bytes(message))

    assert [(file.filename, file.data) for file in mail.attachments] == [(" ".join(name.split()), data)]


def test_two_deliveries_of_a_mail_have_one_key_and_two_mails_have_two() -> None:
    mail = b"From: vera@example.org\r\nMessage-ID: <1@example.org>\r\n\r\nwords\r\n"

    key = parse_email(mail).content_key

    assert parse_email(b"Received: from a by b\r\nDelivered-To: sup@desk.test\r\n" + mail).content_key == key
    assert parse_email(mail.replace(b"words", b"other words")).content_key != key


def test_a_broken_promise_would_be_noticed() -> None:
    sound = parse_email(b"From: vera@example.org\r\n\r\nwords")

    for broken in (
        replace(sound, subject="a\x00b"),
        replace(sound, from_name="\ud800"),
        replace(sound, reply=""),
        replace(sound, html='<img src="https://tracker.example/">'),
        replace(sound, html="<script>1</script>"),
        replace(sound, folds=((0, 99, "quote"),)),
    ):
        assert broken_promises(broken)
    assert broken_promises(sound) == []
