"""A channel this process owns: its adapter, its lease, and the threads that send."""

import threading
from concurrent.futures import ThreadPoolExecutor

import structlog

from channels.delivery import Post, drain, settle_abandoned
from channels.registry import adapter_of
from helpdesk import leases
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel

log = structlog.get_logger()


class OwnedChannel:
    """Sends when nudged, with as many threads as the adapter has slots; `lost` once another process took over."""

    def __init__(self, channel: Channel, fence: Fence) -> None:
        self.id = channel.id
        self.fence = fence
        self.lost = False
        self.failures = 0
        self._settings = _settings(channel)
        self._adapter = adapter_of(channel)
        self._post = Post(
            channel.id, self._adapter, fence, stopping=lambda: self._stopping or self.lost, tried=self._spread
        )
        self._stopping = False
        self._lock = threading.Lock()
        self._asked = 0
        self._active = 0
        self._pool = ThreadPoolExecutor(self._adapter.slots, thread_name_prefix=f"channel-{channel.id}")

    def settle(self) -> None:
        """Decide about what an earlier owner left half done; before the first nudge."""
        left = settle_abandoned(self._post)
        if left:
            log.warning("replies were being sent when their gateway ended", channel=self.id, count=left)

    def nudge(self) -> None:
        """Have what is due sent soon; returns at once."""
        with self._lock:
            self._asked += 1
            self._start()

    def is_like(self, channel: Channel) -> bool:
        """Say whether the adapter still works by the channel's settings as they are now."""
        return self._settings == _settings(channel)

    def retire(self) -> None:
        """Begin nothing new; what is under way ends by itself and the lease lapses."""
        self._stopping = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Finish what is under way and let the next owner in."""
        self._stopping = True
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._adapter.close()
        if not self.lost:
            leases.release(self.fence)

    def _spread(self) -> None:
        with self._lock:
            self._start()

    def _start(self) -> None:
        if self._active < self._adapter.slots and not self._stopping:
            self._active += 1
            self._pool.submit(self._work)

    def _work(self) -> None:
        while True:
            asked = self._asked
            self._drain()
            with self._lock:
                if asked == self._asked or self._stopping or self.lost:
                    self._active -= 1
                    return

    def _drain(self) -> None:
        try:
            drain(self._post)
        except Fenced:
            self.lost = True
        except Exception as error:
            self.failures += 1
            log.error("sending failed, going on", channel=self.id, failures=self.failures, exc_info=error)


def _settings(channel: Channel) -> tuple[object, ...]:
    return channel.kind, channel.config, channel.secret_id
