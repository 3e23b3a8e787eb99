"""Rows 16, 18, 21: other people's codes, senders that cannot be told apart, reports nobody of ours made."""

from helpdesk import db
from helpdesk.incoming import IncomingBounce
from helpdesk.models import Identity, SenderProof
from helpdesk.queries.visitor import tickets
from tests.cast import Desk
from tests.mails import VERA, answered, arrives, identity_of, mail, mail_of, message_now, open_mailbox
from tests.stories import ticket_of, visitor, visitor_writes


def test_a_code_sent_to_our_address_is_its_senders_and_nobody_elses(desk: Desk) -> None:
    box = open_mailbox()
    asked = arrives(mail(box, mail_id="<a@y>"))

    code = arrives(mail(box, "Your code is 123", sender="signup@service.test", answers="<a@y>"))

    assert code.ticket_id != asked.ticket_id
    assert ticket_of(code).customer_id != ticket_of(asked).customer_id


def test_a_visitor_sees_no_mail_whatever_address_they_claim(desk: Desk) -> None:
    visitor_writes(desk, browser="vera")
    arrives(mail(open_mailbox(), "Your code is 123"))

    with db.reading() as session:
        assert len(tickets(session, visitor(desk, "vera"))) == 1


def test_an_unclear_sender_touches_nobody_we_know(desk: Desk) -> None:
    box = open_mailbox()
    arrives(mail(box, mail_id="<a@y>", proof=SenderProof.VERIFIED))

    unclear = arrives(mail(box, answers="<a@y>", proof=SenderProof.UNCLEAR))

    assert ticket_of(unclear).customer_id != desk.cast.vera_id
    with db.reading() as session:
        author = session.get_one(Identity, unclear.author_identity_id)
    assert (author.kind.value, author.verified_by) == ("external", None)


def test_a_forged_report_changes_neither_message_nor_identity(desk: Desk) -> None:
    box = open_mailbox()
    answer = answered(desk, box)
    before = message_now(answer)
    guessed = f"<t.{'a' * 24}.0123456789abcdef@x.test>"

    for original in (guessed, "<a@y>", mail_of(answer).mail_id.replace("<t.", "<t.b", 1)):
        report = IncomingBounce((VERA,), True, "5.1.1", "gone", (original,))
        arrives(mail(box, sender="", auto_kind="bounce", bounce=report))

    assert message_now(answer).delivery_state is before.delivery_state
    assert identity_of(VERA).unreachable_reason is None
