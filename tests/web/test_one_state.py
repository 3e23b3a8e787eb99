"""What is read after one's rights were asked is as of that moment, on PostgreSQL too: a ticket moved away meanwhile is gone."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from helpdesk import clock, db
from helpdesk.actions import label, promises, sides
from helpdesk.actions.client_base import notes
from helpdesk.actions.promises import Due
from helpdesk.actions.sides import Partner
from helpdesk.models import Message, ProfileNote, Promise, PromiseKind, SideMessage, Ticket
from tests.cast import Cast, Desk
from tests.edge import Browser, running, signed_in_browser
from tests.stories import visitor_writes

PATHS = (
    "/api/tickets/{ticket}",
    "/api/tickets/{ticket}/messages",
    "/api/sides/{side}",
    "/api/customers/{customer}/profile",
    "/api/customers/{customer}/history",
)


@pytest.fixture
def desk(postgresql_desk: Desk) -> Desk:
    """A desk at work on a PostgreSQL of its own."""
    return postgresql_desk


class Matter:
    """A ticket of anna's team with all that hangs on it, which can be moved to another team and written on there."""

    def __init__(self, desk: Desk) -> None:
        self.cast: Cast = desk.cast
        self.ticket = visitor_writes(desk, "secret visitor").ticket_id
        by, due = self.cast.dora, Due(clock.now() + timedelta(hours=1))
        with db.transaction() as session:
            ticket = label.set_team(session, self.ticket, team_id=self.cast.support_id, by=by)
            self.number, self.customer = ticket.number, ticket.customer_id
            partner = Partner(agent_id=self.cast.boris.agent_id)
            side = sides.begin(session, self.ticket, partner, subject="One", text="Two", client_key="1", by=by)
            self.side = side.id
            promises.make(session, self.ticket, PromiseKind.PROMISE, text="Soon", due=due, by=by)
            notes.add_note(session, self.customer, text="Known", by=by)

    def moves_on(self, word: str) -> None:
        """Give it to the other team, and have the word written wherever one can write."""
        with db.transaction() as session:
            session.execute(update(Ticket).values(team_id=self.cast.billing_id))
            for written in (Message, SideMessage, Promise, ProfileNote):
                session.execute(update(written).values(text=f"secret {word}"))

    def comes_back(self) -> None:
        """Give it back."""
        with db.transaction() as session:
            session.execute(update(Ticket).values(team_id=self.cast.support_id))


@contextmanager
def after_statement(nth: int, call: Any) -> Iterator[list[int]]:  # any function
    """Have something done once, right behind the nth statement that is read; yields how many were."""
    seen = [0]

    def count(*_: object) -> None:
        seen[0] += 1
        if seen[0] == nth:
            call()

    engine = db.current().reads
    event.listen(engine, "after_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(engine, "after_cursor_execute", count)


def torn(matter: Matter, browser: Browser, path: str) -> list[str]:
    """Ask for a path once for each of its statements, and return what is wrong with the answers."""
    found = []
    nth, statements = 0, 1
    while (nth := nth + 1) <= statements:
        word = f"w{uuid.uuid4().hex}"
        with after_statement(nth, lambda word=word: matter.moves_on(word)) as seen:
            answer = browser.get(path)
        statements = max(statements, seen[0])
        matter.comes_back()
        if answer.status_code not in (200, 404):
            found.append(f"{path} after {nth}: {answer.status_code}")
        if word in answer.text:
            found.append(f"{path} after {nth}: words of the other team")
    return found


def test_nothing_is_read_that_was_written_after_the_reader_lost_sight(desk: Desk) -> None:
    matter = Matter(desk)
    known = {name: getattr(matter, name) for name in ("number", "ticket", "side", "customer")}

    with running(desk.config) as server, signed_in_browser(server, "anna") as anna:
        found = [one for path in PATHS for one in torn(matter, anna, path.format(**known))]

    assert found == []
