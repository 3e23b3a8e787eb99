"""Passing words between the sockets of all processes that nobody stores: who types, who looks."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from helpdesk import live
from web.live.ear import Ephemeral

MAX_UNSAID: Final = 1_000

Hearing = Callable[[Ephemeral], None]


class Exchange:
    """Tells every process, this one at once; a word too many while Redis is slow is dropped."""

    def __init__(self) -> None:
        self.process = secrets.token_hex(6)
        self._hearing: dict[str, Hearing] = {}
        self._mouth = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self._unsaid = 0

    def on(self, kind: str, hearing: Hearing) -> None:
        """Have words of this kind heard."""
        self._hearing[kind] = hearing

    def tell(self, kind: str, word: Ephemeral) -> None:
        """Tell everybody, also here; in the event loop."""
        word = {**word, "k": kind, "by": self.process}
        self._take(word)
        if self._unsaid < MAX_UNSAID:
            self._unsaid += 1
            self._mouth.submit(self._say, word)

    def hear(self, word: Ephemeral) -> None:
        """Take what came from outside; our own words come back and are known already."""
        if word["by"] != self.process:
            self._take(word)

    def close(self) -> None:
        """Say nothing more."""
        self._mouth.shutdown(wait=False, cancel_futures=True)

    def _take(self, word: Ephemeral) -> None:
        hearing = self._hearing.get(word["k"])
        if hearing is not None:
            hearing(word)

    def _say(self, word: Ephemeral) -> None:
        self._unsaid -= 1
        live.publish_ephemeral(word)
