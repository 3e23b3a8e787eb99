"""The part of a demo that is not the desk: the pretend world, its customers, and the page to play them."""

import asyncio
import contextlib
import time
from typing import Final

from helpdesk import db
from helpdesk.config import Config
from runtime.demo import channels
from runtime.demo.crowd import Crowd
from runtime.demo.page.server import serving_page
from runtime.demo.place import Place
from runtime.demo.world import World, in_loop, running_world
from runtime.lifeline import Lifeline
from runtime.process import prepare

SAVE_EVERY_S: Final = 5.0


def run(lifeline: Lifeline, config: Config) -> None:
    """Run the world until it is time to stop."""
    prepare(config)
    place = Place.saved(config.data_dir)
    with db.reading() as session:
        found = channels.find(session)
    asyncio.run(_live(lifeline, config, place, chat_key=found.chat_key))


async def _live(lifeline: Lifeline, config: Config, place: Place, *, chat_key: str) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    lifeline.on_stop(lambda: loop.call_soon_threadsafe(stopped.set))
    crowd = Crowd(place, desk_url=config.public_url, chat_key=chat_key, seed=int(time.time()))
    arrived = in_loop(loop, crowd.letter_came)
    with running_world(place, config.data_dir / "world", arrived=arrived) as world:
        crowd.world = world
        async with serving_page(crowd, place, desk_url=config.public_url):
            lifeline.ready()
            await _until(stopped, crowd, world)


async def _until(stopped: asyncio.Event, crowd: Crowd, world: World) -> None:
    tasks = [asyncio.create_task(work) for work in (stopped.wait(), crowd.run(), _keep(world))]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task


async def _keep(world: World) -> None:
    while True:
        await asyncio.sleep(SAVE_EVERY_S)
        await asyncio.to_thread(world.save)
