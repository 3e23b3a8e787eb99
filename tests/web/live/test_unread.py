"""A ticket that an agent keeps as unread: theirs alone, until they read it, through merges as well."""

from collections.abc import Callable

from helpdesk import db
from helpdesk.actions import merge
from helpdesk.models import ReadMark
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from tests.mails import arrives, mail, open_mailbox
from tests.stories import answers, visitor_writes

Open = Callable[..., Browser]


def unread(browser: Browser) -> list[int]:
    return [one["id"] for one in browser.get("/api/search", params={"q": "is:unread"}).json()["tickets"]]


def test_a_ticket_is_unread_again_for_one_agent_alone_until_they_read_it(desk: Desk, browser: Open) -> None:
    asked = visitor_writes(desk)
    anna, boris, at = browser("anna"), browser("boris"), f"/api/tickets/{asked.ticket_id}/read"
    answered = answers(asked.ticket_id, by=desk.cast.anna)
    for agent in (anna, boris):
        agent.send("PUT", at, json={"message_id": answered.id})
    assert unread(anna) == []

    with open_console(anna) as tab:
        kept, again = (anna.send("DELETE", at).json()["message_id"] for _ in range(2))
        heard = tab.next("private")

    assert (kept, again, heard["data"]["message_id"]) == (-asked.id, -asked.id, -asked.id)
    assert (unread(anna), unread(boris)) == ([asked.ticket_id], [])
    rows = anna.get(f"/api/ticket-rows?ids={asked.ticket_id}").json()["rows"]
    assert rows[0]["read_id"] == -asked.id
    assert anna.send("PUT", at, json={"message_id": answered.id}).json() == {"message_id": answered.id}
    assert unread(anna) == []


def test_what_is_kept_unread_stays_so_when_its_ticket_joins_another(desk: Desk, browser: Open) -> None:
    box, anna = open_mailbox(), browser("anna")
    first, second = arrives(mail(box, subject="One")), arrives(mail(box, subject="Two"))
    for one in (first, second):
        anna.send("PUT", f"/api/tickets/{one.ticket_id}/read", json={"message_id": one.id})
    anna.send("DELETE", f"/api/tickets/{second.ticket_id}/read")

    with db.transaction() as session:
        merge.merge(session, second.ticket_id, into_id=first.ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        mark = session.get(ReadMark, (desk.cast.anna.agent_id, first.ticket_id))
        assert mark is not None
        assert mark.message_id == -second.id
