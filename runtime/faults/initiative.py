"""What agents do unasked: tickets that begin with them on every channel, and changes of many that they take back."""

import asyncio
import random
import time
import uuid
from collections.abc import Collection, Sequence
from typing import Final

from helpdesk.models import ChannelKind
from runtime.faults.console import SignedIn
from runtime.faults.http import Answer, NoAnswer
from runtime.faults.journal import Bulk, Journal, Opening
from runtime.faults.screen import Json, Screen

BEGINS: Final = 0.12  # once a round on each channel, and then now and again
CHANGES: Final = 0.25
MANY: Final = 4
PRIORITIES: Final = ("low", "normal", "high", "urgent")
SENT: Final = (200, 201)


class Initiative:
    """One agent's. lock: one change of many at a time among all agents, so that nobody changes what another takes back."""

    def __init__(self, browser: SignedIn, *, journal: Journal, chance: random.Random, lock: asyncio.Lock) -> None:
        self._browser, self._journal, self._chance, self._lock = browser, journal, chance, lock

    async def after(self, screen: Screen, mark: str, *, mine: Collection[int]) -> None:
        """Do something, or nothing, after the answer to the message with this mark."""
        letter = self._journal.letters[mark]
        is_first = all(one.channel is not letter.channel for one in self._journal.openings.values())
        if is_first or self._chance.random() < BEGINS:
            opening = self._opening(screen, letter.visitor, letter.channel)
            way = await self._way(opening)
            if way is not None:
                await self._begin(opening, way, mailbox=screen.rows[screen.ticket_id or 0]["channel"]["id"])
        if not self._lock.locked() and (not self._journal.bulks or self._chance.random() < CHANGES):
            async with self._lock:
                await self._change_many(sorted(mine)[-MANY:])

    def _opening(self, screen: Screen, to: str, kind: ChannelKind) -> Opening:
        mark, agent = f"{to}b{len(self._journal.openings)}", str(self._browser.agent_id)
        customer_id = screen.rows[screen.ticket_id or 0]["customer"]["id"]
        opening = Opening(str(uuid.uuid4()), mark, 0, agent, time.monotonic())
        opening.to, opening.customer_id, opening.channel = to, customer_id, kind
        self._journal.openings[mark] = opening
        return opening

    async def _way(self, opening: Opening) -> Json | None:
        """Return where the customer can be written to on the channel, None where nothing reaches them."""
        answer = await self._until_answered("GET", f"/api/customers/{opening.customer_id}/ways")
        ways = answer.body if answer.status == 200 else []
        kind = opening.channel.value
        found: Json | None = next((one for one in ways if one["kind"] == kind and one["hindrance"] is None), None)
        opening.is_refused = found is None
        return found

    async def _begin(self, opening: Opening, way: Json, *, mailbox: int) -> None:
        body: Json = {"client_key": opening.client_key, "text": opening.text}
        if opening.channel is ChannelKind.EMAIL:
            path = "/api/mails"
            to = {"to": [["", way["address"]]], "subject": opening.text}
            body |= {"channel_id": mailbox, "recipients": to}
        else:
            path = f"/api/customers/{opening.customer_id}/tickets"
            body |= {"channel_id": way["channel_id"], "identity_id": way["identity_id"], "subject": opening.text}
        answer = await self._until_answered("POST", path, body)
        if answer.status in SENT:
            self._journal.accepted(opening, answer.body["message"])
        elif answer.status == 409:
            opening.is_refused = True
        else:
            self._journal.oddities.append(f"first word {opening.mark} refused: {answer}")

    async def _change_many(self, ids: Sequence[int]) -> None:
        """Give tickets another priority, and each its own back."""
        bulk, to = Bulk(tuple(ids)), self._chance.choice(PRIORITIES)
        if not ids:
            return
        self._journal.bulks.append(bulk)
        for id in ids:
            self._journal.priorities.setdefault(id, await self._priority(id))
        changed = await self._changes(ids, to)
        bulk.ids = tuple(changed["done"])
        # What a change whose answer was lost did, only its author can name.
        for was in PRIORITIES:
            back = [id for id in bulk.ids if self._journal.priorities[id] == was != to]
            if back and (refused := (await self._changes(back, was, was=to))["refused"]):
                self._journal.oddities.append(f"a change of {back} was not taken back: {refused}")
        bulk.is_undone = True

    async def _priority(self, ticket_id: int) -> str:
        answer = await self._until_answered("GET", f"/api/tickets/{ticket_id}")
        return str(answer.body["ticket"]["priority"])

    async def _changes(self, ids: Sequence[int], to: str, *, was: str | None = None) -> Json:
        body: Json = {"ids": list(ids), "change": {"priority": to}}
        if was is not None:
            body["was"] = {"priority": was}
        answer = await self._until_answered("POST", "/api/ticket-changes", body)
        done: Json = answer.body
        return done

    async def _until_answered(self, method: str, path: str, body: Json | None = None) -> Answer:
        while True:
            try:
                answer = await self._browser.ask(method, path, body)
            except NoAnswer:
                answer = Answer(500, None)
            if answer.status < 500:
                return answer
            await asyncio.sleep(self._chance.uniform(0.05, 0.3))
