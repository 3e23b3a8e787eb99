"""Fetching the photo a person shows: by us, checked by what it is, small."""

from typing import Any, Final

import structlog

from channels.telegram.client import BotClient
from channels.telegram.shapes import Json, number, thing, things, token
from channels.telegram.trouble import TelegramTrouble
from helpdesk import db
from helpdesk.actions.attachments import StoredFile, keep_file
from helpdesk.actions.telegram import photos
from helpdesk.actions.telegram.photos import Look
from helpdesk.errors import DeskError, Invalid, TooLarge
from helpdesk.files.types import may_show

MAX_BYTES: Final = 2_000_000
LEAST_SIDE: Final = 160  # the smallest size that still looks well beside a name

log = structlog.get_logger()


def look(client: BotClient, one: Look) -> None:
    """See whether somebody shows another photo than we have, and keep it."""
    try:
        size = _size(client.call("getUserProfilePhotos", {"user_id": one.person, "limit": 1}))
        unique_id = token(size, "file_unique_id", chars=100)
        if unique_id == one.unique_id:
            with db.transaction() as session:
                photos.note_same(session, one.identity_id)
            return
        stored = _fetch(client, size) if unique_id else None
    except (TelegramTrouble, DeskError) as error:
        log.info("a photo cannot be fetched now", error=type(error).__name__)
        with db.transaction() as session:
            photos.put_off(session, one.identity_id)
        return
    with db.transaction() as session:
        photos.note_photo(session, one.identity_id, unique_id=unique_id, stored=stored)


def _size(answer: Any) -> Json:  # JSON
    """Return the smallest size of the newest photo that is large enough, an empty one when there is no photo."""
    rows = answer.get("photos") if isinstance(answer, dict) else None
    newest = things({"sizes": rows[0]}, "sizes", limit=20) if isinstance(rows, list) and rows else []
    known = sorted((size for size in newest if token(size, "file_id")), key=_side)
    return next((size for size in known if _side(size) >= LEAST_SIDE), known[-1] if known else thing(None))


def _side(size: Json) -> int:
    return min(number(size, "width") or 0, number(size, "height") or 0)


def _fetch(client: BotClient, size: Json) -> StoredFile | None:
    """Return the bytes of a photo, None when it is no picture a page may show."""
    path = token(thing(client.call("getFile", {"file_id": token(size, "file_id")})), "file_path")
    if not path:
        return None
    try:
        stored = keep_file(client.fetch(path), name="photo.jpg", max_bytes=MAX_BYTES)
    except (TooLarge, Invalid):
        return None
    return stored if may_show(stored.media_type, stored.width, stored.height) else None
