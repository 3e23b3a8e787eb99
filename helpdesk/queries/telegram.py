"""What messages were on Telegram, for agents."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import TelegramMessage
from helpdesk.queries.rows import Json, iso


def telegram_views(session: Session, message_ids: Collection[int]) -> dict[int, Json]:
    """Return by message id what is noted beside messages: what they answer and quote, reactions, whether taken back.

    Reactions are counted; who reacted is only of use where the customer alone can.
    """
    found = session.scalars(select(TelegramMessage).where(TelegramMessage.message_id.in_(message_ids)))
    return {one.message_id: _view(one) for one in found}


def _view(one: TelegramMessage) -> Json:
    counts: dict[str, int] = {}
    for given in one.reactions.values():
        for emoji in given:
            counts[emoji] = counts.get(emoji, 0) + 1
    return {
        "answers": one.answers_id,
        "quote": one.quote,
        "forwarded_from": one.forwarded_from,
        "reactions": counts,
        "deleted_at": iso(one.deleted_at),
    }
