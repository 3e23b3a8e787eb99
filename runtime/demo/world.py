"""The pretend world of a demo: its mail servers, its Telegram, the chats of its customers, and what lies in each."""

import asyncio
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from channels.email.parse import parse_email
from runtime.demo import telegram_state
from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.server import BotApi
from runtime.demo.channels import BOT_NAME
from runtime.demo.mails import File, compose
from runtime.demo.people import CUSTOMERS, Customer
from runtime.demo.place import DESK_ADDRESS, Place
from runtime.demo.post.office import Office

SEND_WITHIN_S: Final = 20.0
MOST_SHOWN: Final = 40

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said on a channel, as the page of a customer shows it."""

    is_mine: bool
    text: str
    at: str
    subject: str = ""
    files: tuple[str, ...] = ()


class World:
    """Servers that run while the block of `running_world` does. Callable from any thread."""

    def __init__(self, place: Place, folder: Path, *, arrived: Callable[[str, bytes], None]) -> None:
        self._place, self._folder = place, folder
        self.office = Office(
            folder / "post",
            ports=(place.smtp, place.imap),
            user=DESK_ADDRESS,
            password=place.mail_password,
            arrived=arrived,
        )
        self.telegram = BotApi()
        self.people: People = self.telegram.add_bot(place.bot_token, username=BOT_NAME, name="Nordlicht Lamps")
        for customer in CUSTOMERS:
            first, _, last = customer.name.partition(" ")
            self.people.introduce(customer.telegram_id, first, last_name=last, language_code=customer.language)

    def start(self) -> None:
        """Begin to listen, with all that happened before."""
        telegram_state.load(self.telegram, self._folder, self._place.bot_token)
        self.telegram.start(self._place.bot_api)
        self.office.start()

    def stop(self) -> None:
        """Keep what is to be remembered, and end."""
        self.telegram.stop()
        self.save()
        self.office.stop()

    def save(self) -> None:
        """Keep what is to be remembered."""
        telegram_state.save(self.telegram, self._folder)

    def mail(self, customer: Customer, text: str, *, subject: str = "", files: tuple[File, ...] = ()) -> None:
        """Send the desk a mail: an answer to its last one, or with a subject a new matter."""
        answers = None if subject else self.last_letter(customer)
        letter = compose(customer, text, subject=subject or text[:60], answers=answers, files=files)
        to = parse_email(letter).to[0].email
        with smtplib.SMTP("127.0.0.1", self._place.smtp, timeout=SEND_WITHIN_S) as server:
            server.sendmail(customer.address, [to], letter)
        self.office.boxes.deliver(_sent(customer), letter)

    def last_letter(self, customer: Customer) -> bytes | None:
        """Return the newest mail of the desk that a person wrote, None before there is one."""
        found = [letter for letter in self.office.boxes.letters(customer.address) if b"Auto-Submitted: " not in letter]
        return found[-1] if found else None

    def on_telegram(self, customer: Customer, text: str, file: File | None = None) -> None:
        """Write to the bot, or send it a photo."""
        if file is None:
            self.people.say(customer.telegram_id, text)
        else:
            kind = "photo" if file.media_type.startswith("image/") else "document"
            self.people.attach(
                customer.telegram_id, kind, file.data, name=file.name, media_type=file.media_type, caption=text
            )

    def mails(self, customer: Customer) -> list[Said]:
        """Return what went to and fro by mail, oldest first."""
        boxes = self.office.boxes
        found = [(False, letter) for letter in boxes.letters(customer.address)]
        found += [(True, letter) for letter in boxes.letters(_sent(customer))]
        said = [_as_said(letter, is_mine=is_mine) for is_mine, letter in found[-MOST_SHOWN * 4 :]]
        return sorted(said, key=lambda one: one.at)[-MOST_SHOWN:]

    def messages(self, customer: Customer) -> list[Said]:
        """Return what went to and fro on Telegram, oldest first."""
        with self.telegram.world.lock:
            chat = self.telegram.world.chats.get(customer.telegram_id)
            found = list(chat.messages.values())[-MOST_SHOWN:] if chat else []
        return [
            Said(
                is_mine=one["from"]["id"] == customer.telegram_id,
                text=str(one.get("text") or one.get("caption") or ""),
                at=datetime.fromtimestamp(one["date"], UTC).isoformat(),
                files=tuple(kind for kind in ("photo", "document", "voice", "video") if kind in one),
            )
            for one in found
        ]


@contextmanager
def running_world(
    place: Place, folder: Path, *, arrived: Callable[[str, bytes], None] = lambda address, letter: None
) -> Iterator[World]:
    """Run the world while the block runs."""
    world = World(place, folder, arrived=arrived)
    world.start()
    try:
        yield world
    finally:
        world.stop()


def in_loop(loop: asyncio.AbstractEventLoop, told: Callable[[str, bytes], None]) -> Callable[[str, bytes], None]:
    """Return what tells a loop of letters that arrive in another thread."""

    def arrived(address: str, letter: bytes) -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(told, address, letter)

    return arrived


def _sent(customer: Customer) -> str:
    return f"sent-by-{customer.address}"


def _as_said(letter: bytes, *, is_mine: bool) -> Said:
    parsed = parse_email(letter)
    at = (parsed.date or datetime.now(UTC)).astimezone(UTC).isoformat()
    files = tuple(file.filename for file in parsed.attachments)
    return Said(is_mine, (parsed.reply or parsed.text).strip(), at, parsed.subject, files)
