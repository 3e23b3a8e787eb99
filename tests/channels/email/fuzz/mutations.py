"""Ways to spoil a mail."""

from collections.abc import Callable, Sequence
from random import Random

TOKENS = [
    b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"\n\n", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1b$B", b"\x1b(B", b"\x1b(I", b"=?", b"?=",
    b"=?utf-8?B?", b"=?koi8-r?Q?", b"=?iso-2022-jp?B?", b"=3D=3F", b"=\r\n", b"= \r\n", b"=D0", b"=", b"==", b"--", b"--b", b"--b--", b'"', b"\\", b"<", b">",
    b"(", b")", b"@", b",", b";", b":", b"*0*=", b"*1*=", b"*=utf-8''%D0%9F", b"boundary=", b'boundary=""', b"charset=", b"charset=utf-7", b"charset=utf-16",
    b"charset=gb2312", b"charset=big5", b"charset=euc-jp", b"charset=iso-2022-jp", b"charset=hz", b"charset=idna", b"charset=rot13", b"name=",
    b"filename=", b"Content-Type: multipart/mixed", b"Content-Type: multipart/alternative", b"Content-Type: multipart/related", b"multipart/digest",
    b"multipart/report", b"multipart/signed", b"multipart/appledouble", b"Content-Type: message/rfc822", b"message/partial", b"message/delivery-status",
    b"Content-Type: text/html", b"text/enriched", b"text/richtext", b"text/rtf", b"text/calendar", b"application/ms-tnef", b"application/pkcs7-mime",
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"Content-Transfer-Encoding: x-uuencode",
    b"Content-Disposition: attachment", b"Content-Disposition: inline", b"Content-ID: <a@b>", b"format=flowed", b"delsp=yes", b"From: ", b"To: ", b"Sender: ",
    b"Date: ", b"References: ", b"Received: ", b"Auto-Submitted: auto-replied", b"List-Id: <x>", b"Return-Path: <>", b"From MAILER Tue Mar  3 10:00:00 2026\n",
    b"begin 644 a\r\n", b"`\r\nend\r\n", b"=ybegin line=1 size=1 name=a\r\n", b"=yend\r\n", b"-----BEGIN PGP SIGNED MESSAGE-----\r\n",
    b"-----BEGIN PGP SIGNATURE-----\r\n", b"\x78\x9f\x3e\x22", b"\x30\x80", b"\x24\x80", b"LZFu", b"{\\rtf1", b"\\'d0", b"\\u1055?", b"{\\*\\htmltag", b"\\fromhtml1",
    b"<div>", b"</div>", b"<img src=cid:a@b>", b"<img src=http://x/>", b"<script>", b"<!--", b"<style>", b"<blockquote>", b"&#0;", b"&#xD800;", b"&nbsp;",
    b"> ", b"-- \r\n", b"On Mon, A wrote:", b"-----Original Message-----", b"________________", b"Final-Recipient: rfc822; a@b", b"Status: 5.1.1", b"Action: failed",
    b"BEGIN:VCALENDAR\r\n", b"METHOD:REQUEST\r\n", b"BEGIN:VEVENT\r\n", "Привет".encode(), "Привет".encode("cp1251"), "日本".encode("cp932"),
]  # fmt: skip
MAX_BYTES = 30_000


def spoiled(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """Return a mail with one to six faults."""
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        raw = random.choice(_WAYS)(raw, others, random)
    return raw[:MAX_BYTES]


def _flip(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    return raw[:at] + bytes((random.randrange(256),)) + raw[at + 1 :]


def _token(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    return raw[:at] + random.choice(TOKENS) + raw[at:]


def _instead(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    token = random.choice(TOKENS)
    return raw[:at] + token + raw[at + len(token) :]


def _cut(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    return raw[:at] + raw[at + random.choice((1, 2, 8, 60, 400)) :]


def _again(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    at = _place(raw, random)
    piece = raw[at : at + random.choice((1, 4, 30, 300))]
    return raw[:at] + piece * random.choice((1, 2, 20)) + raw[at:]


def _grafted(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    return raw[: _place(raw, random)] + other[_place(other, random) :]


def _piece_of_another(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others)
    at, start = _place(raw, random), _place(other, random)
    return raw[:at] + other[start : start + random.choice((5, 40, 400))] + raw[at:]


def _lines_swapped(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    lines = raw.split(b"\n")
    one, two = random.randrange(len(lines)), random.randrange(len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    return b"\n".join(lines)


def _line_ends(raw: bytes, others: Sequence[bytes], random: Random) -> bytes:
    return raw.replace(b"\r\n", random.choice((b"\n", b"\r", b"\r\r\n", b"\n\r")))


def _place(raw: bytes, random: Random) -> int:
    # Structure is in the first lines more often than behind them.
    return random.randrange(min(len(raw), random.choice((600, len(raw) or 1))) or 1)


_WAYS: list[Callable[[bytes, Sequence[bytes], Random], bytes]] = [
    _flip, _token, _token, _instead, _cut, _again, _grafted, _piece_of_another, _piece_of_another, _lines_swapped, _line_ends,
]  # fmt: skip
