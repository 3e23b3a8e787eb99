"""Tickets that belong to each other say so on both sides."""

import pytest

from helpdesk import db
from helpdesk.actions import links
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import LinkKind
from helpdesk.permissions import Actor
from helpdesk.queries import ticket as queries
from tests.cast import Desk
from tests.mails import arrives, mail, open_mailbox


def linked(ticket_id: int, other_id: int, *, by: Actor, kind: LinkKind = LinkKind.INCIDENT) -> None:
    with db.transaction() as session:
        links.link(session, ticket_id, other_id=other_id, kind=kind, by=by)


def shown(ticket_id: int, *, to: Actor) -> list[tuple[str, int]]:
    with db.reading() as session:
        found = queries.detail(session, to, ticket_id)["ticket"]["links"]
        return [(link["kind"], link["id"]) for link in found]


def two(box: int) -> tuple[int, int]:
    return arrives(mail(box, "One")).ticket_id, arrives(mail(box, "Two")).ticket_id


def test_a_link_is_shown_on_both_sides(desk: Desk) -> None:
    first, second = two(open_mailbox())

    linked(first, second, by=desk.cast.anna)

    assert shown(first, to=desk.cast.anna) == [("incident", second)]
    assert shown(second, to=desk.cast.anna) == [("of_incident", first)]


def test_linking_twice_links_once_and_unlinking_ends_it(desk: Desk) -> None:
    first, second = two(open_mailbox())
    for _ in range(2):
        linked(first, second, by=desk.cast.anna)
    assert len(shown(first, to=desk.cast.anna)) == 1

    for _ in range(2):
        with db.transaction() as session:
            links.unlink(session, first, other_id=second, kind=LinkKind.INCIDENT, by=desk.cast.anna)
    assert shown(first, to=desk.cast.anna) == []


def test_a_ticket_is_not_its_parents_parent(desk: Desk) -> None:
    first, second = two(open_mailbox())
    linked(first, second, by=desk.cast.anna, kind=LinkKind.PARENT)

    with pytest.raises(Conflict):
        linked(second, first, by=desk.cast.anna, kind=LinkKind.PARENT)


@pytest.mark.parametrize("kind", [LinkKind.FOLLOWS, LinkKind.QUOTES])
def test_links_of_the_desk_are_not_made_by_hand(desk: Desk, kind: LinkKind) -> None:
    first, second = two(open_mailbox())

    with pytest.raises(Invalid):
        linked(first, second, by=desk.cast.anna, kind=kind)


def test_nobody_links_to_what_they_may_not_see(desk: Desk) -> None:
    hidden = arrives(mail(open_mailbox(team_id=desk.cast.support_id), "One")).ticket_id
    seen = arrives(mail(open_mailbox("b@x.test", team_id=desk.cast.billing_id), "Two")).ticket_id

    with pytest.raises(NotFound):
        linked(seen, hidden, by=desk.cast.charlie)
