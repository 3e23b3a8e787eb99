"""Side threads: colleagues, teams and addresses outside; answers come back to them, and the customer never hears."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from helpdesk import db, mail_tokens
from helpdesk.actions import label, merge, side_mail, sides, system_mail
from helpdesk.actions.sides import Partner
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.incoming import IncomingBounce, IncomingFile
from helpdesk.models import DeliveryState, Message, Notification, SideMessage, SideThread, SystemMail, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.inbox import counts
from helpdesk.queries.sides import file_of_side, own_sides, search_sides, side_detail, ticket_sides
from helpdesk.queries.ticket import find
from helpdesk.queries.timeline import history
from tests.cast import Desk
from tests.mails import VERA, all_arrive, arrives, mail, open_mailbox
from tests.stories import visitor_writes

PARTNER = "oleh@carrier.example"


def of_support(desk: Desk) -> int:
    mailbox_id = open_mailbox()
    ticket_id = arrives(mail(mailbox_id, "Where is my parcel?")).ticket_id
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)
    return ticket_id


def begins(ticket_id: int, partner: Partner, *, by: Actor, text: str = "Do you know where 4711 is?") -> int:
    with db.transaction() as session:
        return sides.begin(session, ticket_id, partner, subject="4711", text=text, client_key=str(uuid4()), by=by).id


def letter() -> SystemMail:
    with db.reading() as session:
        return session.scalars(select(SystemMail).order_by(SystemMail.id.desc()).limit(1)).one()


def said(side_id: int) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(SideMessage.text).where(SideMessage.side_id == side_id).order_by("id")))


def messages() -> int:
    with db.reading() as session:
        return len(session.scalars(select(Message.id)).all())


def unread(actor: Actor) -> int:
    with db.reading() as session:
        return counts(session, [actor])[actor.agent_id or 0]["sides"]


def test_an_answer_from_outside_comes_back_to_the_side_thread_and_nowhere_else(desk: Desk) -> None:
    ticket_id, before = of_support(desk), messages()
    side_id = begins(ticket_id, Partner(address=PARTNER, name="Oleh"), by=desk.cast.anna)
    out = letter()
    assert out.headers is not None
    assert (out.address, out.subject, out.text) == (PARTNER, "4711", "Do you know where 4711 is?")
    assert mail_tokens.side_tokens_in([out.headers["reply_to"]])

    with db.reading() as session:
        channel_id = side_mail.require_mailbox(session).id
    answer = mail(channel_id, "It is in Lviv", sender=PARTNER, answers=out.mail_id, subject="Re: 4711")
    assert all_arrive(answer, answer) == []

    assert said(side_id) == ["Do you know where 4711 is?", "It is in Lviv"]
    assert messages() == before
    assert unread(desk.cast.anna) == 1


def test_the_reply_address_alone_is_enough(desk: Desk) -> None:
    side_id = begins(of_support(desk), Partner(address=PARTNER), by=desk.cast.anna)
    out = letter()
    assert out.headers is not None
    tokens = mail_tokens.side_tokens_in([out.headers["reply_to"]])

    with db.reading() as session:
        channel_id = side_mail.require_mailbox(session).id
    all_arrive(mail(channel_id, "Found it", sender=PARTNER, tokens=tokens))

    assert said(side_id)[-1] == "Found it"


@pytest.mark.parametrize("sender", [VERA, "stranger@z.test"])
def test_whoever_else_knows_the_token_does_not_get_in(desk: Desk, sender: str) -> None:
    ticket_id = of_support(desk)
    side_id = begins(ticket_id, Partner(address=PARTNER), by=desk.cast.anna)

    with db.reading() as session:
        channel_id = side_mail.require_mailbox(session).id
    (came,) = all_arrive(mail(channel_id, "What is this?", sender=sender, answers=letter().mail_id))

    assert len(said(side_id)) == 1
    assert came.text == "What is this?"


def test_a_side_token_opens_no_ticket_and_a_tickets_token_no_side_thread(desk: Desk) -> None:
    ticket_id = of_support(desk)
    side_id = begins(ticket_id, Partner(address=PARTNER), by=desk.cast.anna)

    assert mail_tokens.ticket_of(mail_tokens.side_tokens_in([letter().mail_id])[0].removeprefix("s.")) is None
    assert mail_tokens.side_of(f"s.{mail_tokens.token_of(side_id)}") is None


def test_files_come_along_and_only_who_sees_the_thread_gets_them(desk: Desk) -> None:
    side_id = begins(of_support(desk), Partner(address=PARTNER), by=desk.cast.anna)
    with db.reading() as session:
        channel_id = side_mail.require_mailbox(session).id
    file = IncomingFile("label.txt", "text/plain", 5, "0" * 64)
    all_arrive(mail(channel_id, "See there", sender=PARTNER, answers=letter().mail_id, files=[file]))

    with db.reading() as session:
        (shown,) = side_detail(session, desk.cast.anna, side_id)["messages"][-1]["files"]
        assert file_of_side(session, desk.cast.boris, shown["id"]) is not None
        assert file_of_side(session, desk.cast.charlie, shown["id"]) is None


def test_a_mail_that_comes_back_says_so_beside_it(desk: Desk) -> None:
    side_id = begins(of_support(desk), Partner(address=PARTNER), by=desk.cast.anna)
    out = letter()
    report = IncomingBounce((PARTNER,), True, "5.1.1", "unknown", (out.mail_id,))
    with db.reading() as session:
        channel_id = side_mail.require_mailbox(session).id

    all_arrive(mail(channel_id, "Not delivered", sender="mailer-daemon@z.test", auto_kind="bounce", bounce=report))

    with db.reading() as session:
        first = side_detail(session, desk.cast.anna, side_id)["messages"][0]
    assert (first["delivery"], first["delivery_error"]) == ("failed", "5.1.1 unknown")


def test_customers_and_ourselves_are_no_partners_and_without_a_mailbox_nobody_is(desk: Desk) -> None:
    chat_id = visitor_writes(desk).ticket_id
    with pytest.raises(Conflict):
        begins(chat_id, Partner(address=PARTNER), by=desk.cast.anna)
    ticket_id = of_support(desk)

    for address in (VERA, "support@x.test", "no address"):
        with pytest.raises(Invalid):
            begins(ticket_id, Partner(address=address), by=desk.cast.anna)


def test_a_colleague_of_another_team_sees_the_thread_and_not_the_ticket(desk: Desk) -> None:
    ticket_id = of_support(desk)
    side_id = begins(ticket_id, Partner(agent_id=desk.cast.charlie.agent_id), by=desk.cast.anna)
    other_id = begins(ticket_id, Partner(agent_id=desk.cast.boris.agent_id), by=desk.cast.anna)

    with db.reading() as session:
        assert [one["id"] for one in own_sides(session, desk.cast.charlie)] == [side_id]
        assert [one["id"] for one in ticket_sides(session, desk.cast.charlie, ticket_id)] == [side_id]
        assert len(side_detail(session, desk.cast.charlie, side_id)["messages"]) == 1
        with pytest.raises(NotFound):
            side_detail(session, desk.cast.charlie, other_id)
        with pytest.raises(NotFound):
            find(session, desk.cast.charlie, ticket_id=ticket_id)


def test_a_team_that_is_asked_has_it_unread_until_each_has_looked(desk: Desk) -> None:
    side_id = begins(of_support(desk), Partner(team_id=desk.cast.billing_id), by=desk.cast.anna)
    assert (unread(desk.cast.charlie), unread(desk.cast.anna)) == (1, 0)

    with db.transaction() as session:
        sides.mark_read(session, side_id, by=desk.cast.charlie)
        sides.write(session, side_id, text="We paid it", client_key="1", by=desk.cast.charlie)
        sides.write(session, side_id, text="We paid it", client_key="1", by=desk.cast.charlie)

    assert (unread(desk.cast.charlie), unread(desk.cast.anna)) == (0, 1)
    assert len(said(side_id)) == 2
    with db.reading() as session:
        told = session.scalars(select(Notification.agent_id).where(Notification.kind == "side.written")).all()
    assert sorted(told) == sorted([desk.cast.charlie.agent_id or 0, desk.cast.anna.agent_id or 0])


def test_search_finds_it_only_for_who_may_see_it(desk: Desk) -> None:
    begins(of_support(desk), Partner(agent_id=desk.cast.boris.agent_id), by=desk.cast.anna, text="Пропала КАНАРЕЙКА")

    with db.reading() as session:
        found = [
            len(search_sides(session, one, ["канарейка"], limit=5))
            for one in (desk.cast.anna, desk.cast.boris, desk.cast.dora, desk.cast.charlie)
        ]
    assert found == [1, 1, 1, 0]


def test_the_customers_history_holds_nothing_of_it(desk: Desk) -> None:
    ticket_id = of_support(desk)
    begins(ticket_id, Partner(agent_id=desk.cast.boris.agent_id), by=desk.cast.anna, text="kanareyka7")

    with db.reading() as session:
        customer_id = session.get_one(Ticket, ticket_id).customer_id
        assert "kanareyka7" not in str(history(session, desk.cast.dora, customer_id))


def test_it_goes_along_when_its_ticket_is_merged_and_back_again(desk: Desk) -> None:
    one = of_support(desk)
    with db.reading() as session:
        channel_id = side_mail.require_mailbox(session).id
    other = arrives(mail(channel_id, "Something else")).ticket_id
    side_id = begins(one, Partner(address=PARTNER), by=desk.cast.dora)

    with db.transaction() as session:
        merge.merge(session, one, into_id=other, by=desk.cast.dora)
    all_arrive(mail(channel_id, "It is in Lviv", sender=PARTNER, answers=letter().mail_id))
    with db.reading() as session:
        assert session.get_one(SideThread, side_id).ticket_id == other
    with db.transaction() as session:
        merge.unmerge(session, one, by=desk.cast.dora)

    assert said(side_id)[-1] == "It is in Lviv"
    with db.reading() as session:
        assert session.get_one(SideThread, side_id).ticket_id == one


def test_its_mail_is_sent_once_and_what_became_of_it_is_shown(desk: Desk) -> None:
    side_id = begins(of_support(desk), Partner(address=PARTNER), by=desk.cast.anna)

    with db.transaction() as session:
        claimed = system_mail.claim(session, owner="gateway")
        assert claimed is not None
        system_mail.mark_sent(session, claimed.id)
    with db.transaction() as session:
        assert system_mail.claim(session, owner="gateway") is None

    with db.reading() as session:
        assert side_detail(session, desk.cast.anna, side_id)["messages"][0]["delivery"] == DeliveryState.SENT.value
