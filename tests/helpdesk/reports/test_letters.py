"""Saved reports by mail: each reader once for each day, in their words, and only what they may open."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions import label, report_letters
from helpdesk.actions.report_schedules import ScheduleChanges, set_schedule
from helpdesk.actions.saved_reports import SavedChanges, change_report, save_report
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import (
    Agent,
    Audience,
    AutomaticMail,
    Channel,
    ChannelKind,
    Every,
    ReportLetter,
    ReportRecipient,
    ReportSchedule,
    Role,
    SavedReport,
    SystemMail,
)
from helpdesk.permissions import Actor
from helpdesk.reporting.rhythm import Rhythm
from tests.cast import Desk
from tests.helpdesk.reports.histories import level
from tests.mailboxes import mailbox
from tests.stories import visitor_writes

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # eight in Kyiv
NINE = Rhythm(Every.DAY, 0, 9)
AT_MOST_S = 60.0


@pytest.fixture
def desk_with_mail(desk: Desk) -> Desk:
    """Two tickets, one of them of Billing; boris is in Kyiv and reads Ukrainian, dora in UTC."""
    mailbox()
    with clock.fixed(MONDAY - timedelta(hours=1)):
        tickets = [visitor_writes(desk, browser=str(uuid4())).ticket_id for _ in range(2)]
        with db.transaction() as session:
            label.set_team(session, tickets[0], team_id=desk.cast.billing_id, by=desk.cast.dora)
            boris = session.get_one(Agent, desk.cast.boris.agent_id)
            boris.time_zone, boris.locale = "Europe/Kyiv", "uk"
        level()
    return desk


def saves(by: Actor, *, audience: Audience = Audience.ALL, **arrangement: object) -> int:
    with db.transaction() as session:
        asked = {"measure": "created", "by": "day", "period": "7d", **arrangement}
        return save_report(session, SavedChanges("The week", audience, None, asked), by=by).id


def sends_to(report_id: int, *readers: Actor, by: Actor, rhythm: Rhythm = NINE) -> None:
    with db.transaction() as session:
        agent_ids = [reader.agent_id for reader in readers if reader.agent_id is not None]
        set_schedule(session, report_id, ScheduleChanges(rhythm, agent_ids), by=by)


def due_at(hours: float) -> int:
    """Do what is due so many hours after Monday, eight in Kyiv."""
    with clock.fixed(MONDAY + timedelta(hours=hours)):
        return report_letters.send_due(at_most_s=AT_MOST_S)


def mails() -> list[SystemMail]:
    with db.reading() as session:
        return list(session.scalars(select(SystemMail).order_by(SystemMail.id)))


def test_each_gets_it_once_at_nine_of_their_own_zone(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        sends_to(saves(cast.dora), cast.boris, cast.dora, by=cast.dora)

    assert [due_at(0.9), due_at(1), due_at(1), due_at(2.9), due_at(3), due_at(20)] == [0, 1, 0, 0, 1, 0]

    assert [mail.address for mail in mails()] == ["boris@desk.example", "dora@desk.example"]
    assert [due_at(25), due_at(27)] == [1, 1]
    assert len({mail.key for mail in mails()}) == 4


def test_a_letter_is_in_the_readers_words_and_counts_what_they_may_see(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        sends_to(saves(cast.dora), cast.boris, cast.dora, by=cast.dora)
    due_at(3)

    theirs, all_of_it = mails()

    assert "Нові звернення: 1; за попередній період: 0." in theirs.text
    assert "New tickets: 2; in the period before: 0." in all_of_it.text
    assert theirs.subject.startswith("The week: вт, 17 лист. 2026")
    assert "<table" in all_of_it.html
    assert "Mon, Nov 23, 2026: 2" in all_of_it.text


def test_a_missed_week_is_one_letter(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        sends_to(saves(cast.dora), cast.dora, by=cast.dora)

    assert [due_at(24 * 7), due_at(24 * 7)] == [1, 0]
    assert due_at(24 * 7 + 3) == 1


def test_a_clock_that_was_ahead_and_set_back_stops_no_letters(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        sends_to(saves(cast.dora), cast.dora, by=cast.dora)
    year = 365 * 24
    assert [due_at(3), due_at(year + 3)] == [1, 1]

    assert [due_at(4), due_at(26), due_at(27), due_at(27)] == [0, 0, 1, 0]


def test_nothing_goes_out_for_a_moment_before_it_was_set(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY + timedelta(hours=5)):
        sends_to(saves(cast.dora), cast.dora, by=cast.dora)
        with db.transaction() as session:
            session.execute(update(ReportRecipient).values(next_due_at=clock.now()))

    assert due_at(5) == 0
    assert due_at(27) == 1


def test_setting_it_anew_sends_no_second_one_for_the_day(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        report_id = saves(cast.dora)
        sends_to(report_id, cast.dora, by=cast.dora)
    assert due_at(3) == 1
    with clock.fixed(MONDAY + timedelta(hours=4)):
        sends_to(report_id, cast.dora, by=cast.dora, rhythm=Rhythm(Every.DAY, 0, 15))

    assert [due_at(9), due_at(33)] == [0, 1]


def test_who_may_open_it_no_more_gets_none(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        report_id = saves(cast.dora)
        sends_to(report_id, cast.boris, cast.dora, by=cast.dora)
    with db.transaction() as session:
        asked = {"measure": "created", "by": "day"}
        change_report(session, report_id, SavedChanges("Mine", Audience.PRIVATE, None, asked), by=cast.dora)

    assert due_at(3) == 1

    assert [mail.address for mail in mails()] == ["dora@desk.example"]
    with db.reading() as session:
        assert session.scalars(select(ReportRecipient.trouble).where(ReportRecipient.trouble.is_not(None))).all() == [
            "not_allowed"
        ]


@pytest.mark.parametrize("loss", [{"is_active": False}, {"role": Role.AGENT}])
def test_it_is_switched_off_when_its_owner_may_no_longer_see_it(desk_with_mail: Desk, loss: dict[str, object]) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        sends_to(saves(cast.boris), cast.dora, by=cast.boris)
    with db.transaction() as session:
        session.execute(update(Agent).where(Agent.id == cast.boris.agent_id).values(**loss))

    assert [due_at(3), due_at(30)] == [0, 0]

    assert mails() == []
    with db.reading() as session:
        assert session.scalars(select(ReportSchedule.off_reason)).one() == "owner_may_not"


def test_without_a_mailbox_it_waits_and_says_so(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        sends_to(saves(cast.dora), cast.dora, by=cast.dora)
    with db.transaction() as session:
        session.execute(update(Channel).where(Channel.kind == ChannelKind.EMAIL).values(is_paused=True))
    assert due_at(3) == 0
    with db.transaction() as session:
        assert session.scalars(select(ReportRecipient.trouble)).one() == "no_mail"
        session.execute(update(Channel).values(is_paused=False))

    assert [due_at(3.6), due_at(3.7)] == [1, 0]


def test_what_cannot_be_counted_does_not_stop_the_rest(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    with clock.fixed(MONDAY):
        broken, whole = saves(cast.dora), saves(cast.dora)
        for report_id in (broken, whole):
            sends_to(report_id, cast.dora, by=cast.dora)
    with db.transaction() as session:
        session.get_one(SavedReport, broken).arrangement = {"measure": "gone"}

    assert due_at(3) == 1


def test_one_for_oneself_comes_now_and_once(desk_with_mail: Desk) -> None:
    cast, key = desk_with_mail.cast, uuid4()
    report_id = saves(cast.dora)

    first = report_letters.send_one(report_id, by=cast.boris, key=key)

    assert report_letters.send_one(report_id, by=cast.boris, key=key) == first
    assert [mail.address for mail in mails()] == ["boris@desk.example"]
    assert report_letters.send_one(report_id, by=cast.boris, key=uuid4()) != first


def test_a_private_report_is_sent_to_nobody_else(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    report_id = saves(cast.dora, audience=Audience.PRIVATE)

    with pytest.raises(Invalid):
        sends_to(report_id, cast.boris, by=cast.dora)
    with pytest.raises(Invalid):
        sends_to(saves(cast.dora), cast.anna, by=cast.dora)
    with pytest.raises(NotFound):
        report_letters.send_one(report_id, by=cast.boris, key=uuid4())
    with pytest.raises(Forbidden):
        sends_to(saves(cast.dora), cast.boris, by=cast.boris)


def test_asking_too_often_is_refused_in_words(desk_with_mail: Desk) -> None:
    cast = desk_with_mail.cast
    report_id = saves(cast.dora)
    with db.transaction() as session:
        now = clock.now()
        many = [AutomaticMail(address="dora@desk.example", kind="report", created_at=now) for _ in range(30)]
        session.add_all(many)

    with pytest.raises(Conflict):
        report_letters.send_one(report_id, by=cast.dora, key=uuid4())
    with db.reading() as session:
        assert session.scalars(select(ReportLetter)).all() == []
