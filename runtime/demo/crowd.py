"""The forty customers at work: somebody new writes every few seconds, and those who are answered react."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import Coroutine
from random import Random
from typing import Any, Final

import structlog

from channels.email.parse import parse_email
from helpdesk.models import ChannelKind
from runtime.demo import life, rating_page
from runtime.demo.life import Life
from runtime.demo.mails import File, rating_link
from runtime.demo.people import CUSTOMERS, Customer
from runtime.demo.pictures import photo
from runtime.demo.place import Place
from runtime.demo.visitors import Visitor
from runtime.demo.world import World

FIRST_AFTER_S: Final = 1.5
NEXT_AFTER_S: Final = (12.0, 30.0)
REACTS_AFTER_S: Final = (3.0, 14.0)
ORDER: Final = (ChannelKind.WEBCHAT, ChannelKind.TELEGRAM, ChannelKind.EMAIL)
LOOK_EVERY_S: Final = 0.7
MOST_WAITING: Final = 5  # unanswered on each channel, then nobody new writes there
PATIENCE_S: Final = 1_800.0

log = structlog.get_logger()


class Crowd:
    """Plays all customers in one loop; a person at the demo's page may write as any of them too."""

    def __init__(self, place: Place, *, desk_url: str, chat_key: str, seed: int) -> None:
        self._place, self._desk_url, self._chat_key = place, desk_url, chat_key
        self._chance = Random(seed)
        self._lives: dict[tuple[int, ChannelKind], Life] = {}
        self._since: dict[tuple[int, ChannelKind], float] = {}
        self._visitors: dict[int, Visitor] = {}
        self._seen: dict[int, int] = {}
        self._had: dict[int, list[str]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.world: World | None = None

    async def run(self) -> None:
        """Go on until cancelled."""
        self._note_old()
        await asyncio.sleep(FIRST_AFTER_S)
        looking = asyncio.create_task(self._watch_telegram())
        try:
            for way in itertools.cycle(ORDER):
                await self._somebody_begins(way)
                quick = len(self._had) < 3
                await asyncio.sleep(1.0 if quick else self._chance.uniform(*NEXT_AFTER_S))
        finally:
            looking.cancel()
            for task in self._tasks:
                task.cancel()

    def letter_came(self, address: str, letter: bytes) -> None:
        """Let a customer read a mail of the desk."""
        customer = next((one for one in CUSTOMERS if one.address == address), None)
        if customer is None:
            return
        parsed = parse_email(letter)
        if parsed.auto_kind:
            self._do(self._rate_by_link(customer, rating_link(parsed, self._stars())))
            return
        self._answered(customer, ChannelKind.EMAIL, parsed.reply or parsed.text)

    async def write(
        self, customer: Customer, way: ChannelKind, text: str, *, subject: str = "", file: File | None = None
    ) -> None:
        """Write to the desk as a customer, by the way of their channel."""
        assert self.world is not None
        if way is ChannelKind.EMAIL:
            files = (file,) if file else ()
            await asyncio.to_thread(self.world.mail, customer, text, subject=subject, files=files)
        elif way is ChannelKind.TELEGRAM:
            self.world.on_telegram(customer, text, file)
        else:
            await self.visitor(customer).write(text)

    def visitor(self, customer: Customer) -> Visitor:
        """Return a customer's chat, opened when it was not yet."""
        known = self._visitors.get(customer.number)
        if known is None:
            known = self._visitors[customer.number] = Visitor(
                customer,
                self._place,
                url=f"{self._desk_url.replace('http', 'ws', 1)}/chat/{self._chat_key}/live",
                origin=self._desk_url,
                key=self._chat_key,
                answered=lambda words: self._answered(customer, ChannelKind.WEBCHAT, words),
            )
            self._do(known.run())
        return known

    async def _somebody_begins(self, way: ChannelKind) -> None:
        self._forget_impatient()
        waiting = [key for key, one in self._lives.items() if key[1] is way and not one.answers]
        free = [one for one in CUSTOMERS if way in one.ways and (one.number, way) not in self._lives]
        if len(waiting) >= MOST_WAITING or not free:
            return
        customer = self._chance.choice(free)
        had = self._had.setdefault(customer.number, [])
        begun = life.begin(customer, way, self._chance, but=had)
        had.append(begun.matter.subject)
        self._lives[customer.number, way], self._since[customer.number, way] = begun, time.monotonic()
        self._do(self._open(begun))

    async def _open(self, begun: Life) -> None:
        file = None
        if "photo" in begun.matter.marks and begun.way is not ChannelKind.WEBCHAT:
            file = File("photo.png", "image/png", await asyncio.to_thread(photo, self._chance.randrange(10**6)))
        subject = begun.matter.subject if begun.way is ChannelKind.EMAIL else ""
        await self.write(begun.customer, begun.way, begun.matter.opening, subject=subject, file=file)

    def _answered(self, customer: Customer, way: ChannelKind, words: str) -> None:
        begun = self._lives.get((customer.number, way))
        if begun is None:
            return
        said = begun.reaction(words)
        if begun.is_over:
            del self._lives[customer.number, way]
        if said:
            self._do(self._react(customer, way, said))

    async def _react(self, customer: Customer, way: ChannelKind, said: str) -> None:
        await asyncio.sleep(self._chance.uniform(*REACTS_AFTER_S))
        await self.write(customer, way, said)

    async def _watch_telegram(self) -> None:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            for customer in CUSTOMERS:
                for message in self._new_on_telegram(customer):
                    self._read_on_telegram(customer, message)

    def _new_on_telegram(self, customer: Customer) -> list[dict[str, Any]]:
        assert self.world is not None
        if customer.telegram_id not in self.world.telegram.world.chats:
            return []
        last = self._seen.get(customer.telegram_id, 0)
        found = [one for one in self.world.people.seen(customer.telegram_id) if one["message_id"] > last]
        if found:
            self._seen[customer.telegram_id] = found[-1]["message_id"]
        return found

    def _read_on_telegram(self, customer: Customer, message: dict[str, Any]) -> None:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button for row in rows for button in row]
        if len(buttons) == 5:
            self._do(self._press(customer, message["message_id"], buttons[5 - self._stars()]["callback_data"]))
        else:
            self._answered(customer, ChannelKind.TELEGRAM, str(message.get("text") or message.get("caption") or ""))

    async def _press(self, customer: Customer, message_id: int, data: str) -> None:
        assert self.world is not None
        await asyncio.sleep(self._chance.uniform(*REACTS_AFTER_S))
        self.world.people.press(customer.telegram_id, message_id, data)

    async def _rate_by_link(self, customer: Customer, link: str) -> None:
        await asyncio.sleep(self._chance.uniform(*REACTS_AFTER_S))
        score = int(link.partition("score=")[2][:1] or 5)
        if link:
            await asyncio.to_thread(rating_page.rate, link, score=score, origin=self._desk_url)

    def _stars(self) -> int:
        return self._chance.choice((5, 5, 5, 4, 4, 3))

    def _forget_impatient(self) -> None:
        limit = time.monotonic() - PATIENCE_S
        for key in [key for key, since in self._since.items() if since < limit and key in self._lives]:
            del self._lives[key]

    def _note_old(self) -> None:
        """What the bot wrote before this start was read then."""
        for customer in CUSTOMERS:
            self._new_on_telegram(customer)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(_surely(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _surely(work: Coroutine[Any, Any, None]) -> None:
    """Do one customer's work; what fails must not stop the others."""
    with contextlib.suppress(asyncio.CancelledError):
        try:
            await work
        except Exception as error:
            log.warning("an invented customer failed at something", error=repr(error))
