"""Customers who write by mail and to a bot: what they sent is accepted when their own provider has it."""

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from typing import Final, Protocol

from helpdesk.models import ChannelKind
from runtime.demo.bot_api.people import People
from runtime.faults.journal import Journal, Letter
from runtime.faults.peers.smtp_sink import Kept, Sink

LOOK_EVERY_S: Final = 0.05
DOMAIN: Final = "shop.example"
DESK_ADDRESS: Final = "support@desk.example"

_answer = re.compile(r"^re (\S+)", re.MULTILINE)
_first_word = re.compile(r"^begin (\S+)", re.MULTILINE)


class Correspondent(Protocol):
    """Somebody who writes elsewhere than in a chat. letters: what they wrote; arrived: marks of answers, in order; begun: of first words."""

    kind: ChannelKind
    name: str
    letters: list[Letter]
    arrived: list[str]
    begun: list[str]

    def write(self) -> Letter: ...

    async def run(self) -> None: ...


@dataclass(slots=True)
class MailCustomer:
    """Somebody with a mail program. deliver: lays a mail into the desk's mailbox; sink: where the desk's mails end up."""

    name: str
    journal: Journal
    deliver: Callable[[bytes], None]
    sink: Sink
    letters: list[Letter] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    kind: ChannelKind = ChannelKind.EMAIL
    _thread: list[str] = field(default_factory=list)
    _seen: int = 0

    def __post_init__(self) -> None:
        """Leave alone what others were sent before."""
        self._seen = len(self.sink.kept)

    @property
    def address(self) -> str:
        """Where answers go."""
        return f"{self.name}@{DOMAIN}"

    def write(self) -> Letter:
        """Send a mail: an answer to the newest one of the thread, or the first of one."""
        letter = _letter(self.name, self.letters, self.kind)
        self.deliver(self._mail(letter))
        letter.acked_at = time.monotonic()
        self._thread.append(_message_id(letter))
        self.letters.append(letter)
        self.journal.letters[letter.mark] = letter
        return letter

    async def run(self) -> None:
        """Read what comes until cancelled."""
        while True:
            kept = self.sink.kept[self._seen :]
            self._seen += len(kept)
            for one in kept:
                if self.address in one.recipients:
                    self._read(one)
            await asyncio.sleep(LOOK_EVERY_S)

    def _read(self, kept: Kept) -> None:
        for pattern, marks in ((_answer, self.arrived), (_first_word, self.begun)):
            found = pattern.search(kept.text)
            if found:
                marks.append(found[1])
                self._thread.append(str(kept.mail["Message-ID"]))
                self.journal.seen_by_visitor(found[1])

    def _mail(self, letter: Letter) -> bytes:
        mail = EmailMessage()
        mail["From"], mail["To"] = f"Vera {self.name} <{self.address}>", DESK_ADDRESS
        mail["Subject"] = f"Matter of {self.name}" if not self._thread else f"Re: Matter of {self.name}"
        mail["Message-ID"], mail["Date"] = _message_id(letter), formatdate()
        if self._thread:
            mail["In-Reply-To"], mail["References"] = self._thread[-1], " ".join(self._thread[-10:])
        mail.set_content(letter.mark)
        return bytes(mail).replace(b"\n", b"\r\n")


@dataclass(slots=True)
class BotCustomer:
    """Somebody in a chat with the desk's bot."""

    name: str
    journal: Journal
    people: People
    chat: int
    letters: list[Letter] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    kind: ChannelKind = ChannelKind.TELEGRAM

    def write(self) -> Letter:
        """Say something."""
        letter = _letter(self.name, self.letters, self.kind)
        # Known before the desk may hear of it.
        self.letters.append(letter)
        self.journal.letters[letter.mark] = letter
        self.people.say(self.chat, letter.mark)
        letter.acked_at = time.monotonic()
        return letter

    async def run(self) -> None:
        """Read what comes until cancelled."""
        while True:
            texts = [str(one.get("text", "")) for one in self.people.seen(self.chat)] if self.letters else []
            answers, begun = _marks(_answer, texts), _marks(_first_word, texts)
            for mark in (*answers[len(self.arrived) :], *begun[len(self.begun) :]):
                self.journal.seen_by_visitor(mark)
            self.arrived, self.begun = answers, begun
            await asyncio.sleep(LOOK_EVERY_S)


def _marks(pattern: re.Pattern[str], texts: list[str]) -> list[str]:
    return [match[1] for match in map(pattern.search, texts) if match]


def _letter(name: str, before: list[Letter], kind: ChannelKind) -> Letter:
    return Letter("", name, f"{name}-{len(before)}", time.monotonic(), channel=kind)


def _message_id(letter: Letter) -> str:
    return f"<{letter.mark}@{DOMAIN}>"
