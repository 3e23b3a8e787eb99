"""Stopping the feed at the very moment when there is news."""

import asyncio

import pytest

from web.live.feed import Feed


@pytest.mark.usefixtures("desk")
def test_the_feed_stops_even_when_it_is_woken_at_that_moment() -> None:
    async def story() -> None:
        feed = Feed()
        await feed.start()
        await asyncio.sleep(0.2)
        feed.wake(feed.position + 1)
        stopping = asyncio.create_task(feed.stop())
        stopped, _ = await asyncio.wait([stopping], timeout=5)

        assert stopped

    asyncio.run(story())
