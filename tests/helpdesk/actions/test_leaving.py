"""What becomes of open work when its agent goes away or offline."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from helpdesk import clock, db, presence
from helpdesk.actions import leaving
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.models import Message, Presence, PresenceStatus, Ticket
from helpdesk.team_routing import Leaving, TeamRouting
from tests.cast import Desk
from tests.mails import arrives, mail, open_mailbox
from tests.stories import answers, takes, ticket_of, visitor_writes


def set_rules(desk: Desk, **rules: Any) -> None:
    with db.transaction() as session:
        change_routing(session, None, TeamRouting(**rules), by=desk.cast.dora)


def is_seen(desk: Desk) -> None:
    with db.transaction() as session:
        presence.mark_seen(session, [desk.cast.anna.agent_id or 0])


def chat_of_anna(desk: Desk) -> Message:
    is_seen(desk)
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)
    return asked


def mail_of_anna(desk: Desk, *, due_in_min: int) -> Message:
    is_seen(desk)
    asked = arrives(mail(open_mailbox()))
    takes(asked.ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        due_at = clock.now() + timedelta(minutes=due_in_min)
        session.execute(update(Ticket).where(Ticket.id == asked.ticket_id).values(next_due_at=due_at))
    return asked


@contextmanager
def minutes_later(minutes: float) -> Iterator[None]:
    with clock.fixed(clock.now() + timedelta(minutes=minutes)):
        yield


def test_an_open_chat_goes_back_after_the_grace_and_keeps_its_age(desk: Desk) -> None:
    asked = chat_of_anna(desk)
    since = ticket_of(asked).waiting_since

    with minutes_later(2.1):
        leaving.return_due()

    assert ticket_of(asked).assignee_id is None
    assert ticket_of(asked).waiting_since == since


def test_within_the_grace_everything_stays(desk: Desk) -> None:
    asked = chat_of_anna(desk)

    with minutes_later(1.5):
        assert leaving.return_due() == 0

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


def test_a_socket_that_flaps_takes_nothing_from_anybody(desk: Desk) -> None:
    asked = chat_of_anna(desk)
    for minute in range(1, 5):
        with minutes_later(minute):
            is_seen(desk)
            leaving.return_due()

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


@pytest.mark.parametrize(("due_in_min", "goes_back"), [(16, True), (600, False)])
def test_a_mail_goes_back_only_when_it_would_be_late(desk: Desk, due_in_min: int, *, goes_back: bool) -> None:
    asked = mail_of_anna(desk, due_in_min=due_in_min)

    with minutes_later(3):
        leaving.return_due()

    assert (ticket_of(asked).assignee_id is None) is goes_back


def test_a_mail_goes_back_at_last_when_it_is_nearly_due(desk: Desk) -> None:
    asked = mail_of_anna(desk, due_in_min=600)

    with minutes_later(590):
        leaving.return_due()

    assert ticket_of(asked).assignee_id is None


def test_a_team_may_have_all_of_it_returned(desk: Desk) -> None:
    set_rules(desk, on_offline=Leaving.RETURN_ALL)
    asked = mail_of_anna(desk, due_in_min=600)

    with minutes_later(3):
        leaving.return_due()

    assert ticket_of(asked).assignee_id is None


def test_a_team_may_keep_everything_where_it_is(desk: Desk) -> None:
    set_rules(desk, on_offline=Leaving.KEEP)
    asked = chat_of_anna(desk)

    with minutes_later(60):
        assert leaving.return_due() == 0

    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


def test_somebody_away_keeps_theirs_longer(desk: Desk) -> None:
    asked = chat_of_anna(desk)
    with db.transaction() as session:
        anna = desk.cast.anna
        presence.choose_status(session, anna.agent_id or 0, status=PresenceStatus.AWAY, by=anna)
    for minutes, kept in ((9, True), (11, False)):
        with minutes_later(minutes):
            is_seen(desk)
            leaving.return_due()
        assert (ticket_of(asked).assignee_id is not None) is kept


def test_an_agent_without_a_console_of_their_own_keeps_what_they_took(desk: Desk) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)

    with minutes_later(600):
        assert leaving.return_due() == 0


def test_what_waits_for_the_customer_is_not_taken_from_its_agent(desk: Desk) -> None:
    asked = mail_of_anna(desk, due_in_min=1)
    answers(asked.ticket_id, by=desk.cast.anna)

    with minutes_later(600):
        assert leaving.return_due() == 0


def test_an_agent_who_does_not_touch_the_console_is_away_until_they_do(desk: Desk) -> None:
    is_seen(desk)
    anna_id = desk.cast.anna.agent_id or 0
    with minutes_later(31), db.transaction() as session:
        presence.mark_seen(session, [anna_id])
        assert presence.send_inactive_away(session) == 1
        found = session.get_one(Presence, anna_id)
        assert (found.status, found.reason) == (PresenceStatus.AWAY, "inactive")

        presence.mark_active(session, anna_id)

        assert found.status is PresenceStatus.AVAILABLE
