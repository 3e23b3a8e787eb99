"""Rich text of Outlook: decompressed (MS-OXRTFCP), then read as text or as the HTML it wraps (MS-OXRTFEX)."""

import re

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.DOTALL
)
_SKIPPED = {
    b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"object", b"header", b"footer", b"headerl", b"headerr", b"footerl",
    b"footerr", b"ftncn", b"listtable", b"listoverridetable", b"rsidtbl", b"generator", b"themedata", b"datastore", b"xmlnstbl",
    b"filetbl", b"revtbl", b"fldinst", b"bkmkstart", b"bkmkend", b"pntext", b"mhtmltag",
}  # fmt: skip
_BREAKS = {b"par": "\n", b"line": "\n", b"row": "\n", b"sect": "\n", b"page": "\n", b"tab": "\t", b"cell": "\t"}
_SYMBOLS = {
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–", b"emdash": "—",
    b"emspace": "\u2003", b"enspace": "\u2002",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
_CHARSETS = {204: "cp1251", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254", 177: "cp1255",
             178: "cp1256", 186: "cp1257", 222: "cp874", 238: "cp1250"}  # fmt: skip
_FONT = re.compile(rb"\\f([0-9]{1,5})(?:(?!\\f[0-9]|[{};]).){0,300}?\\fcharset([0-9]{1,3})", re.DOTALL)
MAX_RTF_BYTES = 20 * 1024 * 1024
_MAX_DEPTH = 500


def decompress_rtf(data: bytes) -> bytes:
    """Return the RTF inside of a compressed one, as much as is there."""
    if len(data) < 16:
        return b""
    size, kind = int.from_bytes(data[4:8], "little"), data[8:12]
    if kind == b"MELA":
        return data[16 : 16 + size]
    if kind != b"LZFu":
        return b""
    size = min(size, MAX_RTF_BYTES)
    out = bytearray(_DICTIONARY)
    limit = len(_DICTIONARY) + size
    position, end = 16, len(data)
    while position < end and len(out) < limit:
        control = data[position]
        position += 1
        for bit in range(8):
            if position >= end or len(out) >= limit:
                break
            if not control >> bit & 1:
                out.append(data[position])
                position += 1
                continue
            if position + 1 >= end:
                return bytes(out[len(_DICTIONARY) : limit])
            offset, length = data[position] << 4 | data[position + 1] >> 4, (data[position + 1] & 15) + 2
            position += 2
            write = len(out) % 4096
            if offset == write:
                return bytes(out[len(_DICTIONARY) : limit])
            start = len(out) - ((write - offset) % 4096)
            for step in range(length):
                out.append(out[start + step] if start + step >= 0 else 32)
    return bytes(out[len(_DICTIONARY) : limit])


def rtf_to_text(data: bytes) -> str:
    """Return the words of an RTF text."""
    return _Reader(data).read().strip()


def rtf_to_html(data: bytes) -> str:
    """Return the HTML that an RTF text wraps, "" when it wraps none."""
    return _Reader(data, html=True).read() if b"\\fromhtml1" in data[:2_000] else ""


class _State:
    __slots__ = ("font", "is_hidden", "is_markup", "is_skipped", "skips")

    def __init__(self, font: int = -1, skips: int = 1, *, skipped: bool = False, hidden: bool = False) -> None:
        self.font = font
        self.skips = skips
        self.is_skipped = skipped
        self.is_hidden = hidden
        self.is_markup = False


class _Reader:
    """One pass over the tokens of an RTF text."""

    def __init__(self, data: bytes, *, html: bool = False) -> None:
        self._data = data[:MAX_RTF_BYTES]
        self._html = html
        self._out: list[str] = []
        self._bytes = bytearray()
        self._stack: list[_State] = []
        self._state = _State()
        self._skip = 0
        found = re.search(rb"\\ansicpg([0-9]{3,5})", data[:500])
        self._codec = _known(f"cp{found[1].decode()}") if found else "cp1252"
        self._fonts = {
            int(font[1]): _CHARSETS[int(font[2])]
            for font in _FONT.finditer(data[:100_000])
            if int(font[2]) in _CHARSETS
        }

    def read(self) -> str:
        """Return all text."""
        starts_group = False
        for token in _TOKEN.finditer(self._data):
            word, number, code, symbol, brace, text = token.groups()
            if code:
                self._byte(int(code, 16))
            elif text is not None:
                self._text(text)
            elif brace:
                self._flush()
                self._brace(brace)
            elif symbol:
                self._symbol(symbol, starts_group=starts_group)
            elif word:
                self._word(word, number)
            starts_group = brace == b"{"
        self._flush()
        return "".join(self._out)

    def _brace(self, brace: bytes) -> None:
        self._skip = 0
        if brace == b"{" and len(self._stack) < _MAX_DEPTH:
            state = self._state
            self._stack.append(state)
            self._state = _State(state.font, state.skips, skipped=state.is_skipped, hidden=state.is_hidden)
            self._state.is_markup = state.is_markup
        elif brace == b"}" and self._stack:
            self._state = self._stack.pop()

    def _symbol(self, symbol: bytes, *, starts_group: bool) -> None:
        if symbol == b"*":
            # A destination that may be skipped by who does not know it.
            self._state.is_skipped = starts_group or self._state.is_skipped
        elif symbol in _ESCAPED:
            self._put(_ESCAPED[symbol])

    def _word(self, word: bytes, number: bytes | None) -> None:
        state = self._state
        if word == b"htmltag":
            state.is_skipped, state.is_markup = not self._html, True
        elif word in _SKIPPED:
            state.is_skipped = True
        elif word == b"htmlrtf":
            self._flush()
            state.is_hidden = self._html and number != b"0"
        elif word == b"u" and number:
            self._put(_char(int(number)))
            self._skip = state.skips
        elif word == b"uc" and number:
            state.skips = min(max(int(number), 0), 20)
        elif word == b"f" and number:
            self._flush()
            state.font = int(number)
        elif word == b"bin" and number:
            state.is_skipped = True
        elif word in _SYMBOLS:
            self._put(_SYMBOLS[word])
        elif word in _BREAKS:
            self._put(_BREAKS[word] if not self._html or state.is_markup or word != b"par" else "\n")

    def _text(self, text: bytes) -> None:
        if self._skip:
            skipped = min(self._skip, len(text))
            self._skip -= skipped
            text = text[skipped:]
        if not (self._state.is_skipped or self._state.is_hidden):
            self._bytes += text

    def _byte(self, byte: int) -> None:
        if self._skip:
            self._skip -= 1
        elif not (self._state.is_skipped or self._state.is_hidden):
            self._bytes.append(byte)

    def _put(self, text: str) -> None:
        self._flush()
        if not (self._state.is_skipped or self._state.is_hidden):
            self._out.append(text)

    def _flush(self) -> None:
        if self._bytes:
            codec = self._fonts.get(self._state.font, self._codec)
            self._out.append(self._bytes.decode(codec, "replace"))
            self._bytes.clear()


def _char(number: int) -> str:
    return chr(number & 0xFFFF)


def _known(codec: str) -> str:
    try:
        b"a".decode(codec)
    except LookupError:
        return "cp1252"
    return codec
