"""A visitor as their browser keeps them: an outbox until the desk says that it has it, and what every tab was told."""

import asyncio
import random
import secrets
import time
import uuid
from typing import Any, Protocol

from runtime.faults.desk import BrokenDesk
from runtime.faults.http import ask
from runtime.faults.journal import Journal, Letter
from runtime.faults.stream import Stream

Frame = dict[str, Any]  # JSON of the protocol


class OpenTab(Protocol):
    """One open widget. wake: set when there is something in the outbox, or no longer."""

    stream: Stream
    wake: asyncio.Event

    async def run(self) -> None: ...


class Visitor:
    """One person on the site: a token, an outbox, and the tabs that share them."""

    def __init__(self, desk: BrokenDesk, key: str, name: str, *, journal: Journal, chance: random.Random) -> None:
        self.name = name
        self.token = secrets.token_urlsafe(32)
        self.letters: list[Letter] = []
        self.desk, self.key, self.journal, self.chance = desk, key, journal, chance
        self.address = f"10.{chance.randrange(1, 250)}.{chance.randrange(250)}.{chance.randrange(1, 250)}"
        self.tabs: list[OpenTab] = []

    @property
    def url(self) -> str:
        """Where the widget's REST side is."""
        return f"{self.desk.base_url}/chat/{self.key}"

    @property
    def headers(self) -> dict[str, str]:
        """What a request of the widget carries."""
        return {
            "Authorization": f"Bearer {self.token}",
            "Origin": self.desk.base_url,
            "X-Forwarded-For": self.address,
        }

    def write(self) -> Letter:
        """Put a message into the outbox; it goes when those before it are acknowledged."""
        letter = Letter(str(uuid.uuid4()), self.name, f"{self.name}-{len(self.letters)}", time.monotonic())
        self.letters.append(letter)
        self.journal.letters[letter.mark] = letter
        self.wake()
        return letter

    def outbox(self) -> list[Letter]:
        """Return what is not acknowledged, oldest first."""
        return [letter for letter in self.letters if letter.ack is None]

    def acknowledged(self, stream: Stream, frame: Frame) -> None:
        """Note an acknowledgement; the same message must be given the same place again."""
        letter = next(one for one in self.letters if one.client_id == frame["client_id"])
        ack = (frame["ticket"], frame["seq"])
        if letter.ack is None:
            letter.ack, letter.acked_at = ack, time.monotonic()
        elif letter.ack != ack:
            self.journal.oddities.append(f"{letter.mark} was acknowledged as {letter.ack} and as {ack}")
        self.told(stream, {"ticket": ack[0], "seq": ack[1], "kind": "message", "message": frame["message"]})
        self.wake()

    def told(self, stream: Stream, event: Frame) -> None:
        """Show an event in a tab."""
        wrong = stream.add(event)
        if wrong:
            self.journal.oddities.append(f"{self.name}: {wrong}")
        message = event.get("message")
        if message and message["from"] == "agent":
            self.journal.seen_by_visitor(message["text"].removeprefix("re ").removeprefix("begin "))

    def wake(self) -> None:
        """Have all tabs look at the outbox."""
        for tab in self.tabs:
            tab.wake.set()

    def message(self, letter: Letter) -> Frame:
        """Return a message as both ways of sending carry it."""
        return {"client_id": letter.client_id, "ticket": None, "text": letter.mark, "attachments": []}

    async def ask_for_all(self, stream: Stream) -> None:
        """Ask for all tickets, as a widget does when it opens, and for what is missing of each; may raise NoAnswer."""
        answer = await ask("GET", f"{self.url}/events", self.headers)
        for head in answer.body["tickets"] if answer.status == 200 else ():
            stream.head(head["number"], head["seq"])
        for ticket in stream.gaps():
            await self.ask_for(stream, ticket)

    async def ask_for(self, stream: Stream, ticket: int, *, wait_s: int = 0) -> None:
        """Ask for the events of a ticket that a tab does not have, waiting for some if asked to; may raise NoAnswer."""
        query = f"ticket={ticket}&after={stream.cursor(ticket)}&wait={wait_s}"
        answer = await ask("GET", f"{self.url}/events?{query}", self.headers)
        for event in answer.body["events"] if answer.status == 200 else ():
            self.told(stream, event)
