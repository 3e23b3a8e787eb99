"""An agent as the console behaves: opens what is theirs, answers every message once, decides about what nobody knows."""

import asyncio
import contextlib
import random
import time
import uuid
from typing import Final

from runtime.faults.console import ConsoleTab, SignedIn
from runtime.faults.desk import BrokenDesk
from runtime.faults.http import NoAnswer
from runtime.faults.initiative import Initiative
from runtime.faults.journal import Journal, Reply
from runtime.faults.screen import Json, Screen
from runtime.faults.waiting import something

RESOLVES: Final = 0.15
SENT: Final = (200, 201)
SENDS_AGAIN: Final = 0.5
UNCLEAR: Final = ("unknown", "failed")
ACTIVE: Final = ("new", "open", "pending", "on_hold")


class AgentAtWork:
    """One agent: a tab with the list, and a tab for every ticket that was ever theirs."""

    def __init__(self, desk: BrokenDesk, token: str, *, journal: Journal, chance: random.Random) -> None:
        self.browser = SignedIn(desk, token)
        self.list = ConsoleTab(self.browser, Screen(journal), chance=chance)
        self.tickets: dict[int, ConsoleTab] = {}
        self._journal = journal
        self._chance = chance
        self._resolved_id = 0
        self.initiative: Initiative | None = None

    async def run(self) -> None:
        """Work until cancelled."""
        await self.browser.sign_on()
        workspace = await self.browser.insist("GET", "/api/workspace")
        self._resolved_id = next(one["id"] for one in workspace["statuses"] if one["category"] == "resolved")
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.list.run())
            while True:
                self.list.changed.clear()
                for ticket_id in self._mine() - self.tickets.keys():
                    tab = ConsoleTab(self.browser, Screen(self._journal, ticket_id), chance=self._chance)
                    self.tickets[ticket_id] = tab
                    tasks.create_task(tab.run())
                    tasks.create_task(self._answer_all(tab))
                await _changed(self.list)

    async def clear_desk(self) -> None:
        """Resolve everything on the list, so that the next round finds free hands."""
        for ticket_id, row in self.list.screen.rows.items():
            if row["category"] in ACTIVE:
                await self._resolve(ticket_id)

    def _mine(self) -> set[int]:
        me = self.browser.agent_id
        return {
            id for id, row in self.list.screen.rows.items() if row["assignee_id"] == me and row["category"] in ACTIVE
        }

    async def _answer_all(self, tab: ConsoleTab) -> None:
        while True:
            tab.changed.clear()
            for message in self._unclear(tab.screen):
                await self._decide(message)
            for mark in self._unanswered(tab.screen):
                await self._answer(tab.screen, mark)
                if self.initiative is not None:
                    await self.initiative.after(tab.screen, mark, mine=self._mine())
                if self._chance.random() < RESOLVES and not self._unanswered(tab.screen):
                    await self._resolve(tab.screen.ticket_id or 0)
            await _changed(tab)

    def _unanswered(self, screen: Screen) -> list[str]:
        row = screen.rows.get(screen.ticket_id or 0)
        if row is None or row["assignee_id"] != self.browser.agent_id:
            return []
        answered = {text.removeprefix("re ") for text in screen.texts("out")} | self._journal.replies.keys()
        return [mark for mark in screen.texts("in") if mark not in answered]

    def _unclear(self, screen: Screen) -> list[Json]:
        """Return the own answers of which only a person can say what becomes of them."""
        own = self._journal.written_by(self.browser.agent_id)
        found = [one for one in screen.messages.values() if one["kind"] == "out" and one["text"] in own]
        return [one for one in found if (one.get("delivery") or {}).get("state") in UNCLEAR]

    async def _decide(self, message: Json) -> None:
        """Send an answer again, or say that it arrived; one that failed is always sent again."""
        reply = self._journal.written_by(self.browser.agent_id)[message["text"]]
        is_failed = message["delivery"]["state"] == "failed"
        if is_failed or self._chance.random() < SENDS_AGAIN:
            reply.resends += 1
            verb, path = "POST", "attempts"
        else:
            reply.is_confirmed = True
            verb, path = "PUT", "confirmation"
        with contextlib.suppress(NoAnswer):
            await self.browser.ask(verb, f"/api/messages/{message['id']}/{path}", {})

    async def _answer(self, screen: Screen, mark: str) -> None:
        assert screen.ticket_id is not None
        reply = Reply(str(uuid.uuid4()), mark, screen.ticket_id, str(self.browser.agent_id), time.monotonic())
        self._journal.replies[mark] = reply
        force = False
        while reply.message_id is None:
            body = {
                "client_key": reply.client_key,
                "text": reply.text,
                "attachment_ids": [],
                "seen_message_id": max(id for id, one in screen.messages.items() if one["kind"] == "in"),
                "force": force,
            }
            try:
                answer = await self.browser.ask("POST", f"/api/tickets/{screen.ticket_id}/replies", body)
            except NoAnswer:
                await asyncio.sleep(self._chance.uniform(0.05, 0.3))
                continue
            if answer.status in SENT:
                self._journal.accepted(reply, answer.body["message"])
            elif answer.status == 409:
                force = True
            elif answer.status < 500:
                self._journal.oddities.append(f"answer to {mark} refused: {answer}")
                return
            else:
                await asyncio.sleep(0.2)
        # A second press of the same button must change nothing.
        if self._chance.random() < 0.2:
            await self._repeat(reply, body)

    async def _repeat(self, reply: Reply, body: Json) -> None:
        try:
            answer = await self.browser.ask("POST", f"/api/tickets/{reply.ticket_id}/replies", body)
        except NoAnswer:
            return
        if answer.status in SENT:
            self._journal.accepted(reply, answer.body["message"])

    async def _resolve(self, ticket_id: int) -> None:
        try:
            await self.browser.ask("PUT", f"/api/tickets/{ticket_id}/status", {"status_id": self._resolved_id})
        except NoAnswer:
            return


async def _changed(tab: ConsoleTab) -> None:
    """Wait for news of a tab; now and then look without any."""
    await something(tab.changed, within_s=1.0)
