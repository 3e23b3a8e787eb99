"""Bytes to text whatever the label says: labels of mails are missing, unknown or wrong."""

import codecs
import re

from channels.email.charset_names import codec_of
from channels.email.detect import CYRILLIC, LATIN, best_codec, is_foreign_script
from channels.email.japanese import decode_euc, decode_jis

_ESCAPED = re.compile(rb"\x1b(?:\$[@B(]|\([BJIH])")
_META = re.compile(
    rb"<(?:meta\b[^>]{0,300}?charset|\?xml\b[^>]{0,100}?encoding)[ \t]*=[ \t]*[\"']?[ \t]*([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)
_LATIN = {"", "ascii", "cp1252", "iso8859-15", "mac-roman", "cp1254"}
_WIDE = {"gb18030", "cp950", "big5hkscs", "cp949", "cp932", "shift_jisx0213", "johab", "euc-jp"}
# Fewer letters than this say nothing about the language.
_FEW_LETTERS = 4
_STATEFUL = {"utf-7", "hz", "iso2022_kr", "iso-2022-jp"}
_UNITS = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TORN = re.compile(
    rb"(?<=[\xc2-\xf4])(?:!?\r?\n[ \t]?)(?=[\x80-\xbf])|(?<=[\xe0-\xf4][\x80-\xbf])(?:!?\r?\n[ \t]?)(?=[\x80-\xbf])"
)
# A non-breaking space inside a character that some mailer made a space: "Р" and "à".
_SPACED = re.compile(rb"([\xc3\xd0]) (?![\x80-\xbf])")


def decode(data: bytes, label: str, *, hint: str = "") -> str:
    """Return bytes as text by their label, repaired where the label is wrong; hint: a second label, as of an HTML page."""
    codec = codec_of(label) or ""
    if not codec or codec == "ascii":
        codec = (codec_of(hint) or codec) if hint else codec
    if codec == "utf-8" or not codec:
        try:
            text = data.decode()
        except UnicodeError:
            pass
        else:
            return (
                _unescaped(data, text)
                if "\x1b" in text
                else text.removeprefix("\ufeff")
                if text[:1] == "\ufeff"
                else text
            )
    if codec in _STATEFUL or codec in _UNITS:
        return _stateful(data, codec)
    if data.isascii():
        return _unescaped(data, data.decode("ascii"))
    return _eight_bit(data, codec, codec_of(hint) or "")


def decode_unlabelled(data: bytes, fallback: str) -> str:
    """Return bytes without a label as text: UTF-8 if they are, else the fallback if that reads well, else a guess."""
    return decode(data, "", hint=fallback)


def declared_charset(page: bytes) -> str:
    """Return the charset that an HTML page says it is written in, "" when it says none."""
    found = _META.search(page, 0, 4_000)
    return found[1].decode("ascii") if found else ""


def _unescaped(data: bytes, text: str) -> str:
    return decode_jis(data) if _ESCAPED.search(data) else text


def _stateful(data: bytes, codec: str) -> str:
    if codec == "iso-2022-jp":
        if not data.isascii() and not _ESCAPED.search(data):
            return _eight_bit(data, "", "")
        return decode_jis(data)
    if codec in _UNITS:
        return _by_units(data, codec)
    if not data.isascii():
        return _eight_bit(data, "", "")
    return data.decode(codec, "replace")


def _by_units(data: bytes, codec: str) -> str:
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return data.decode(marked, "replace").removeprefix("\ufeff")
    if not data.count(0) and (data.isascii() or _is_utf8(data)):
        return data.decode()
    if codec.startswith("utf-32") and not data.count(0):  # of which every character has at least one
        return _eight_bit(data, "", "")
    if codec == "utf-16":
        codec = _endian(data)
    return data.decode(codec, "replace")


def _endian(data: bytes) -> str:
    # Without a mark: letters of one script share their high byte, which stands first in big-endian text.
    even, odd = len(set(data[0:400:2])), len(set(data[1:400:2]))
    return "utf-16-be" if even < odd else "utf-16-le"


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeError:
        return False
    return True


def _eight_bit(data: bytes, codec: str, hinted: str) -> str:
    for bom, marked in _BOMS:
        if data.startswith(bom):
            return data.decode(marked, "replace").removeprefix("\ufeff")
    if codec in _WIDE and (text := _strict(data, codec)) is not None and not _surely_utf8(data):
        return text
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    if codec in ("utf-8", *_LATIN) and (text := _damaged_utf8(data)) is not None:
        return text
    if codec in _LATIN or codec == "utf-8":
        return _latin_or_guess(data, codec, hinted)
    return _declared_or_guess(data, codec)


def _surely_utf8(data: bytes) -> bool:
    # A few characters of another encoding can be UTF-8 by chance, many cannot.
    return _is_utf8(data) and sum(byte >= 0x80 for byte in data[:400]) > 8


def _latin_or_guess(data: bytes, codec: str, hinted: str) -> str:
    if data.count(0) * 5 > len(data) > 8:
        return data.decode(_endian(data), "replace")
    foreign = is_foreign_script(data)
    if hinted not in ("utf-8", *_LATIN) and (text := _strict(data, hinted)) is not None:
        if hinted not in CYRILLIC or not foreign:
            return text
        return _cyrillic(data, hinted)
    if foreign or codec in ("", "utf-8", "ascii"):
        found = best_codec(data, prefer="" if foreign else "cp1252", margin=1.4)
        text = _strict(data, found) if found else None
        if text is not None:
            return text
    codec = codec if codec in _LATIN and codec not in ("", "ascii") else "cp1252"
    if codec == "cp1252" and not foreign and sum(byte >= 0xA0 for byte in data[:20_000]) >= _FEW_LETTERS:
        codec = best_codec(data, LATIN, prefer="cp1252", margin=1.6) or "cp1252"
    return data.decode(codec) if (text := _strict(data, codec)) is not None else _windows(data)


def _windows(data: bytes) -> str:
    # cp1252 leaves five bytes undefined; they are controls and vanish later.
    return data.decode("cp1252", "helpdesk.latin")


def _declared_or_guess(data: bytes, codec: str) -> str:
    if codec in CYRILLIC or codec == "koi8-r":
        return _cyrillic(data, codec)
    if (text := _strict(data, codec)) is not None:
        return text
    if codec == "cp950" and (text := _strict(data, "big5hkscs")) is not None:
        return text
    replaced = decode_replacing(data, codec)
    if replaced.count("\ufffd") * 12 <= sum(char >= "\x80" for char in replaced[:50_000]):
        return replaced
    found = best_codec(data, prefer=codec)
    text = _strict(data, found) if found else None
    return replaced if text is None else text


def _cyrillic(data: bytes, codec: str) -> str:
    family = CYRILLIC if codec != "koi8-r" else ("koi8-r", *(name for name in CYRILLIC if name != "koi8-u"))
    best = best_codec(data, CYRILLIC, prefer="koi8-u" if codec == "koi8-r" else codec) or codec
    if codec == "koi8-r" and best == "koi8-u":
        # The Ukrainian letters of KOI8-U are box drawings in KOI8-R, which no mail is about.
        return data.decode("koi8-u", "replace")
    return data.decode(best if best in CYRILLIC else family[0], "replace")


def decode_replacing(data: bytes, codec: str) -> str:
    """Return bytes as text by this codec, with replacement characters for what it does not know."""
    if codec == "euc-jp":
        return data.decode("euc_jp", "replace")
    return data.decode(codec, "replace")


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return decode_euc(data) if codec == "euc-jp" else data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _damaged_utf8(data: bytes) -> str | None:
    """Return nearly valid UTF-8 as text, None if it is something else."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = _wide_count(text) - bad
    if good < 2 * bad:
        return None
    data = _SPACED.sub(rb"\1" + b"\xa0", _TORN.sub(b"", data))
    letters = text[:20_000]
    is_latin = sum("\x80" <= char < "\u0250" for char in letters) > sum("\u0250" <= char < "\ufffd" for char in letters)
    return data.decode("utf-8", "helpdesk.western" if is_latin else "replace")


def _wide_count(text: str) -> int:
    return len(text.encode("utf-8", "replace")) - len(text.encode("ascii", "ignore")) >> 1 if text else 0


def _as_latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.start + 1].decode("cp1252", "replace"), error.start + 1


codecs.register_error("helpdesk.latin", _as_latin)
codecs.register_error("helpdesk.western", _as_western)
