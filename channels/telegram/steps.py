"""What a reply is on Telegram: texts, files, albums, in the order they leave. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from channels.base import OutgoingFile
from channels.telegram.buttons import Button
from channels.telegram.formatting import Formatted, formatted, units
from channels.telegram.splitting import split

MAX_CAPTION: Final = 1024
MAX_ALBUM: Final = 10
MAX_PHOTO: Final = 10_000_000  # Bot API, sendPhoto
MAX_FILE: Final = 50_000_000  # Bot API, sendDocument

PHOTOS: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
KINDS: Final = {
    "video/mp4": "video",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/x-m4a": "audio",
    "audio/ogg": "voice",
    "image/gif": "animation",
}
# What may be in one album: photos and videos, only documents, only audio.
ALBUMS: Final = {"photo": "seen", "video": "seen", "document": "document", "audio": "audio"}


@dataclass(frozen=True, slots=True)
class Media:
    """One file and how it is sent."""

    kind: str
    file: OutgoingFile


@dataclass(frozen=True, slots=True)
class Step:
    """One call: a text, a file, or an album of two to ten; the text of files is their caption.

    buttons: below it, label and value; an album has none. answers: the message it is shown as an answer to.
    """

    text: Formatted
    media: Sequence[Media] = ()
    buttons: Sequence[Button] = ()
    answers: int | None = None


def steps_of(markdown: str, files: Sequence[OutgoingFile]) -> list[Step]:
    """Return what a reply is made of; a short text goes as the caption of its only file or album."""
    text = formatted(markdown)
    groups = _groups([Media(kind_of(file), file) for file in files])
    if len(groups) == 1 and units(text.text) <= MAX_CAPTION:
        return [Step(text, groups[0])]
    return [*(Step(part) for part in split(text)), *(Step(Formatted(""), group) for group in groups)]


def arranged(
    markdown: str, files: Sequence[OutgoingFile], *, buttons: Sequence[Button] = (), answers: int | None = None
) -> list[Step]:
    """Return what a reply is made of, its first step as an answer; buttons come below its last text, after all files."""
    steps = steps_of(markdown, files)
    if buttons:
        groups = [Step(Formatted(""), step.media) for step in steps if step.media]
        texts = [Step(part) for part in split(formatted(markdown))]
        steps = [*groups, *texts]
        steps[-1] = replace(steps[-1], buttons=buttons) if texts else steps[-1]
    if steps and answers is not None:
        steps[0] = replace(steps[0], answers=answers)
    return steps


def kind_of(file: OutgoingFile) -> str:
    """Return how a file is sent."""
    if file.media_type in PHOTOS:
        return "photo" if file.size <= MAX_PHOTO else "document"
    return KINDS.get(file.media_type, "document")


def _groups(media: Sequence[Media]) -> list[list[Media]]:
    groups: list[list[Media]] = []
    for one in media:
        album = ALBUMS.get(one.kind)
        last = groups[-1] if groups else []
        if album and last and ALBUMS.get(last[0].kind) == album and len(last) < MAX_ALBUM:
            last.append(one)
        else:
            groups.append([one])
    return groups
