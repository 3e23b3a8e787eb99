"""What was found in a mail: its body in order, its files, what it reports."""

from dataclasses import dataclass, field

from channels.email.calendars import calendar_text
from channels.email.parsed import AttachedMail, MailAttachment, ReportPart
from channels.email.pieces import Piece, is_blank


@dataclass(slots=True)
class Content:
    """The body of a mail in its order, its files and what it reports."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[MailAttachment] = field(default_factory=list)
    reports: list[ReportPart] = field(default_factory=list)
    named_texts: list[tuple[int, Piece]] = field(default_factory=list)
    hidden: list[Piece] = field(default_factory=list)
    attached: AttachedMail | None = None
    attached_pieces: list[Piece] = field(default_factory=list)
    calendar: str = ""
    defects: list[str] = field(default_factory=list)

    def note(self, defect: str) -> None:
        """Remember that something was wrong."""
        if defect not in self.defects:
            self.defects.append(defect)

    def settle(self) -> None:
        """Drop what shows nothing; without a body take the best there is."""
        self.pieces = _shown(self.pieces) or self._fallback()
        page = next((piece.html for piece in self.hidden if piece.html), "")
        if page and len(self.pieces) == 1 and not self.pieces[0].html:
            self.pieces = [Piece(plain=self.pieces[0].plain, html=page)]

    def _fallback(self) -> list[Piece]:
        """Return a text with a file name, a hidden body, an invitation or the attached mail as the body."""
        if self.named_texts:
            number, piece = self.named_texts[0]
            if number == 0 and not is_blank(piece):
                del self.files[0]
                return [piece]
        choices = (self.hidden, [Piece(plain=calendar_text(self.calendar))], self.attached_pieces)
        return next((found for pieces in choices if (found := _shown(pieces))), [])


def _shown(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if not is_blank(piece)]
