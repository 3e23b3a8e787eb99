"""What customers say of the help, in reports: satisfied of those who rated, answered of those who were asked."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import lifecycle, rating_requests, ratings
from helpdesk.models import Rating
from helpdesk.permissions import SYSTEM
from helpdesk.queries.reports.arrangement import Arrangement
from helpdesk.queries.reports.report import report
from tests.cast import Desk
from tests.helpdesk.reports.histories import level
from tests.mailboxes import answers_by_mail, mailbox, writes


def asked_of_each(desk: Desk, *, tickets: int) -> list[str]:
    """Have so many tickets helped with and asked about; return the tokens of the letters, the oldest first."""
    channel = mailbox(ask_rating=True)
    for number in range(tickets):
        ticket_id = writes(channel, address=f"guest{number}@shop.example").ticket_id
        answers_by_mail(ticket_id, by=desk.cast.anna)
        with db.transaction() as session:
            lifecycle.resolve(session, ticket_id, by=desk.cast.anna)
    with clock.fixed(clock.now() + timedelta(minutes=20)):
        assert rating_requests.ask_resolved() == tickets
    with db.reading() as session:
        return [ratings.tokens(id)[0] for id in session.scalars(select(Rating.message_id).order_by(Rating.id)) if id]


def rate(token: str, score: int) -> None:
    with db.transaction() as session:
        ratings.rate(session, token, score=score)


def total(measure: str, by: str = "none") -> dict[str | None, Any]:
    level()
    with clock.fixed(clock.now() + timedelta(hours=1)), db.reading() as session:
        answer = report(session, SYSTEM, Arrangement(measure, by=by, period="7d"))
    return {row["key"]: (row["n"], row["value"]) for row in [*answer["rows"], answer["total"]]}


def test_four_and_five_are_satisfied_and_who_said_nothing_is_not_asked(either_desk: Desk) -> None:
    tokens = asked_of_each(either_desk, tickets=4)
    for token, score in zip(tokens, (5, 4, 3), strict=False):
        rate(token, score)

    assert total("csat")[None] == (3, 2 / 3)
    assert total("csat", by="agent")[str(either_desk.cast.anna.agent_id)] == (3, 2 / 3)


def test_of_those_who_were_asked_some_answer(either_desk: Desk) -> None:
    tokens = asked_of_each(either_desk, tickets=4)

    assert total("rating_answers")[None] == (4, 0)
    rate(tokens[0], 1)
    assert total("rating_answers")[None] == (4, 1 / 4)


def test_a_rating_that_was_changed_counts_once_and_as_it_is_now(either_desk: Desk) -> None:
    (token,) = asked_of_each(either_desk, tickets=1)
    rate(token, 2)
    assert total("csat")[None] == (1, 0)

    rate(token, 5)

    assert total("csat")[None] == (1, 1)
    assert total("rating_answers")[None] == (1, 1)


def test_without_ratings_there_is_no_share(either_desk: Desk) -> None:
    assert total("csat")[None] == (0, None)
