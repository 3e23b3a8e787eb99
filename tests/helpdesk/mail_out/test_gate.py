"""The one gate of automatic mail: who never gets one, and how many everybody else does."""

from datetime import timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import automatic
from helpdesk.actions.automatic import PER_ADDRESS, Planned
from helpdesk.actions.returned_mail import COMPLAINT
from helpdesk.models import Identity, IdentityKind, Mail
from tests.cast import Desk
from tests.mailboxes import ADDRESS, VERA, mailbox


def passes(address: str = VERA, *, kind: str = "acknowledgement", **more: object) -> bool:
    with db.transaction() as session:
        return automatic.may_send(session, Planned(kind=kind, address=address, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "<>",
        "mailer-daemon@shop.example",
        "MAILER-DAEMON@shop.example",
        "postmaster@shop.example",
        "no-reply@shop.example",
        "noreply+17@shop.example",
        "do-not-reply@shop.example",
        "bounce-77-vera@lists.example",
        "bounces+vera=shop.example@mail.example",
        "owner-news@lists.example",
        "news-request@lists.example",
        "news-bounces@lists.example",
        ADDRESS,
        "Support+t.abc@DESK.test",
        "help@desk.test",
    ],
)
def test_nobody_is_answered_who_would_not_read_it_or_is_us(desk: Desk, address: str) -> None:
    mailbox(aliases=["help@desk.test"])

    assert not passes(address)


@pytest.mark.parametrize("address", [VERA, "nobodyknows@shop.example", "bounced@shop.example", "norbert@shop.example"])
def test_people_are_answered(desk: Desk, address: str) -> None:
    assert passes(address)


@pytest.mark.parametrize("auto_kind", ["auto_reply", "out_of_office", "list", "bounce", "spam_report", "receipt"])
def test_automatic_mail_is_never_answered(desk: Desk, auto_kind: str) -> None:
    assert not passes(answers=Mail(auto_kind=auto_kind, from_address=VERA))


def test_mail_from_the_null_return_path_is_never_answered(desk: Desk) -> None:
    assert not passes(answers=Mail(auto_kind="", from_address=""))


@pytest.mark.parametrize(
    ("is_gone", "reason", "may"), [(True, "", False), (False, COMPLAINT, False), (False, "4.2.2 mailbox full", True)]
)
def test_who_cannot_be_reached_or_has_complained_is_left_alone(
    desk: Desk, is_gone: bool, reason: str, may: bool
) -> None:
    with db.transaction() as session:
        now = clock.now()
        session.add(
            Identity(
                customer_id=desk.cast.vera_id,
                kind=IdentityKind.EMAIL,
                address="gone@shop.example",
                unreachable_at=now if is_gone else None,
                unreachable_reason=reason,
                created_at=now,
            )
        )

    assert passes("gone@shop.example") == may


def test_an_unverified_address_gets_one_a_day(desk: Desk) -> None:
    assert [passes(is_verified=False) for _ in range(3)] == [True, False, False]

    with clock.fixed(clock.now() + timedelta(hours=25)):
        assert passes(is_verified=False)


def test_a_verified_one_gets_a_few_an_hour_however_it_is_spelled(desk: Desk) -> None:
    spellings = [VERA, VERA.upper(), "vera+shop@shop.example", VERA]

    assert [passes(one) for one in spellings] == [True, True, True, False]


def test_limits_count_all_kinds_together(desk: Desk) -> None:
    most = PER_ADDRESS[0][1]

    assert sum(passes(kind=f"kind {number}") for number in range(most + 5)) == most


def test_the_desk_as_a_whole_has_a_limit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automatic, "IN_ALL", ((timedelta(minutes=10), 5),))

    assert sum(passes(f"c{number}@shop.example") for number in range(8)) == 5


def test_what_was_not_sent_counts_for_nothing(desk: Desk) -> None:
    with db.transaction() as session:
        automatic.may_send(session, Planned(kind="acknowledgement", address=VERA, is_verified=False))
        session.rollback()

    assert passes(is_verified=False)
