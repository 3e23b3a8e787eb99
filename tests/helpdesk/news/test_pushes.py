"""Pushes: to whom they are due, what they hold, and that no device gets one twice."""

from datetime import timedelta

import pytest

from helpdesk import clock, db, secrets
from helpdesk.actions import assign, sides
from helpdesk.actions.accounts import sessions
from helpdesk.actions.news import devices, sending
from helpdesk.actions.notifications import mark_read
from helpdesk.actions.sides import Partner
from helpdesk.models import AgentSession, Push, PushDevice, PushState, Secret, Ticket
from helpdesk.outgoing import AddressRefused
from tests.cast import Desk
from tests.news import is_at_the_console, later, phone_of, told, wants
from tests.peers.push_service import PushService
from tests.stories import ticket_of, visitor_writes


def news_for_anna(desk: Desk, browser: str = "vera") -> int:
    """Give anna a ticket and tell her; return its number."""
    told()
    message = visitor_writes(desk, "My secret sorrow", browser=browser)
    with db.transaction() as session:
        assign.assign(session, message.ticket_id, agent_id=desk.cast.anna.agent_id or 0, by=desk.cast.boris)
    told()
    return ticket_of(message).number


def states() -> list[PushState]:
    with db.reading() as session:
        return [one.state for one in session.query(Push).order_by(Push.id)]


def test_each_device_is_shown_it_once_with_the_ticket_and_nothing_anybody_wrote(
    desk: Desk, push_service: PushService
) -> None:
    phones = [phone_of(desk.cast.anna, push_service, name) for name in ("phone", "laptop")]
    number = news_for_anna(desk)

    assert [sending.drain(), sending.drain()] == [2, 0]

    for phone in phones:
        (shown,) = phone.shown
        assert shown["title"] == f"No. {number}: assigned to you"
        assert "sorrow" not in str(shown)
        assert shown["ticket"] is not None
    assert states() == [PushState.SENT] * 2


def test_a_push_about_a_side_thread_names_the_thread(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    wants(desk.cast.anna, side_written=["push"])
    message = visitor_writes(desk, "My secret sorrow")
    partner = Partner(agent_id=desk.cast.anna.agent_id)
    with db.transaction() as session:
        begun = sides.begin(
            session, message.ticket_id, partner, subject="sorrow", text="sorrow", client_key="1", by=desk.cast.boris
        ).id

    sending.drain()

    (shown,) = phone.shown
    assert (shown["ticket"], shown["side"], shown["customer"]) == (None, begun, None)
    assert "sorrow" not in str(shown)


def test_what_is_read_meanwhile_is_not_pushed(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    news_for_anna(desk)
    with db.transaction() as session:
        mark_read(session, upto=10**6, by=desk.cast.anna)

    sending.drain()

    assert (phone.shown, states()) == ([], [PushState.SKIPPED])


def test_who_is_at_the_console_is_pushed_only_after_leaving_it(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    is_at_the_console(desk.cast.anna)
    news_for_anna(desk)

    sending.drain()
    assert (phone.shown, states()) == ([], [PushState.QUEUED])

    with clock.fixed(clock.now() + timedelta(minutes=3)):
        sending.drain()
    assert len(phone.shown) == 1


def test_who_stays_at_the_console_needs_none(desk: Desk, push_service: PushService) -> None:
    phone_of(desk.cast.anna, push_service, "phone")
    news_for_anna(desk)
    with clock.fixed(clock.now() + timedelta(minutes=11)):
        is_at_the_console(desk.cast.anna)
        sending.drain()

    assert states() == [PushState.SKIPPED]


def test_quiet_hours_keep_pushes_away_and_the_news_stays_in_the_list(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    wants(desk.cast.anna, quiet=(0, 0), ticket_assigned=["page", "push"])
    news_for_anna(desk)

    sending.drain()

    assert (phone.shown, states()) == ([], [])


def test_a_browser_that_is_gone_is_forgotten_with_its_secret(desk: Desk, push_service: PushService) -> None:
    phone_of(desk.cast.anna, push_service, "phone")
    push_service.answers = [410]
    news_for_anna(desk)

    sending.drain()

    with db.reading() as session:
        assert session.query(PushDevice).count() == session.query(Push).count() == 0
        assert session.query(Secret).count() == 1  # the desk's own key


def test_a_service_that_is_busy_is_asked_again_later(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    push_service.answers = [503, 429]
    news_for_anna(desk)

    for after_s in (0, 10, 21, 120):
        with clock.fixed(clock.now() + timedelta(seconds=after_s)):
            sending.drain()

    assert (len(phone.shown), states(), len(push_service.seen)) == (1, [PushState.SENT], 3)


def test_a_service_that_refuses_is_not_asked_again(desk: Desk, push_service: PushService) -> None:
    phone_of(desk.cast.anna, push_service, "phone")
    push_service.answers = [400]
    news_for_anna(desk)

    assert [sending.drain(), sending.drain()] == [0, 0]
    assert states() == [PushState.FAILED]


def test_what_a_dead_process_had_claimed_is_never_sent_again(
    desk: Desk, push_service: PushService, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    news_for_anna(desk)
    with db.transaction() as session:
        (push,) = session.query(Push).all()
        assert sending._claim(session, push.id) is not None

    with clock.fixed(clock.now() + timedelta(hours=2)):
        sending.drain()
        assert states() == [PushState.SENDING], "it may be at work: a clock is set forward in no time"
        later(monkeypatch, sending.LEFT_AFTER)
        sending.drain()

    assert (phone.shown, states()) == ([], [PushState.UNKNOWN])


def test_a_browser_that_was_signed_out_hears_nothing(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    news_for_anna(desk)
    with db.transaction() as session:
        sessions.end_all(session, desk.cast.anna.agent_id or 0, by=desk.cast.anna)

    sending.drain()

    assert phone.shown == []
    with db.reading() as session:
        assert session.query(PushDevice).count() == 0


def test_a_session_that_is_only_idle_still_hears(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    with db.transaction() as session:
        session.query(AgentSession).update({"last_seen_at": clock.now() - timedelta(days=2)})
    news_for_anna(desk)

    sending.drain()

    assert len(phone.shown) == 1


def test_who_lost_the_right_to_see_the_ticket_is_not_pushed(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")
    news_for_anna(desk)
    with db.transaction() as session:
        session.query(Ticket).update({"team_id": desk.cast.billing_id, "assignee_id": None})

    sending.drain()

    assert phone.shown == []


def test_a_browser_belongs_to_who_named_it_last(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "shared")
    phone_of(desk.cast.boris, push_service, "shared")
    news_for_anna(desk)

    sending.drain()

    assert phone.shown == push_service.phones["shared"].shown == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/1",
        "https://10.0.0.8/push",
        "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.1]/push",
        "ftp://127.0.0.1/1",
        "https://user:word@push.example/1",
        "https://push.example/a b",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_are_not_for_the_desk_are_refused(endpoint: str, push_service: PushService) -> None:
    given = push_service.phone("phone").given

    with pytest.raises(AddressRefused):
        devices.checked(devices.Given(**{**given, "endpoint": endpoint}))


def test_addresses_lie_encrypted_in_the_database(desk: Desk, push_service: PushService) -> None:
    phone = phone_of(desk.cast.anna, push_service, "phone")

    with db.reading() as session:
        device = session.query(PushDevice).one()
        kept = session.get_one(Secret, device.secret_id)
        assert phone.endpoint.encode() not in kept.ciphertext
        assert phone.endpoint in secrets.reveal(session, device.secret_id).decode()
