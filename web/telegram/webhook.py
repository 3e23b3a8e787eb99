"""The webhook: an update is on the disk before Telegram hears that we have it; nothing else happens here."""

import hmac
import json
from typing import Any, Final

from anyio import to_thread
from litestar import Request, post
from litestar.params import FromPath
from sqlalchemy import select

from channels.telegram.storing import bell_of, store_updates
from helpdesk import db, queue
from helpdesk.bots import WEBHOOK_PATH, BotConfig, secret_of
from helpdesk.errors import Invalid, NotFound, Unavailable
from helpdesk.models import Channel, ChannelKind
from helpdesk.together import together
from web.access import Access

MAX_BYTES: Final = 1_000_000
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header


@post(
    f"{WEBHOOK_PATH}{{key:str}}",
    # Telegram has no cookie and no origin; it proves itself by the secret it was given.
    opt={"access": Access.PUBLIC, "cross_site": True},
    status_code=200,
    include_in_schema=False,
    request_max_body_size=MAX_BYTES,
)
async def take_update(request: Request[Any, Any, Any], key: FromPath[str]) -> None:
    """Store one update; any answer but 2xx makes Telegram post it again for a day."""
    given = request.headers.get(SECRET_HEADER, "")
    channel, config = await to_thread.run_sync(_admitted, key, given)
    update = _object(await request.body())
    await to_thread.run_sync(_store, channel.id, config.bot_id, update)


def _admitted(key: str, given: str) -> tuple[Channel, BotConfig]:
    """Return the channel of a path if the secret is its own; nobody learns which of the two was wrong."""
    with db.reading() as session:
        wanted = select(Channel).where(Channel.public_key == key, Channel.kind == ChannelKind.TELEGRAM)
        channel = session.scalar(wanted)
        secret = secret_of(session, channel).webhook if channel is not None else ""
    is_right = hmac.compare_digest(given.encode(), secret.encode())
    if channel is None or not secret or not is_right:
        raise NotFound
    if channel.is_paused:
        raise Unavailable("This channel is paused.")
    return channel, BotConfig.of(channel)


def _object(body: bytes) -> dict[str, Any]:  # JSON of Telegram's making
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Invalid("An update is a JSON object.")
    return found


def _store(channel_id: int, bot_id: int, update: dict[str, Any]) -> None:
    together(lambda session: store_updates(session, channel_id, bot_id, [update]))
    queue.signal(bell_of(channel_id))
