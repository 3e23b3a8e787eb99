"""Updates as they are stored before anybody reads them; shared by long polls and the webhook."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.orm import Session

from channels.intake import RawThing, store_raw
from channels.telegram.parse import update_id_of
from helpdesk import raw_things

MAX_UPDATE: Final = 1_000_000

Update = dict[str, Any]  # JSON


def raw_update(bot_id: int, update: Update) -> RawThing:
    """Return an update ready to be stored; its number makes it count once, whichever way it came."""
    data = json.dumps(update, ensure_ascii=True, separators=(",", ":")).encode()
    number = update_id_of(update)
    name = str(number) if number is not None else hashlib.sha256(data).hexdigest()
    return RawThing(f"{bot_id}/{name}", raw=raw_things.packed(data), size=len(data))


def store_updates(session: Session, channel_id: int, bot_id: int, updates: Sequence[Update]) -> None:
    """Store updates in their order; what is stored already is left as it is."""
    store_raw(session, channel_id, [raw_update(bot_id, update) for update in updates])


def bell_of(channel_id: int) -> str:
    """Return the bell that rings when updates of a channel were stored by another process."""
    return f"telegram-{channel_id}"
