"""The lines of a text while it is written: breaks, quotes, bullets, cells."""

from typing import Final

MAX_QUOTE: Final = 12
MAX_INDENT: Final = 8
CELL: Final = "\x01"  # becomes a tab; a real one would be squeezed with the other spaces


class Page:
    """Collects words into lines; breaks are asked for and take place before the next word."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.quote = 0
        self.indent = 0
        self.line: list[str] = []
        self._gap = 0
        self._bullet = ""
        self._row: int | None = None
        self._is_cell_new = False
        self._is_empty_line = False  # a hard space alone in a paragraph, which editors write for an empty one

    def write(self, text: str) -> None:
        """Write words; space alone never begins a line."""
        if text.isspace():
            if self.line and not self._gap:
                self.line.append(" ")
            elif "\xa0" in text:
                self._is_empty_line = True
            return
        self._is_empty_line = False
        if self._gap:
            self._break()
        if self._bullet:
            self.line.append(self._bullet)
            self._bullet = ""
        self.line.append(text)
        self._is_cell_new = False

    def want(self, gap: int) -> None:
        """Ask for a new line (1) or an empty line (2) before the next words."""
        if self._is_empty_line and (self.lines or self.line):
            gap, self._is_empty_line = 2, False
        if not self._is_cell_new and gap > self._gap:
            self._gap = gap

    def end_line(self) -> None:
        """End the line now, even an empty one."""
        if self._gap:
            self._break()
        self.lines.append(self._finished())

    def verbatim(self, text: str) -> None:
        """Write text whose line ends and spaces count."""
        first, *others = text.expandtabs(4).split("\n")
        self._write_kept(first)
        for other in others:
            self.end_line()
            self._write_kept(other)

    def set_quote(self, quote: int) -> None:
        """Begin or end a quotation."""
        self._break(at_least=2)
        self.quote = max(0, quote)

    def bullet(self, mark: str) -> None:
        """Put a mark before the next words."""
        self.want(1)
        self._bullet = "  " * min(MAX_INDENT, max(0, self.indent - 1)) + mark + " "

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self._break(at_least=1)
        self._row = len(self.lines)

    def begin_cell(self) -> None:
        """Begin a cell: on the line of the cells before it when those are short."""
        if self._row == len(self.lines) and self.line:
            self.line.append(CELL)
            self._gap = 0
        else:
            self.want(1)
        self._is_cell_new = True

    def text(self) -> str:
        """Return all lines, at most one empty one in a row."""
        self._break(at_least=1)
        kept: list[str] = []
        for line in self.lines:
            if line.strip("> ") or not kept or kept[-1].strip("> "):
                kept.append(line)
        return "\n".join(kept).strip("\n").replace(CELL, "\t")

    def _write_kept(self, text: str) -> None:
        if text:
            self.write(text.replace(" ", "\xa0") if text.isspace() else text)

    def _break(self, *, at_least: int = 0) -> None:
        gap, self._gap = max(self._gap, at_least), 0
        if self.line:
            self.lines.append(self._finished())
        if gap > 1 and self.lines and self.lines[-1]:
            self.lines.append(self._prefix().rstrip())

    def _finished(self) -> str:
        words = " ".join("".join(self.line).split()).strip(CELL + " ")
        leading = "".join(self.line)
        indent = leading[: len(leading) - len(leading.lstrip(" "))] if leading[:2] == "  " else ""
        self.line = []
        if words == "--":
            words = "-- "  # the mark of a signature (RFC 3676, 4.3) ends in a space that HTML does not keep
        return (self._prefix() + indent + words) if words else self._prefix().rstrip()

    def _prefix(self) -> str:
        return "> " * min(self.quote, MAX_QUOTE)
