"""Several tickets read together, on both databases: the same as one by one."""

from helpdesk import db
from helpdesk.models import Role
from helpdesk.permissions import Actor, ActorKind
from helpdesk.queries.customers import panel, panels
from helpdesk.queries.promises import promises_of
from helpdesk.queries.ticket import detail, details
from helpdesk.queries.usual_answers import usual_answers
from tests.cast import Desk
from tests.mails import VERA, arrives, mail, open_mailbox
from tests.stories import ticket_of, visitor_writes


def test_tickets_read_together_are_those_read_alone(either_desk: Desk) -> None:
    chat = ticket_of(visitor_writes(either_desk))
    letter = arrives(mail(open_mailbox(), "My parcel was open"))
    admin = Actor(ActorKind.AGENT, either_desk.cast.anna.agent_id, Role.ADMIN)

    with db.reading() as session:
        together = details(session, admin, [letter.ticket_id, 999, chat.id])
        alone = [detail(session, admin, id) for id in (letter.ticket_id, chat.id)]
        people = {one["ticket"]["customer"]["id"] for one in together}

        assert together == alone
        assert panels(session, admin, people) == {id: panel(session, admin, id) for id in people}
        assert promises_of(session, admin, [letter.ticket_id, chat.id]) == {letter.ticket_id: [], chat.id: []}
        assert [one["to"] for one in usual_answers(session, together).values()] == [[("Vera", VERA)]]
