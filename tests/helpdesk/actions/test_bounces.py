"""What comes back of our own mails: bounces and complaints, and what proves that they are about ours."""

from collections.abc import Callable

import pytest

from channels.email.incoming import Arrival, incoming_of
from channels.email.parse import parse_email
from helpdesk import clock, db
from helpdesk.incoming import IncomingBounce
from helpdesk.mailboxes import MailboxConfig
from helpdesk.models import DeliveryState, Message
from tests.cast import Desk
from tests.mails import (
    ADDRESS,
    VERA,
    answered,
    arrives,
    gateway_sends,
    identity_of,
    mail,
    mail_of,
    message_now,
    open_mailbox,
)
from tests.stories import answers


def bounce_of(answer: Message, *, failed: tuple[str, ...] = (VERA,), is_hard: bool = True) -> IncomingBounce:
    return IncomingBounce(failed, is_hard, "5.1.1", "user unknown", (mail_of(answer).mail_id,))


@pytest.mark.parametrize("is_hard", [True, False])
def test_a_bounce_of_our_mail_marks_message_and_identity(either_desk: Desk, is_hard: bool) -> None:
    box = open_mailbox()
    answer = answered(either_desk, box)

    report = arrives(
        mail(box, sender="", name="MAILER-DAEMON", auto_kind="bounce", bounce=bounce_of(answer, is_hard=is_hard))
    )

    failed, vera = message_now(answer), identity_of(VERA)
    assert (report.ticket_id, report.thread_id, report.is_auto) == (answer.ticket_id, answer.thread_id, True)
    assert failed.delivery_state is DeliveryState.FAILED
    assert "user unknown" in (failed.delivery_error or "")
    assert (vera.unreachable_at is not None) is is_hard
    assert "user unknown" in (vera.unreachable_reason or "")


def test_a_bounce_for_one_in_cc_leaves_the_rest_sent(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, cc=(("", "oleh@shop.example"),)))
    answer = answers(asked.ticket_id, by=desk.cast.anna)
    gateway_sends(box)

    arrives(mail(box, sender="", auto_kind="bounce", bounce=bounce_of(answer, failed=("oleh@shop.example",))))

    assert message_now(answer).delivery_state is DeliveryState.SENT
    assert "oleh@shop.example" in (message_now(answer).delivery_error or "")


def test_a_bounce_after_an_unknown_outcome_settles_it(desk: Desk) -> None:
    box = open_mailbox()
    answer = answered(desk, box)
    with db.transaction() as session:
        session.get_one(Message, answer.id).delivery_state = DeliveryState.UNKNOWN

    arrives(mail(box, sender="", auto_kind="bounce", bounce=bounce_of(answer)))

    assert message_now(answer).delivery_state is DeliveryState.FAILED


def test_a_person_who_writes_again_can_be_reached_again(desk: Desk) -> None:
    box = open_mailbox()
    arrives(mail(box, sender="", auto_kind="bounce", bounce=bounce_of(answered(desk, box))))
    assert identity_of(VERA).unreachable_at is not None

    arrives(mail(box))

    assert identity_of(VERA).unreachable_at is None


def test_a_complaint_is_remembered_and_fails_nothing(desk: Desk) -> None:
    box = open_mailbox()
    answer = answered(desk, box)

    arrives(mail(box, sender="", auto_kind="spam_report", answers=mail_of(answer).mail_id))

    assert message_now(answer).delivery_state is DeliveryState.SENT
    assert (identity_of(VERA).unreachable_at, identity_of(VERA).unreachable_reason) == (None, "spam complaint")


COMPLAINT = """From: <complaints@isp.example>
To: <support@x.test>
Subject: FW: Order 7
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822
Content-Disposition: inline

From: <support@x.test>
Subject: Re: Order 7
Message-ID: {mail_id}

It is on its way.
--b--
"""


def test_a_complaint_finds_its_ticket_by_the_mail_it_gives_back(desk: Desk) -> None:
    box = open_mailbox()
    answer = answered(desk, box)
    parsed = parse_email(COMPLAINT.format(mail_id=mail_of(answer).mail_id).replace("\n", "\r\n").encode())
    came = Arrival(inbound_id=None, received_at=clock.now(), content_hash="c" * 64)  # type: ignore[arg-type]

    told = arrives(incoming_of(parsed, (), came, channel_id=box, config=MailboxConfig(ADDRESS)))

    assert told.ticket_id == answer.ticket_id
    assert (identity_of(VERA).unreachable_at, identity_of(VERA).unreachable_reason) == (None, "spam complaint")


def forged_token(answer: Message) -> IncomingBounce:
    forged = mail_of(answer).mail_id.replace("<t.", "<t.a", 1)
    return IncomingBounce((VERA,), True, "5.1.1", "forged", (forged,))


def somebody_else(answer: Message) -> IncomingBounce:
    return IncomingBounce(("boris@desk.example",), True, "5.1.1", "forged", (mail_of(answer).mail_id,))


def of_their_own_mail(answer: Message) -> IncomingBounce:
    return IncomingBounce((VERA,), True, "5.1.1", "forged", ("<a@y>",))


@pytest.mark.parametrize("forge", [forged_token, somebody_else, of_their_own_mail])
def test_a_bounce_that_proves_nothing_changes_nothing(desk: Desk, forge: Callable[[Message], IncomingBounce]) -> None:
    box = open_mailbox()
    answer = answered(desk, box)

    arrives(mail(box, sender="", auto_kind="bounce", bounce=forge(answer)))

    assert message_now(answer).delivery_state is DeliveryState.SENT
    assert identity_of(VERA).unreachable_reason is None
