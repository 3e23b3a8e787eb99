"""ISO-2022-JP and EUC-JP as Windows writes them, with half-width kana and the vendors' extra rows."""

import re
from collections.abc import Callable

_ESCAPE = re.compile(rb"\x1b(\$\([@BDOPQ]|\$[@B]|\([BJIH])")
_TWO = {b"$@", b"$B", b"$(@", b"$(B", b"$(O", b"$(P", b"$(Q"}


def decode_jis(data: bytes) -> str:
    """Return ISO-2022-JP as text; what cannot be read becomes a replacement character."""
    found: list[str] = []
    mode, start = b"(B", 0
    for escape in _ESCAPE.finditer(data):
        found.append(_run(mode, data[start : escape.start()]))
        mode, start = escape[1], escape.end()
    found.append(_run(mode, data[start:]))
    return "".join(found)


def decode_euc(data: bytes) -> str:
    """Return EUC-JP as text, the vendors' characters included; raises UnicodeError when it is not EUC-JP."""
    try:
        return data.decode("euc_jp")
    except UnicodeError:
        return _PIECE.sub(_euc_to_sjis, data).decode("cp932")


_PIECE = re.compile(rb"\x8e[\xa1-\xdf]|[\xa1-\xfe]{2}")


def _euc_to_sjis(piece: re.Match[bytes]) -> bytes:
    pair = piece[0]
    return pair[1:] if pair[0] == 0x8E else _sjis(pair[0] & 0x7F, pair[1] & 0x7F)


def _run(mode: bytes, data: bytes) -> str:
    if not data:
        return ""
    if mode in _TWO:
        return _lines(data, _kanji)
    if mode == b"(I":
        return _lines(data, lambda line: bytes(byte | 0x80 for byte in line).decode("cp932", "replace"))
    if mode == b"$(D":
        return _lines(data, _supplement)
    if not data.isascii():
        return data.decode("cp932", "replace")
    return data.decode().replace("\x0e", "").replace("\x0f", "")


def _lines(data: bytes, read: Callable[[bytes], str]) -> str:
    # A mode ends with its line even when the mailer forgot to say so.
    return "".join(
        line.decode() if line in (b"\r", b"\n", b" ", b"\t") else read(line) for line in re.split(rb"([\r\n \t])", data)
    )


def _kanji(data: bytes) -> str:
    if data and not data.isascii():
        return data.decode("cp932", "replace")
    pairs = len(data) // 2 * 2
    sjis = b"".join(_sjis(data[at], data[at + 1]) for at in range(0, pairs, 2))
    return sjis.decode("cp932", "replace") + ("\ufffd" if len(data) % 2 else "")


def _supplement(data: bytes) -> str:
    pairs = len(data) // 2 * 2
    euc = b"".join(bytes((0x8F, data[at] | 0x80, data[at + 1] | 0x80)) for at in range(0, pairs, 2))
    return euc.decode("euc_jp", "replace")


def _sjis(row: int, cell: int) -> bytes:
    """Return the Shift_JIS bytes of a JIS row and cell."""
    first = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    second = cell + (0x7E if not row % 2 else 0x20 if cell > 0x5F else 0x1F)
    return bytes((first & 0xFF, second & 0xFF))
