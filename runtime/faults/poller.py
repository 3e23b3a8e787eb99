"""A widget whose socket is blocked: it posts its messages and polls for the rest."""

import asyncio
from typing import Final

from runtime.faults.http import NoAnswer, ask
from runtime.faults.journal import Letter
from runtime.faults.stream import Stream
from runtime.faults.visitor import Visitor
from runtime.faults.waiting import something

POLL_S: Final = 1


class Poller:
    """One open widget that writes without a socket."""

    def __init__(self, visitor: Visitor) -> None:
        self.stream = Stream()
        self.wake = asyncio.Event()
        self._visitor = visitor

    async def run(self) -> None:
        """Post and poll until cancelled."""
        while True:
            self.wake.clear()
            waiting = self._visitor.outbox()
            try:
                if waiting:
                    await self._post(waiting[0])
                elif self.stream.tickets:
                    await self._listen()
                else:
                    await something(self.wake, within_s=1.0)
            except NoAnswer:
                await asyncio.sleep(self._visitor.chance.uniform(0.05, 0.25))

    async def _listen(self) -> None:
        """Ask for the newest ticket's events; when there are none, for the other tickets too."""
        known = self.stream.cursor(max(self.stream.tickets))
        await self._visitor.ask_for(self.stream, max(self.stream.tickets), wait_s=POLL_S)
        if self.stream.cursor(max(self.stream.tickets)) == known:
            await self._visitor.ask_for_all(self.stream)

    async def _post(self, letter: Letter) -> None:
        answer = await ask(
            "POST", f"{self._visitor.url}/messages", self._visitor.headers, self._visitor.message(letter)
        )
        if answer.status in (200, 201):
            self._visitor.acknowledged(self.stream, answer.body)
        elif answer.status < 500:
            self._visitor.journal.oddities.append(f"{letter.mark} was refused: {answer}")
            await asyncio.sleep(1.0)
        else:
            await asyncio.sleep(0.2)
