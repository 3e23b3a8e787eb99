"""The part of a demo in which invented customers write by themselves."""

import asyncio
import itertools
import random
from collections.abc import Coroutine

import structlog
from sqlalchemy import select
from websockets.exceptions import WebSocketException

from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel
from runtime.demo.customer import Customer
from runtime.demo.stories import STORIES
from runtime.lifeline import Lifeline
from runtime.process import prepare

AT_ONCE = 8
FIRST_AFTER_S = 2.0
NEXT_AFTER_S = (6.0, 15.0)

log = structlog.get_logger()


def run(lifeline: Lifeline, config: Config) -> None:
    """Have customers write until it is time to stop, at most eight at once."""
    prepare(config)
    with db.reading() as session:
        key = session.scalar(select(Channel.public_key).where(Channel.kind == ChannelKind.WEBCHAT).order_by(Channel.id))
    lifeline.ready()
    url = f"ws://{config.host}:{config.port}/chat/{key}/live"
    asyncio.run(_until_stopped(lifeline, _everybody(url, config.origin)))


async def _until_stopped(lifeline: Lifeline, work: Coroutine[None, None, None]) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    lifeline.on_stop(lambda: loop.call_soon_threadsafe(stopped.set))
    working, stopping = asyncio.create_task(work), asyncio.create_task(stopped.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        await working
    working.cancel()


async def _everybody(url: str, origin: str) -> None:
    await asyncio.sleep(FIRST_AFTER_S)
    seats = asyncio.Semaphore(AT_ONCE)
    async with asyncio.TaskGroup() as tasks:
        for story in itertools.cycle(STORIES):
            await seats.acquire()
            tasks.create_task(_one(Customer(story, url=url, origin=origin), seats))
            await asyncio.sleep(random.uniform(*NEXT_AFTER_S))


async def _one(customer: Customer, seats: asyncio.Semaphore) -> None:
    try:
        await customer.play()
    except* (OSError, WebSocketException) as group:
        log.info("an invented customer lost the connection", error=str(group.exceptions[0]))
    finally:
        seats.release()
