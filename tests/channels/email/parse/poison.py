"""Mails made to cost their reader dearly."""

import base64
import struct
from collections.abc import Callable

HEAD = b"From: vera@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
MIXED = HEAD + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
TNEF = b"\x78\x9f\x3e\x22\x01\x00"


def _nested_multiparts() -> bytes:
    levels = (b'--b%d\r\nContent-Type: multipart/mixed; boundary="b%d"\r\n\r\n' % (at, at + 1) for at in range(1_000))
    return HEAD + b'Content-Type: multipart/mixed; boundary="b0"\r\n\r\n' + b"".join(levels)


def _file(media_type: bytes, data: bytes) -> bytes:
    head = b"--b\r\nContent-Type: " + media_type + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + head + base64.encodebytes(data) + b"--b--\r\n"


def _compressed_rtf(control: bytes) -> bytes:
    packed = struct.pack("<II", 12, 0xFFFFFFFF) + b"LZFu" + b"\0" * 4 + control
    values = struct.pack("<IIII", 1, 0x10090102, 1, len(packed)) + packed + b"\0" * (-len(packed) % 4)
    attribute = b"\x01" + struct.pack("<II", 0x00069003, len(values)) + values + b"\0\0"
    return _file(b"application/ms-tnef", TNEF + attribute)


POISON: dict[str, Callable[[], bytes]] = {
    "thousand nested multiparts": _nested_multiparts,
    "sixteen thousand tiny parts": lambda: MIXED + b"--b\r\n\r\nx\r\n" * 16_000,
    "comments in From": lambda: b"From: " + b"(" * 200_000 + b"\r\n\r\n",
    "quotes in From": lambda: b"From: " + b'"\\' * 100_000 + b"\r\n\r\n",
    "angles in From": lambda: b"From: " + b'<"' * 100_000 + b"\r\n\r\n",
    "spaces in From": lambda: b"From: a" + b" " * 100_000 + b"a\r\n\r\n",
    "commas in To": lambda: b"To: " + b"a, " * 100_000 + b"\r\n\r\n",
    "at signs in To": lambda: b"To: " + b"a@" * 100_000 + b"\r\n\r\n",
    "four thousand recipients": lambda: (
        b"To: " + b", ".join(b"N <user%d@example.org>" % n for n in range(4_000)) + b"\r\n\r\n"
    ),
    "sixteen thousand parameters": lambda: (
        HEAD + b"Content-Type: text/plain" + b"".join(b";\r\n name*%d*=a" % n for n in range(16_000)) + b"\r\n\r\n"
    ),
    "spaces in parameters": lambda: HEAD + b"Content-Type: text/plain; a" + b" " * 200_000 + b"b\r\n\r\n",
    "unended words": lambda: b"Subject: " + b"=?a?b?" * 40_000 + b"\r\n\r\n",
    "starts of words": lambda: b"Subject: " + b"=?" * 100_000 + b"\r\n\r\n",
    "short words": lambda: b"Subject: " + b"=?utf-8?Q?a?= " * 15_000 + b"\r\n\r\n",
    "charset idna": lambda: HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\n" + b"a." * 100_000,
    "charset punycode": lambda: HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"\xff" * 100_000,
    "utf-7": lambda: HEAD + b"Content-Type: text/plain; charset=utf-7\r\n\r\n" + b"+AAA" * 200_000,
    "escapes of iso-2022-jp": lambda: TEXT + b"\x1b$B\x1b(B" * 100_000,
    "unguessable bytes": lambda: HEAD + b"\r\n" + bytes(range(128, 256)) * 5_000,
    "hundred thousand headers": lambda: b"X: y\r\n" * 100_000 + b"\r\n",
    "one endless header": lambda: b"Subject: " + b"x " * 3_000_000 + b"\r\n\r\n",
    "one endless folded header": lambda: b"Subject: x" + b"\r\n y" * 500_000 + b"\r\n\r\n",
    "headers that are none": lambda: HEAD + b"no header at all\r\nX-A: 1\r\n" * 20_000 + b"\r\n",
    "carriage returns": lambda: b"\r" * 2_000_000,
    "carriage returns in the header": lambda: HEAD + b"X: a" + b"\r" * 500_000 + b"x\r\n\r\n",
    "blank lines first": lambda: b"\r\n" * 500_000 + HEAD,
    "prefixes of the boundary": lambda: MIXED + b"--bb\r\n" * 300_000,
    "boundaries in a line": lambda: MIXED + b"--b" * 500_000,
    "lines of dashes": lambda: HEAD + b"Content-Type: multipart/mixed\r\n\r\n" + b"--\r\n" * 500_000,
    "mails in mails": lambda: (HEAD + b"Content-Type: message/rfc822\r\n\r\n") * 2_000,
    "base64 of junk": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"A!=-" * 300_000,
    "base64 padding": lambda: HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QQ==" * 300_000,
    "base64 lines of junk": lambda: (
        HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"AAAAAAAAAAAAAAA!\r\n" * 60_000
    ),
    "quoted-printable equals": lambda: HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 1_000_000,
    "quoted-printable spaces": lambda: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=" + b" " * 200_000 + b"x"
    ),
    "quoted-printable soft spaces": lambda: (
        HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"= " * 500_000
    ),
    "begins of files": lambda: TEXT + b"begin 644 x\r\n" * 60_000,
    "begins of yEnc": lambda: TEXT + b"=ybegin name=x\r\n" * 60_000,
    "signed messages": lambda: TEXT + b"-----BEGIN PGP SIGNED MESSAGE-----\r\n" * 30_000,
    "flowed lines": lambda: HEAD + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"> a \r\n" * 100_000,
    "enriched": lambda: HEAD + b"Content-Type: text/enriched\r\n\r\n" + b"<param>" * 100_000,
    "richtext": lambda: HEAD + b"Content-Type: text/richtext\r\n\r\n" + b"<comment>" * 100_000,
    "calendar": lambda: HEAD + b"Content-Type: text/calendar\r\n\r\n" + b"BEGIN:VEVENT\r\nSUMMARY;" * 50_000,
    "references": lambda: b"References: " + b"<a@" * 80_000 + b"\r\n\r\n",
    "references of spaces": lambda: b"References: <" + b" " * 200_000 + b"\r\n\r\n",
    "spaces": lambda: TEXT + b" " * 1_000_000,
    "letters": lambda: TEXT + b"a" * 1_000_000,
    "quote marks": lambda: TEXT + b">" * 300_000,
    "quoted lines": lambda: TEXT + b"> quoted words\r\n" * 60_000,
    "blank lines": lambda: TEXT + b"\r\n" * 300_000,
    "open tags": lambda: HTML + b"<div>" * 100_000,
    "open angles": lambda: HTML + b"<" * 300_000,
    "links": lambda: HTML + b'<a href="http://x.example/">x</a> ' * 20_000,
    "comments in a page": lambda: HTML + b"<!--" * 100_000,
    "rtf groups": lambda: HEAD + b"Content-Type: text/rtf\r\n\r\n" + b"{" * 500_000,
    "rtf fonts": lambda: HEAD + b"Content-Type: text/rtf\r\n\r\n" + b"\\f1" * 200_000,
    "compressed rtf of four gigabytes": lambda: _compressed_rtf(b"\xff\x0f\xff" * 30_000),
    "tnef attributes": lambda: _file(
        b"application/ms-tnef", TNEF + (b"\x02" + struct.pack("<II", 0x00069002, 0) + b"\0\0") * 60_000
    ),
    "signed bytes": lambda: _file(b"application/pkcs7-mime", b"\x30\x80" * 100_000),
}
