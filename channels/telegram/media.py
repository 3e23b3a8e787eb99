"""Files inside messages of Telegram. Pure."""

from dataclasses import dataclass
from typing import Final

from channels.telegram.shapes import Json, number, thing, things, token, words
from helpdesk.files.names import clean_name

MAX_BYTES: Final = 20_000_000  # what a bot may fetch (Bot API, getFile)
MAX_SIDE: Final = 20_000
MAX_SECONDS: Final = 86_400

# kind: name and type where Telegram gives none
KINDS: Final = {
    "document": ("file", "application/octet-stream"),
    "animation": ("animation.mp4", "video/mp4"),
    "video": ("video.mp4", "video/mp4"),
    "audio": ("audio.mp3", "audio/mpeg"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video_note": ("video.mp4", "video/mp4"),
    "sticker": ("sticker.webp", "image/webp"),
}


@dataclass(frozen=True, slots=True)
class TelegramFile:
    """A file that can be fetched by its id, unless it is too large for that."""

    file_id: str
    kind: str
    filename: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None
    duration_s: int | None = None

    @property
    def is_too_large(self) -> bool:
        """Whether Telegram does not give it to bots."""
        return self.size > MAX_BYTES


def files_of(message: Json) -> tuple[TelegramFile, ...]:
    """Return the files of a message; of a photo in several sizes the largest."""
    found = [_photo(things(message, "photo", limit=50))]
    names = [name for name in KINDS if name != "document" or not thing(message, "animation")]
    found += [_file(name, thing(message, name)) for name in names]
    found.append(_file("video", thing(message, "live_photo"), name="live.mp4"))
    for media in things(thing(message, "paid_media"), "paid_media", limit=10):
        found += [_photo(things(media, "photo", limit=50)), _file("video", thing(media, "video"))]
    found.append(_photo(things(thing(message, "game"), "photo", limit=50)))
    return tuple(one for one in found if one is not None)


def _photo(sizes: list[Json]) -> TelegramFile | None:
    known = [size for size in sizes if token(size, "file_id")]
    fetchable = [size for size in known if (number(size, "file_size") or 0) <= MAX_BYTES] or known
    if not fetchable:
        return None
    best = max(fetchable, key=lambda size: (number(size, "width") or 0) * (number(size, "height") or 0))
    return _described(best, kind="photo", filename="photo.jpg", media_type="image/jpeg")


def _file(kind: str, holder: Json, *, name: str = "") -> TelegramFile | None:
    if not token(holder, "file_id"):
        return None
    filename, media_type = KINDS[kind]
    if kind == "sticker" and holder.get("is_animated") is True:
        filename, media_type = "sticker.tgs", "application/gzip"
    if kind == "sticker" and holder.get("is_video") is True:
        filename, media_type = "sticker.webm", "video/webm"
    given = words(holder, "file_name", chars=255)
    shown = clean_name(given or name or filename)
    return _described(holder, kind=kind, filename=shown, media_type=words(holder, "mime_type", chars=127) or media_type)


def _described(holder: Json, *, kind: str, filename: str, media_type: str) -> TelegramFile:
    return TelegramFile(
        file_id=token(holder, "file_id"),
        kind=kind,
        filename=filename,
        media_type=media_type,
        size=max(0, number(holder, "file_size") or 0),
        width=_side(holder, "width", "length"),
        height=_side(holder, "height", "length"),
        duration_s=_duration(holder),
    )


def _duration(holder: Json) -> int | None:
    found = number(holder, "duration")
    return found if found is not None and 0 < found <= MAX_SECONDS else None


def _side(holder: Json, *names: str) -> int | None:
    found = next((side for name in names if (side := number(holder, name)) is not None), None)
    return found if found is not None and 0 < found <= MAX_SIDE else None
