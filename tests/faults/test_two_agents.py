"""Two agents do the same thing at the same moment: one succeeds, the other is told who, and nobody's text is lost."""

import asyncio
import secrets
import uuid
from collections.abc import Awaitable, Callable

import pytest

from runtime.faults.console import Json, SignedIn
from runtime.faults.desk import BrokenDesk
from runtime.faults.http import Answer, ask
from runtime.faults.staff import Crew

TIMES = 4
Story = Callable[[SignedIn, SignedIn, int], Awaitable[None]]


@pytest.fixture
def both(broken: BrokenDesk, crew: Crew) -> Callable[[Story], None]:
    """Have both agents live through a story on a new ticket, several times."""

    async def live(story: Story) -> None:
        first, second = (SignedIn(broken, token) for token in crew.tokens)
        await asyncio.gather(first.sign_on(), second.sign_on())
        for _ in range(TIMES):
            ticket_id = await _new_ticket(broken, crew, first)
            await story(first, second, ticket_id)
            await _resolve(first, ticket_id)

    return lambda story: asyncio.run(live(story))


def test_only_one_of_two_who_take_a_ticket_has_it(both: Callable[[Story], None]) -> None:
    async def story(first: SignedIn, second: SignedIn, ticket_id: int) -> None:
        answers = await _at_once(
            *(one.ask("PUT", f"/api/tickets/{ticket_id}/assignment", {}) for one in (first, second))
        )

        assert sorted(answer.status for answer in answers) == [200, 409]
        winner = next(answer for answer in answers if answer.status == 200).body["ticket"]["assignee_id"]
        loser = next(answer for answer in answers if answer.status == 409).body
        assert (loser["code"], loser["fields"]["agent_id"]) == ("taken", winner)

    both(story)


def test_a_choice_made_on_an_old_view_is_refused(both: Callable[[Story], None]) -> None:
    async def story(first: SignedIn, second: SignedIn, ticket_id: int) -> None:
        shown = (await first.insist("GET", f"/api/tickets/{ticket_id}"))["ticket"]
        # Routing may have chosen already; who chooses the same changes nothing, and is not refused.
        choices = [one for one in (first.agent_id, second.agent_id, None) if one != shown["assignee_id"]][:2]
        asked = [{"agent_id": choice, "version": shown["version"]} for choice in choices]
        answers = await _at_once(
            *(
                one.ask("PUT", f"/api/tickets/{ticket_id}/assignee", body)
                for one, body in zip((first, second), asked, strict=True)
            )
        )

        # Or it was the third who chose meanwhile; then both are refused.
        assert sorted(answer.status for answer in answers) in ([200, 409], [409, 409])
        assert {answer.body["code"] for answer in answers if answer.status == 409} == {"changed"}

    both(story)


def test_both_answers_are_kept_when_both_answer(both: Callable[[Story], None]) -> None:
    async def story(first: SignedIn, second: SignedIn, ticket_id: int) -> None:
        await _at_once(
            *(
                one.ask("POST", f"/api/tickets/{ticket_id}/replies", _reply(f"from {one.agent_id}"))
                for one in (first, second)
            )
        )

        shown = await first.insist("GET", f"/api/tickets/{ticket_id}")
        texts = sorted(message["text"] for message in shown["messages"] if message["kind"] == "out")
        assert texts == sorted(f"from {one.agent_id}" for one in (first, second))

    both(story)


def test_the_same_answer_pressed_many_times_is_one(both: Callable[[Story], None]) -> None:
    async def story(first: SignedIn, second: SignedIn, ticket_id: int) -> None:
        reply = _reply("once")
        answers = await _at_once(*(first.ask("POST", f"/api/tickets/{ticket_id}/replies", reply) for _ in range(6)))

        assert {answer.status for answer in answers} == {200, 201}
        assert len({answer.body["message"]["id"] for answer in answers}) == 1
        assert sum(answer.status == 201 for answer in answers) == 1

    both(story)


def test_of_two_drafts_saved_at_once_the_other_comes_back_to_its_writer(both: Callable[[Story], None]) -> None:
    async def story(first: SignedIn, second: SignedIn, ticket_id: int) -> None:
        texts = ["one tab", "another tab"]
        answers = await _at_once(
            *(
                first.ask(
                    "PUT", f"/api/tickets/{ticket_id}/drafts/reply", {"text": text, "attachment_ids": [], "revision": 0}
                )
                for text in texts
            )
        )

        kept = next(answer.body for answer in answers if answer.status == 200)
        refused = next(answer.body for answer in answers if answer.status == 409)
        assert refused["code"] == "newer_draft"
        assert refused["fields"]["text"] == kept["text"]

    both(story)


def _reply(text: str) -> Json:
    return {"client_key": str(uuid.uuid4()), "text": text, "attachment_ids": [], "seen_message_id": 0, "force": True}


async def _resolve(agent: SignedIn, ticket_id: int) -> None:
    """Leave hands free: a ticket taken by hand counts, and nobody is given more than they can take."""
    statuses = (await agent.insist("GET", "/api/workspace"))["statuses"]
    resolved_id = next(one["id"] for one in statuses if one["category"] == "resolved")
    await agent.insist("PUT", f"/api/tickets/{ticket_id}/status", {"status_id": resolved_id})


async def _at_once(*asked: Awaitable[Answer]) -> list[Answer]:
    return list(await asyncio.gather(*asked))


async def _new_ticket(desk: BrokenDesk, crew: Crew, agent: SignedIn) -> int:
    token = secrets.token_urlsafe(32)
    headers = {"Authorization": f"Bearer {token}", "Origin": desk.base_url, "X-Forwarded-For": "10.9.8.7"}
    body: Json = {"client_id": str(uuid.uuid4()), "text": "Hello", "ticket": None, "attachments": []}
    acked = await ask("POST", f"{desk.base_url}/chat/{crew.channel_key}/messages", headers, body)
    found = await agent.insist("GET", f"/api/tickets?number={acked.body['ticket']}")
    ticket_id: int = found["ticket"]["id"]
    return ticket_id
