"""Segments of customers as conditions: of rules, of service levels, of reports; each by the same code."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import report_facts, tags
from helpdesk.actions.client_base.segments import create_segment, remove_segment
from helpdesk.actions.workspace.rules import Decisions, RuleChanges, create_rule
from helpdesk.models import Customer, Event, Priority, SlaClock, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.reports.arrangement import Arrangement
from helpdesk.queries.reports.report import report
from helpdesk.queries.segments import of_customers
from routing.classification import classify_waiting
from tests.cast import Desk
from tests.helpdesk.sla.promised import add_policy, promise
from tests.news import numbered
from tests.stories import ticket_of, visitor_writes

ENGLISH = {"conditions": [{"field": "language", "op": "is", "value": ["en"]}]}


def segment(desk: Desk, name: str = "English") -> int:
    with db.transaction() as session:
        return create_segment(session, name=name, wanted=ENGLISH, by=desk.cast.dora).id


def written_by(desk: Desk, browser: str, language: str) -> int:
    """A ticket of a customer of a language, not looked at yet."""
    ticket = ticket_of(visitor_writes(desk, "My lamp is broken", browser=browser))
    with db.transaction() as session:
        session.get_one(Customer, ticket.customer_id).language = language
    return ticket.id


def test_a_rule_fits_customers_of_a_segment_alone_and_says_so(either_desk: Desk) -> None:
    segment_id = segment(either_desk)
    with db.transaction() as session:
        changes = RuleChanges(
            "English first", True, {"segment_ids": [segment_id]}, Decisions(priority=Priority.URGENT, stop=True)
        )
        create_rule(session, changes, by=either_desk.cast.dora)
    inside, outside = written_by(either_desk, "one", "en"), written_by(either_desk, "two", "uk")

    classify_waiting()

    with db.reading() as session:
        assert session.get_one(Ticket, inside).priority is Priority.URGENT
        assert session.get_one(Ticket, outside).priority is not Priority.URGENT
        told = select(Event.data).where(Event.kind == "ticket.classified", Event.ticket_id == inside)
        (reason,) = [one for one in session.scalars(told).one()["reasons"] if one["rule"] == "English first"]
    assert (reason["by"], reason["matched"]) == ("segment_ids", "English")


def test_a_policy_promises_to_customers_of_a_segment(either_desk: Desk) -> None:
    segment_id = segment(either_desk)
    promise(either_desk, {"resolution": 100}, conditions={"segment_ids": [segment_id]})
    with db.transaction() as session:
        other = add_policy(session, either_desk, {"resolution": 900}, name="All")
    inside, outside = written_by(either_desk, "one", "en"), written_by(either_desk, "two", "uk")
    with db.transaction() as session:
        for ticket_id in (inside, outside):
            tags.change_tags(session, ticket_id, add=["seen"], by=either_desk.cast.dora)

    with db.reading() as session:
        held = dict(session.execute(select(SlaClock.ticket_id, SlaClock.policy_id)).all())
    assert held[outside] == other
    assert held[inside] != other


def test_a_report_is_narrowed_to_a_segment_as_it_is_now(either_desk: Desk) -> None:
    segment_id = segment(either_desk)
    written_by(either_desk, "one", "en")
    for browser in ("two", "three"):
        written_by(either_desk, browser, "uk")
    numbered()
    while report_facts.step() is not None:
        pass

    with db.reading() as session:
        assert created(session, either_desk.cast.dora, {}) == 3
        assert created(session, either_desk.cast.dora, {"segment": [segment_id]}) == 1
        assert created(session, either_desk.cast.charlie, {"segment": [segment_id]}) <= 1


def created(session: Session, actor: Actor, filters: dict[str, list[int]]) -> int:
    answer = report(session, actor, Arrangement("created", period="7d", filters=filters))
    return int(answer["total"]["n"])


def test_nobody_is_in_a_segment_that_was_removed(desk: Desk) -> None:
    segment_id = segment(desk)
    customer_id = ticket_of(visitor_writes(desk)).customer_id
    with db.transaction() as session:
        session.get_one(Customer, customer_id).language = "en"
    with db.reading() as session:
        assert of_customers(session, [segment_id], [customer_id]) == {customer_id: {segment_id: "English"}}

    with db.transaction() as session:
        remove_segment(session, segment_id, by=desk.cast.dora)

    with db.reading() as session:
        assert of_customers(session, [segment_id], [customer_id]) == {customer_id: {}}
