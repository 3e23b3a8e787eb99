"""A channel this process owns: its adapter, its lease, and the threads that send."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from channels.delivery import Post, drain, settle_abandoned
from channels.inlets import Inlet, inlets_of
from channels.registry import adapter_of
from channels.system_post import drain_system, settle_abandoned_system
from helpdesk import leases
from helpdesk.leases import Fence, Fenced
from helpdesk.models import Channel

INTAKE_ENDS_WITHIN_S: Final = 10.0

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
        self._ended = threading.Event()
        self._inlets = inlets_of(channel, fence)
        self._intake = [self._thread(inlet) for inlet in self._inlets]

    def settle(self) -> None:
        """Decide about what an earlier owner left half done; before the first nudge."""
        left = settle_abandoned(self._post)
        settle_abandoned_system(self._post)
        if left:
            log.warning("replies were being sent when their gateway ended", channel=self.id, count=left)

    def take_in(self) -> None:
        """Begin to take in what comes."""
        for thread in self._intake:
            thread.start()

    @property
    def stopping(self) -> bool:
        """Whether its loops are to end."""
        return self._ended.is_set() or self.lost

    def wait(self, timeout_s: float) -> bool:
        """Sleep until it is time to end, at most timeout_s; return whether it is."""
        return self._ended.wait(timeout_s) or self.lost

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
        self._end_intake()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        """Finish what is under way and let the next owner in."""
        self._end_intake()
        self._pool.shutdown(wait=True, cancel_futures=True)
        for thread in self._intake:
            if thread.ident is not None:
                thread.join(INTAKE_ENDS_WITHIN_S)
        self._adapter.close()
        if not self.lost:
            leases.release(self.fence)

    def _thread(self, inlet: Inlet) -> threading.Thread:
        name = f"inlet-{self.id}-{type(inlet).__name__}"
        return threading.Thread(target=self._run, args=(inlet,), name=name, daemon=True)

    def _run(self, inlet: Inlet) -> None:
        try:
            inlet.run(self)
        except Fenced:
            self.lost = True
        except Exception as error:
            log.error("an inlet ended by itself", channel=self.id, exc_info=error)
            self.lost = True

    def _end_intake(self) -> None:
        self._stopping = True
        self._ended.set()
        for inlet in self._inlets:
            inlet.wake()

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
            drain_system(self._post)
        except Fenced:
            self.lost = True
        except Exception as error:
            self.failures += 1
            log.error("sending failed, going on", channel=self.id, failures=self.failures, exc_info=error)


def _settings(channel: Channel) -> tuple[object, ...]:
    return channel.kind, channel.config, channel.secret_id
