"""The pieces of a body as one text, one page and the new words of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

from channels.email.content import Content
from channels.email.folding import fold
from channels.email.html_view import sanitise_mail
from channels.email.parsed import MailAttachment
from channels.email.pieces import Piece
from channels.email.storable import one_line, storable

_CID = re.compile(r"cid:([^\"'\s>)]{1,250})", re.IGNORECASE)
_MAX_CHARS = 6 * 1024 * 1024
# Quotes and signatures are looked for in what somebody may read.
_MAX_FOLDED_CHARS = 300_000


@dataclass(frozen=True, slots=True)
class Body:
    """What a mail says and shows."""

    text: str = ""
    html: str = ""
    has_remote_images: bool = False
    reply: str = ""
    folds: tuple[tuple[int, int, str], ...] = ()
    attachments: tuple[MailAttachment, ...] = ()


def read_body(content: Content) -> Body:
    """Return the body of a mail and its files, the shown ones marked."""
    pieces = content.pieces
    text = storable("\n\n".join(found for piece in pieces if (found := piece.text().strip("\n").rstrip())))[:_MAX_CHARS]
    html, has_remote_images = _page(pieces) if any(piece.html for piece in pieces) else ("", False)
    page = pieces[0].html if len(pieces) == 1 and len(pieces[0].html) <= _MAX_FOLDED_CHARS else ""
    folding = fold(text[:_MAX_FOLDED_CHARS], html=page)
    reply = storable(folding.reply)
    return Body(
        text=text,
        html=html,
        has_remote_images=has_remote_images,
        reply=reply if reply.strip() else text,
        folds=folding.folds,
        attachments=_shown(content.files, pieces),
    )


def _page(pieces: Sequence[Piece]) -> tuple[str, bool]:
    # One by one: an open comment or tag in one must not swallow the next.
    views = [sanitise_mail(piece.as_html()) for piece in pieces]
    return storable("\n".join(view.html for view in views)), any(view.has_remote_images for view in views)


def _shown(files: Sequence[MailAttachment], pieces: Sequence[Piece]) -> tuple[MailAttachment, ...]:
    """Return the files, those inline that the page shows."""
    if not any(file.content_id for file in files):
        return tuple(_safe(file) for file in files)
    named = {unquote(found) for piece in pieces for found in _CID.findall(piece.html)}
    return tuple(_safe(replace(file, inline=True) if file.content_id in named else file) for file in files)


def _safe(file: MailAttachment) -> MailAttachment:
    if file.media_type.isascii() and file.content_id.isascii() and file.filename.isprintable():
        return file
    return replace(
        file,
        filename=one_line(file.filename),
        content_id=one_line(file.content_id),
        media_type=one_line(file.media_type),
    )
