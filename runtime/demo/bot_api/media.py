"""Files of bots: sent one by one or as an album, and fetched by their id."""

from typing import Any, Final

from runtime.demo.bot_api.call import Call, Upload
from runtime.demo.bot_api.entities import parsed
from runtime.demo.bot_api.errors import ApiError, bad_request
from runtime.demo.bot_api.sending import caption_of, opened, put
from runtime.demo.bot_api.world import Bot, Chat, StoredFile, World

MAX_DOWNLOAD: Final = 20_000_000
MAX_UPLOAD: Final = 50_000_000
MAX_PHOTO: Final = 10_000_000
FOLDERS: Final = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "audio": "music",
    "voice": "voice",
    "video_note": "video_notes",
    "animation": "animations",
    "sticker": "stickers",
}

Json = dict[str, Any]


def send_file(world: World, bot: Bot, call: Call) -> Json:
    """Send one file; the method's name says which kind."""
    kind = call.method.removeprefix("send").replace("videonote", "video_note")
    chat = opened(world, bot, call)
    caption = caption_of(call)
    stored, name, media_type = _taken(world, call, str(call.params.get(kind, "")), kind)
    return put(bot, chat, call, {**described(kind, stored, name, media_type), **caption})


def send_album(world: World, bot: Bot, call: Call) -> list[Json]:
    """Send two to ten files as one album; documents and audio only among themselves."""
    chat, items = opened(world, bot, call), list(call.given("media") or [])
    if not 2 <= len(items) <= 10:
        raise bad_request("wrong number of media in the group, expected 2-10")
    kinds = {str(item.get("type")) for item in items}
    if len(kinds) > 1 and not kinds <= {"photo", "video"}:
        raise bad_request("media of these types can't be mixed in an album")
    contents = [_member(world, call, item) for item in items]
    group = str(13_000_000_000_000_000 + chat.next_id())
    return [_put_member(bot, chat, call, content, group) for content in contents]


def get_file(world: World, bot: Bot, call: Call) -> Json:
    """Say where a file may be fetched."""
    stored = world.files.get(call.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
        "file_path": stored.path,
    }


def file_at(world: World, path: str) -> StoredFile:
    """Return the file at a path; 404 when there is none."""
    for stored in world.files.values():
        if stored.path == path:
            return stored
    raise ApiError(404, "Not Found")


def described(kind: str, stored: StoredFile, name: str, media_type: str) -> Json:
    """Return a file as a message carries it."""
    base: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, "file_size": stored.size}
    if kind == "photo":
        small = {**base, "file_id": stored.file_id, "width": 90, "height": 60, "file_size": min(stored.size, 1500)}
        return {"photo": [small, {**base, "width": 1280, "height": 853}]}
    kinds: dict[str, Json] = {
        "document": {"file_name": name, "mime_type": media_type},
        "animation": {"file_name": name, "mime_type": "video/mp4", "width": 320, "height": 240, "duration": 3},
        "video": {"file_name": name, "mime_type": "video/mp4", "width": 640, "height": 480, "duration": 5},
        "audio": {"file_name": name, "mime_type": "audio/mpeg", "duration": 60},
        "voice": {"mime_type": "audio/ogg", "duration": 4},
        "video_note": {"length": 240, "duration": 4},
        "sticker": {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False},
    }
    found: Json = {kind: {**base, **kinds[kind]}}
    return {**found, "document": {**base, "file_name": name}} if kind == "animation" else found


def _taken(world: World, call: Call, given: str, kind: str) -> tuple[StoredFile, str, str]:
    upload = _upload(call, given, kind)
    if upload is None:
        known = world.files.get(given)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return known, known.path.rpartition("/")[2], "application/octet-stream"
    if len(upload.data) > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo" and len(upload.data) > MAX_PHOTO:
        raise bad_request("too big for a photo")
    if kind == "photo" and not upload.data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM")):
        raise bad_request("IMAGE_PROCESS_FAILED")
    stored = world.keep(upload.data, name=upload.name, folder=FOLDERS[kind])
    return stored, upload.name, upload.media_type


def _upload(call: Call, given: str, kind: str) -> Upload | None:
    return call.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else kind)


def _member(world: World, call: Call, item: Json) -> Json:
    kind = str(item.get("type"))
    if kind not in ("photo", "video", "document", "audio"):
        raise bad_request("wrong InputMedia type")
    stored, name, media_type = _taken(world, call, str(item.get("media", "")), kind)
    text, entities = parsed(str(item.get("caption") or ""), str(item.get("parse_mode") or ""))
    entities = entities or list(item.get("caption_entities") or [])
    found = described(kind, stored, name, media_type) | ({"caption": text} if text else {})
    return found | ({"caption_entities": entities} if entities else {})


def _put_member(bot: Bot, chat: Chat, call: Call, content: Json, group: str) -> Json:
    return put(bot, chat, call, {**content, "media_group_id": group})
