"""Visitors who write all the while something else is measured."""

import asyncio
import itertools
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from runtime.bench import crowd
from runtime.bench.crowd import Stopwatch
from runtime.bench.desk import BenchDesk, Staff
from runtime.seeding.phrases import PHRASES
from runtime.seeding.speech import Speech

VISITORS: Final = 80  # a visitor may write 30 messages a minute
CALM_S: Final = 3.0


@contextmanager
def arriving(desk: BenchDesk, staff: Staff, rate: float, watch: Stopwatch | None = None) -> Iterator[list[int]]:
    """Have visitors write all the while; the list's one number is how many messages were taken in.

    watch: told when each was sent and acknowledged.
    """
    stop, arrived, watch = threading.Event(), [0], watch or Stopwatch()
    write = partial(_write, desk, staff, rate, stop, watch)
    thread = threading.Thread(target=lambda: asyncio.run(write(arrived)), daemon=True)
    if rate:
        thread.start()
        time.sleep(CALM_S)
    try:
        yield arrived
    finally:
        stop.set()
        if rate:
            thread.join(30)


async def _write(
    desk: BenchDesk, staff: Staff, rate: float, stop: threading.Event, watch: Stopwatch, arrived: list[int]
) -> None:
    async with asyncio.TaskGroup() as tasks:
        writers = crowd.writers(desk, staff, watch, count=VISITORS)
        opened = await crowd.open_all(writers, tasks)
        began = time.monotonic()
        sends: set[asyncio.Task[None]] = set()
        for number, said in enumerate(_said()):
            if stop.is_set():
                break
            await asyncio.sleep(max(0.0, began + number / rate - time.monotonic()))
            sends.add(send := tasks.create_task(writers[number % len(writers)].write(said)))
            send.add_done_callback(sends.discard)
        await asyncio.gather(*sends)
        arrived[0] = len(watch.acked)
        for task in opened:
            task.cancel()


def _said() -> Iterator[str]:
    """Yield what people ask in all languages, without an end: words that nobody uses would cost no search anything."""
    speech, languages = Speech(random.Random(20)), sorted(PHRASES)  # noqa: S311 - the same for everyone
    for number in itertools.count():
        language = languages[number % len(languages)]
        topic = number // len(languages) % len(PHRASES[language].topics)
        yield speech.opening(speech.matter(language, topic=topic, customer="Vera", agent="Anna", is_letter=False))
