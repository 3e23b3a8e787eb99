"""One request that has all a ticket's first screen needs, and one that says whether a kept copy is still true."""

from collections.abc import Callable
from datetime import timedelta

from helpdesk import clock
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import VERA, arrives, mail, open_mailbox
from tests.news import numbered
from tests.stories import answers, takes, ticket_of, visitor_writes

Open = Callable[..., Browser]


def test_a_mail_comes_with_whom_its_answer_goes_to(desk: Desk, browser: Open) -> None:
    letter = arrives(mail(open_mailbox(), "My parcel was open"))
    dora = browser("dora")

    found = dora.get(f"/api/tickets/{letter.ticket_id}").json()["recipients"]

    asked = dora.get(f"/api/tickets/{letter.ticket_id}/recipients?thread_id={letter.thread_id}").json()
    assert found == asked | {"message_id": letter.id}
    assert found["to"] == [["Vera", VERA]]


def test_a_chat_has_no_recipients_and_comes_with_its_promises(desk: Desk, browser: Open) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), browser("anna")
    due_at = (clock.now() + timedelta(days=1)).isoformat()
    made = anna.post(f"/api/tickets/{ticket.id}/promises", json={"text": "Call", "due_at": due_at})

    found = anna.get(f"/api/tickets/{ticket.id}").json()

    assert found["promises"] == [made.json()]
    assert found["recipients"] is None


def test_who_has_a_copy_hears_only_that_nothing_has_changed(desk: Desk, browser: Open) -> None:
    ticket, anna = ticket_of(visitor_writes(desk)), browser("anna")
    takes(ticket.id, by=desk.cast.anna)
    numbered()
    position = anna.get(f"/api/tickets/{ticket.id}").json()["position"]

    same = anna.get(f"/api/tickets/{ticket.id}?since={position}").json()
    answers(ticket.id, "On its way", by=desk.cast.anna)
    numbered()
    changed = anna.get(f"/api/tickets/{ticket.id}?since={position}").json()

    assert same == {"position": position, "unchanged": True, "viewers": []}
    assert [message["text"] for message in changed["messages"]][-1] == "On its way"


def test_a_copy_of_another_teams_ticket_is_not_vouched_for(desk: Desk, browser: Open) -> None:
    letter = arrives(mail(open_mailbox(), "My parcel was open"))
    browser("dora").put(f"/api/tickets/{letter.ticket_id}/team", json={"team_id": desk.cast.support_id})

    assert browser("charlie").get(f"/api/tickets/{letter.ticket_id}?since=1000000").status_code == 404
