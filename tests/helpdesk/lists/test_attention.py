"""Snoozes, followers, mentions and tags: what they change, whom they tell, and who may not."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import follow, lifecycle, reply, snooze, tags
from helpdesk.actions.reply import Writing
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Event, Follower, Mention, Notification, Tag, Ticket
from helpdesk.permissions import Actor
from tests.cast import Desk
from tests.stories import takes, ticket_of, visitor_writes


def snoozes(ticket_id: int, *, by: Actor, hours: float = 1) -> None:
    with db.transaction() as session:
        snooze.snooze(session, ticket_id, until=clock.now() + timedelta(hours=hours), by=by)


def notes(ticket_id: int, text: str, *, by: Actor) -> None:
    with db.transaction() as session:
        reply.add_note(session, ticket_id, Writing(text, f"{ticket_id}-{text}"), by=by)


def told(agent: Actor) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Notification.kind).where(Notification.agent_id == agent.agent_id)))


def kinds(ticket_id: int) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Event.kind).where(Event.ticket_id == ticket_id).order_by(Event.id)))


def test_a_snoozed_ticket_wakes_by_the_clock_and_only_once(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    snoozes(ticket.id, by=desk.cast.anna)

    assert snooze.wake_due() == 0
    with clock.fixed(clock.now() + timedelta(hours=2)):
        assert (snooze.wake_due(), snooze.wake_due()) == (1, 0)

    assert kinds(ticket.id).count("ticket.woken") == 1


def test_a_snoozed_ticket_wakes_when_its_customer_writes(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    snoozes(ticket.id, by=desk.cast.anna)

    message = visitor_writes(desk, "Are you there?")

    assert ticket_of(message).snoozed_until is None
    assert "ticket.woken" in kinds(ticket.id)


def test_snoozing_until_the_past_or_too_far_or_what_is_done_is_refused(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))

    for hours in (-1, 24 * 400):
        with pytest.raises(Invalid):
            snoozes(ticket.id, by=desk.cast.anna, hours=hours)
    with db.transaction() as session:
        lifecycle.resolve(session, ticket.id, by=desk.cast.anna)
    with pytest.raises(Conflict):
        snoozes(ticket.id, by=desk.cast.anna)


def test_resolving_ends_a_snooze(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    snoozes(ticket.id, by=desk.cast.anna)

    with db.transaction() as session:
        lifecycle.resolve(session, ticket.id, by=desk.cast.anna)

    with db.reading() as session:
        assert session.get_one(Ticket, ticket.id).snoozed_until is None


def test_following_twice_is_following_once(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))

    for _ in range(2):
        with db.transaction() as session:
            follow.follow(session, ticket.id, by=desk.cast.anna)

    with db.reading() as session:
        assert len(session.scalars(select(Follower)).all()) == 1
    assert kinds(ticket.id).count("follow.changed") == 1


def test_a_note_tells_those_it_names_once_and_never_its_writer(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    anna, boris = desk.cast.anna, desk.cast.boris

    notes(
        ticket.id,
        f"@[Boris](agent:{boris.agent_id}) and @[Boris](agent:{boris.agent_id}), @[me](agent:{anna.agent_id})",
        by=anna,
    )

    assert told(boris) == ["note.mentioned"]
    assert told(anna) == []


def test_a_team_named_means_its_members_of_now(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))

    notes(ticket.id, f"@[Support](team:{desk.cast.support_id}) please", by=desk.cast.dora)

    assert told(desk.cast.anna) == ["note.mentioned"]
    with db.reading() as session:
        assert {mention.team_id for mention in session.scalars(select(Mention))} == {desk.cast.support_id}


def test_nobody_is_named_on_a_ticket_they_may_not_see(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        session.get_one(Ticket, ticket.id).team_id = desk.cast.support_id

    with pytest.raises(Invalid):
        notes(ticket.id, f"@[Charlie](agent:{desk.cast.charlie.agent_id})", by=desk.cast.anna)

    assert told(desk.cast.charlie) == []


def test_charlie_neither_snoozes_nor_follows_nor_tags_what_he_may_not_see(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    takes(ticket.id, by=desk.cast.anna)
    with db.transaction() as session:
        session.get_one(Ticket, ticket.id).team_id = desk.cast.support_id

    with pytest.raises(NotFound):
        snoozes(ticket.id, by=desk.cast.charlie)
    with pytest.raises(NotFound), db.transaction() as session:
        follow.follow(session, ticket.id, by=desk.cast.charlie)
    with pytest.raises(NotFound), db.transaction() as session:
        tags.change_tags(session, ticket.id, add=["vip"], by=desk.cast.charlie)


def test_a_new_tag_is_made_once_in_whatever_case_it_is_written(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))

    for names in (["Важный"], ["важный", "VIP"]):
        with db.transaction() as session:
            tags.change_tags(session, ticket.id, add=names, by=desk.cast.anna)

    with db.reading() as session:
        assert sorted(session.scalars(select(Tag.name))) == ["VIP", "Важный"]
    assert kinds(ticket.id).count("ticket.tags_changed") == 2


def test_a_tag_comes_off_and_one_that_is_not_on_changes_nothing(desk: Desk) -> None:
    ticket = ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        tags.change_tags(session, ticket.id, add=["vip"], by=desk.cast.anna)

    for _ in range(2):
        with db.transaction() as session:
            tags.change_tags(session, ticket.id, remove=["VIP"], by=desk.cast.anna)

    assert kinds(ticket.id).count("ticket.tags_changed") == 2
