"""Taking in what waits at the emulator, and looking at what became of it."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Channel, Inbound, InboundState
from tests.bots import TakingIn, own
from tests.peers.bot_api import TelegramPeer


def settled(telegram: TelegramPeer, channel: Channel) -> bool:
    with db.reading() as session:
        left = session.scalar(select(Inbound.id).where(Inbound.state == InboundState.PENDING).limit(1))
    return left is None and len(telegram.bot.queue) == 0


def until(happened: Callable[[], object], *, within_s: float = 20) -> None:
    deadline = time.monotonic() + within_s
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.03)


def take_in(telegram: TelegramPeer, channel: Channel) -> None:
    """Take in what waits at Telegram."""
    with TakingIn(channel, own(channel)):
        until(lambda: settled(telegram, channel))


def all_of(kind: Any) -> list[Any]:
    with db.reading() as session:
        return list(session.scalars(select(kind).order_by(*kind.__table__.primary_key)))
