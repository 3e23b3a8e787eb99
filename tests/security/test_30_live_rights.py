"""Attack 30: rights are asked for when a console subscribes and again with every push."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions import approvals, label, lifecycle, statuses
from helpdesk.actions.accounts import sessions
from helpdesk.actions.promises import Due
from helpdesk.actions.workspace.teams import TeamChanges, change_team
from helpdesk.config import Config
from helpdesk.models import AgentSession, Answer, Category, OthersTickets, Ticket
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.consoles import Console, open_console
from tests.edge import Browser
from tests.live_edge import live_edge
from tests.relaying import all_relayed
from tests.stories import answers, takes, visitor_writes

Open = Callable[..., Browser]


@pytest.fixture
def server(desk: Desk, redis_url: str) -> Iterator[Config]:
    """The desk served on a free port; what happens reaches sockets at once."""
    with live_edge(desk, redis_url) as config:
        yield config


def of_support(desk: Desk, text: str = "Secret") -> int:
    ticket_id = visitor_writes(desk, text).ticket_id
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
    all_relayed()  # who came sooner would be told, rightly, that it is gone
    return ticket_id


def mentions(console: Console, ticket_id: int) -> bool:
    return any(
        frame.get("ticket") == ticket_id or (isinstance(row := frame.get("ticket"), dict) and row["id"] == ticket_id)
        for frame in console.frames
    )


def test_another_teams_agent_hears_nothing_of_a_ticket(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    with open_console(browser("charlie")) as charlie, open_console(browser("anna")) as anna:
        takes(ticket_id, by=desk.cast.anna)
        answers(ticket_id, by=desk.cast.anna)
        visitor_writes(desk, "More")
        anna.event("message.received")
        charlie.drain()

    assert not mentions(charlie, ticket_id)


def test_nobody_can_watch_what_they_may_not_see(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    with open_console(browser("charlie")) as charlie:
        charlie.say({"t": "watch", "ticket": ticket_id})
        refused = charlie.next("problem")
        visitor_writes(desk, "More")
        charlie.drain()

    assert refused["code"] == "not_found"
    assert [frame["t"] for frame in charlie.frames if frame["t"] in ("watching", "event")] == []


def test_a_ticket_that_leaves_an_agents_sight_is_taken_from_the_screen(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with open_console(browser("charlie"), watch=ticket_id) as charlie:
        with db.transaction() as session:
            label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
        gone = charlie.next("gone")
        visitor_writes(desk, "After")
        later = charlie.drain()

    assert gone["ticket"] == ticket_id
    assert not any("After" in str(frame) for frame in later)


def test_a_ticket_assigned_away_leaves_the_sight_of_who_had_it_only_by_that(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    takes(ticket_id, by=desk.cast.charlie)
    with db.transaction() as session:
        session.get_one(Ticket, ticket_id).team_id = desk.cast.support_id
    with open_console(browser("charlie"), watch=ticket_id) as charlie:
        browser("boris").put(f"/api/tickets/{ticket_id}/assignee", {"agent_id": desk.cast.anna.agent_id})

        assert charlie.next("gone")["ticket"] == ticket_id


def test_who_leaves_a_team_hears_nothing_more_of_it_and_starts_anew(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    with open_console(browser("anna"), watch=ticket_id) as anna:
        with db.transaction() as session:
            staff = [desk.cast.boris.agent_id or 0]
            change_team(session, desk.cast.support_id, TeamChanges(member_ids=staff), by=desk.cast.dora)
        anew = anna.next("welcome")
        visitor_writes(desk, "After")
        later = anna.drain()

    assert anew["resumed"] is False
    assert not any("After" in str(frame) for frame in later)


def test_who_joins_a_team_hears_its_tickets_from_then_on(desk: Desk, browser: Open) -> None:
    of_support(desk)
    with open_console(browser("charlie")) as charlie:
        with db.transaction() as session:
            staff = [desk.cast.charlie.agent_id or 0, desk.cast.anna.agent_id or 0]
            change_team(session, desk.cast.support_id, TeamChanges(member_ids=staff), by=desk.cast.dora)
        charlie.next("welcome")
        visitor_writes(desk, "After")

        assert charlie.event("message.received")["ticket"]["preview"] == "After"


def test_a_revoked_session_is_closed_within_five_seconds(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as anna:
        began = time.monotonic()
        with db.transaction() as session:
            sessions.end_all(session, desk.cast.anna.agent_id or 0, by=desk.cast.dora)

        assert anna.ends(within_s=5) == 4401
    assert time.monotonic() - began < 5


def test_it_is_closed_even_if_nobody_announced_it(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as anna:
        with db.transaction() as session:
            session.execute(update(AgentSession).values(expires_at=clock.now()))

        assert anna.ends(within_s=6) == 4401


def test_typing_reaches_only_those_who_may_see_the_ticket(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    with open_console(browser("charlie")) as charlie, open_console(browser("anna"), watch=ticket_id) as anna:
        charlie.say({"t": "watch", "ticket": ticket_id})
        charlie.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": True})
        anna.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": True})
        anna.next("viewers", where=lambda frame: any(one["mode"] == "replying" for one in frame["viewers"]))
        charlie.drain()

    assert not any(frame["t"] == "viewers" for frame in charlie.frames)
    assert not any(
        one["agent_id"] == desk.cast.charlie.agent_id for frame in anna.frames for one in frame.get("viewers", [])
    )


def test_full_reading_of_other_teams_reaches_a_screen_and_ends_with_its_setting(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    with db.transaction() as session:
        closed = statuses.default_status(session, Category.CLOSED)
        lifecycle.set_status(session, ticket_id, status_id=closed.id, by=SYSTEM)
    own = visitor_writes(desk, "Something else").ticket_id
    with db.transaction() as session:
        label.set_team(session, own, team_id=desk.cast.billing_id, by=SYSTEM)
    others_are(desk, OthersTickets.READABLE)

    with open_console(browser("charlie"), watch=ticket_id) as charlie:
        rename(ticket_id, "First")
        assert charlie.event("ticket.subject_changed", within_s=30)["ticket"]["subject"] == "First"
        others_are(desk, OthersTickets.STUB)
        charlie.next("welcome", within_s=30)
        rename(ticket_id, "Second")
        charlie.drain()

    assert "Second" not in str(charlie.frames)


def test_who_is_asked_for_approval_hears_of_the_ticket_until_they_answer(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    with db.transaction() as session:
        due = Due(clock.now() + timedelta(days=1))
        charlie_id = desk.cast.charlie.agent_id or 0
        asked = approvals.ask(session, ticket_id, charlie_id, question="Pay?", due=due, by=desk.cast.anna).id

    with open_console(browser("charlie"), watch=ticket_id) as charlie:
        rename(ticket_id, "First")
        assert charlie.event("ticket.subject_changed", within_s=30)["ticket"]["subject"] == "First"
        with db.transaction() as session:
            approvals.answer(session, asked, Answer.YES, reason="", by=desk.cast.charlie)
        charlie.next("gone", within_s=30)
        rename(ticket_id, "Second")
        charlie.drain()

    assert "Second" not in str(charlie.frames)


def others_are(desk: Desk, others: OthersTickets) -> None:
    with db.transaction() as session:
        change_team(session, desk.cast.billing_id, TeamChanges(others_tickets=others), by=desk.cast.dora)


def rename(ticket_id: int, subject: str) -> None:
    with db.transaction() as session:
        label.set_subject(session, ticket_id, subject=subject, by=SYSTEM)
