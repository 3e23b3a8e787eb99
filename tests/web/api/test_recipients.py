"""Whom an answer by mail goes to, as the console is told before it is written."""

from collections.abc import Callable

import pytest

from helpdesk import db
from helpdesk.actions import label
from helpdesk.models import Message
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import VERA, arrives, mail, open_mailbox

Open = Callable[..., Browser]


@pytest.fixture
def letter(desk: Desk) -> Message:
    """A mail to the support team."""
    message = arrives(mail(open_mailbox(), "My parcel was open"))
    with db.transaction() as session:
        label.set_team(session, message.ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)
    return message


def test_an_answer_goes_back_to_who_wrote_under_the_same_subject(letter: Message, browser: Open) -> None:
    found = browser("anna").get(f"/api/tickets/{letter.ticket_id}/recipients?thread_id={letter.thread_id}").json()

    assert found == {"to": [["Vera", VERA]], "cc": [], "bcc": [], "subject": "Re: Order 7"}


def test_another_tickets_thread_and_another_teams_ticket_are_not_there(letter: Message, browser: Open) -> None:
    other = arrives(mail(open_mailbox("sales@x.test"), "Another matter"))
    path = f"/api/tickets/{letter.ticket_id}/recipients"

    assert browser("anna").get(f"{path}?thread_id={other.thread_id}").status_code == 404
    assert browser("charlie").get(f"{path}?thread_id={letter.thread_id}").status_code == 404
