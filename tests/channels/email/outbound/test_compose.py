"""Mails of ours: read back by another's parser they say what was meant, whatever was put into them."""

import email
import email.policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.writing.compose import MAX_FILE_BYTES, compose
from channels.email.writing.letter import Letter, LetterFile
from helpdesk import clock
from helpdesk.errors import DeliveryError, Outcome

LONG_ID = f"<{'q' * 200}@mail.example>"


def letter(**changes: object) -> Letter:
    given: dict[str, object] = {
        "mail_id": "<one@desk.test>",
        "sender": ("Desk", "support@desk.test"),
        "to": [("Vera", "vera@shop.example")],
        "subject": "Hello",
        "text": "Good day!",
        "html": "<p>Good day!</p>",
        "date": clock.now(),
    }
    return Letter(**{**given, **changes})  # type: ignore[arg-type]  # the fields by name


def read(data: bytes) -> email.message.EmailMessage:
    return email.message_from_bytes(data, policy=email.policy.default)


def headers_of(data: bytes) -> list[bytes]:
    return data.partition(b"\r\n\r\n")[0].split(b"\r\n")


def decoded(data: bytes, name: str) -> str:
    plain = email.message_from_bytes(data)
    return str(make_header(decode_header(" ".join(str(plain[name]).split())))) if plain[name] else ""


@given(subject=st.text(max_size=200), name=st.text(max_size=80))
def test_no_text_can_become_a_header_of_its_own(subject: str, name: str) -> None:
    envelope = compose(
        letter(subject=f"{subject}\r\nBcc: evil@evil.example", to=[(f"{name}\nX-Evil: 1", "vera@shop.example")])
    )

    names = {line.split(b":")[0].lower() for line in headers_of(envelope.data) if line[:1] not in b" \t"}
    assert envelope.recipients == ("vera@shop.example",)
    assert not names & {b"bcc", b"x-evil"}


@given(subject=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=150))
def test_a_subject_in_any_letters_comes_back_whole(subject: str) -> None:
    spaced = " ".join(subject[i : i + 7] for i in range(0, len(subject), 7))

    data = compose(letter(subject=spaced)).data

    assert decoded(data, "Subject") == spaced


@given(
    text=st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=500
    )
)
def test_a_text_comes_back_as_it_was_written(text: str) -> None:
    mail = read(compose(letter(text=text)).data)

    part = mail.get_body(("plain",))
    assert part is not None
    assert part.get_content().replace("\r\n", "\n").removesuffix("\n") == text.removesuffix("\n")


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\r\nRCPT TO:<evil@evil.example>",
        "a b@c.example",
        "<a@b.example>",
        "a@b.example,evil@evil.example",
        "nobody",
        "a@b\x00.example",
        '"x y"@b.example',
    ],
)
def test_an_address_that_is_none_is_refused_before_anything_is_said(address: str) -> None:
    with pytest.raises(DeliveryError) as refused:
        compose(letter(to=[("", address)]))

    assert refused.value.outcome is Outcome.REJECTED


def test_names_with_commas_and_quotes_stay_one_name() -> None:
    for name in ('Lamp, "Co" & Sons', "Підтримка, ТОВ «Лампа»", "=?utf-8?q?evil?=", "a" * 190):
        data = compose(letter(to=[(name, "vera@shop.example"), ("Boris", "boris@shop.example")])).data

        plain = email.message_from_bytes(data)["To"].replace("\r\n", "")
        found = [(str(make_header(decode_header(one))), address) for one, address in getaddresses([plain])]
        assert [address for _, address in found] == ["vera@shop.example", "boris@shop.example"]
        assert found[0][0] == name


def test_a_subject_that_looks_encoded_is_shown_as_it_is() -> None:
    for subject in ("=?utf-8?q?x=0D=0ABcc:_evil@evil.example?=", "=?utf-8?b?DQpCY2M6IHg=?="):
        data = compose(letter(subject=subject, to=[(subject, "vera@shop.example")])).data

        assert read(data)["bcc"] is None
        assert decoded(data, "Subject") == subject


def test_long_message_ids_are_never_folded_or_encoded() -> None:
    data = compose(letter(mail_id=LONG_ID, in_reply_to=LONG_ID, references=[LONG_ID] * 2)).data

    lines = headers_of(data)
    assert f"In-Reply-To: {LONG_ID}".encode() in lines
    assert f" {LONG_ID}".encode() in lines


def test_a_reference_that_is_none_is_left_out() -> None:
    mail = read(
        compose(letter(in_reply_to="<a@b>\r\nBcc: x@y.example", references=["no id", "<good@id.example>"])).data
    )

    assert mail["in-reply-to"] is None
    assert mail["references"] == "<good@id.example>"


def test_bcc_is_in_the_envelope_alone() -> None:
    envelope = compose(letter(bcc=[("", "hidden@shop.example")]))

    assert envelope.recipients == ("vera@shop.example", "hidden@shop.example")
    assert b"hidden" not in envelope.data


def test_a_mail_to_nobody_in_the_open_says_so() -> None:
    envelope = compose(letter(to=[], bcc=[("", "hidden@shop.example")]))

    assert envelope.recipients == ("hidden@shop.example",)
    assert b"To: undisclosed-recipients:;" in headers_of(envelope.data)


def test_lines_are_short_and_end_as_mail_wants() -> None:
    data = compose(letter(text="x" * 5_000 + "\n.\nя" * 300, html="<p>" + "y" * 5_000)).data

    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_files_keep_their_bytes_and_an_attached_mail_is_no_structure() -> None:
    files = [
        LetterFile("рахунок.pdf", "application/pdf", b"%PDF\r\n.\r\n\x00\xff"),
        LetterFile("a\r\nb/../c.eml", "message/rfc822", b"From: x"),
    ]

    found = [
        (part.get_filename(), part.get_content_type(), part.get_content())
        for part in read(compose(letter(files=files)).data).iter_attachments()
    ]

    assert found == [
        ("рахунок.pdf", "application/pdf", files[0].data),
        ("a b_.._c.eml", "application/octet-stream", b"From: x"),
    ]


def test_an_inline_image_belongs_to_the_html() -> None:
    shown = LetterFile("a.png", "image/png", b"\x89PNG", content_id="img1")

    parts = {part.get_content_type(): part for part in read(compose(letter(files=[shown])).data).walk()}

    assert parts["image/png"]["content-id"] == "<img1>"
    assert parts["image/png"].get_content_disposition() == "inline"
    assert "multipart/related" in parts


def test_files_beyond_what_a_mail_takes_are_refused_in_words() -> None:
    with pytest.raises(DeliveryError, match=r"18\.9 MB"):
        compose(letter(files=[LetterFile("big.bin", "application/octet-stream", b"x" * (MAX_FILE_BYTES + 1))]))


@pytest.mark.parametrize(
    ("kind", "said"),
    [("acknowledgement", "auto-replied"), ("rating", "auto-generated"), ("system", "auto-generated"), ("", None)],
)
def test_what_nobody_pressed_send_for_says_so(kind: str, said: str | None) -> None:
    mail = read(compose(letter(auto_kind=kind)).data)

    assert mail["auto-submitted"] == said
    assert (mail["x-auto-response-suppress"] is None) == (said is None)
