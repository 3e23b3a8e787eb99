"""Short sentences about tags: what has them, what names them, and several who change them at once."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from helpdesk import clock, db, models
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.actions.tags import change_tags
from helpdesk.models import (
    Audience,
    Automation,
    CustomerTag,
    Macro,
    SavedReport,
    SavedView,
    Segment,
    SlaPolicy,
    Tag,
    TicketTag,
)
from tests.cast import Desk
from tests.helpdesk.sla.promised import add_policy
from tests.stories import ticket_of, visitor_writes


def tags(desk: Desk, *names: str) -> list[int]:
    """Have a ticket of a customer's with these tags, for their ids."""
    ticket = ticket_of(visitor_writes(desk))
    with db.transaction() as session:
        change_tags(session, ticket.id, add=names, by=desk.cast.anna)
        found = {tag.name: tag.id for tag in session.scalars(select(Tag))}
    return [found[name] for name in names]


def tagged(desk: Desk, *names: str, browser: str) -> int:
    """Return a new ticket with these tags, whose customer has them as well."""
    ticket = ticket_of(visitor_writes(desk, browser=browser))
    with db.transaction() as session:
        change_tags(session, ticket.id, add=names, by=desk.cast.dora)
        change_profile(session, ticket.customer_id, ProfileChanges(tags=names), by=desk.cast.dora)
    return ticket.id


def on(ticket_id: int) -> list[str]:
    """Return the tags of a ticket."""
    with db.reading() as session:
        wanted = select(Tag.name).join(TicketTag).where(TicketTag.ticket_id == ticket_id).order_by(Tag.name)
        return list(session.scalars(wanted))


def on_customer_of(ticket_id: int) -> list[str]:
    """Return the tags of its customer."""
    with db.reading() as session:
        customer_id = session.get_one(models.Ticket, ticket_id).customer_id
        wanted = select(Tag.name).join(CustomerTag).where(CustomerTag.customer_id == customer_id).order_by(Tag.name)
        return list(session.scalars(wanted))


def names_it(desk: Desk, id: int, name: str) -> None:
    """Have one of each kind name a tag."""
    own = {"owner_id": desk.cast.dora.agent_id or 0, "audience": Audience.ALL}
    made = {"created_at": clock.now(), "updated_at": clock.now()}
    on_it = {"field": "tag", "op": "in", "values": [id, None]}
    view = {"match": "all", "conditions": [on_it], "groups": []}
    nested = {**view, "conditions": [], "groups": [{**view, "conditions": [{**on_it, "field": "customer_tag"}]}]}
    steps = [{"do": "add_tags", "tags": [name, "other"]}, {"do": "remove_tags", "tags": [name.upper()]}]
    segment = {"match": "all", "conditions": [{"field": "tag", "op": "is", "value": [name, str(id)]}]}
    report = {"measure": "created", "filters": {"tag": [id, None]}}
    with db.transaction() as session:
        policy = add_policy(session, desk, {"first_response": 5}, name="Fast", conditions={"tag_ids": [id]})
        assert policy
        session.add_all(
            [
                Automation(
                    name="By event",
                    position=1,
                    is_enabled=True,
                    trigger={"on": "ticket.created"},
                    conditions={"filter": nested, "customer_tag_ids": [id]},
                    steps=steps,
                    **made,
                ),
                Macro(name="Both", steps=steps, **own, **made),
                Macro(name="Alone", steps=steps[1:], **own, **made),
                SavedView(name="Ours", sort="due", filter=view, **own, **made),
                SavedReport(name="Week", arrangement=report, **own, **made),
                Segment(name="Them", filter=segment, position=1, **made),
            ]
        )


def said() -> dict[str, Any]:
    """Return what each of them says now."""
    with db.reading() as session:
        found: dict[str, Any] = {}
        kinds: Sequence[tuple[Any, Sequence[str]]] = (
            (SlaPolicy, ("conditions",)),
            (Automation, ("conditions", "steps", "is_enabled")),
            (Macro, ("steps",)),
            (SavedView, ("filter",)),
            (SavedReport, ("arrangement",)),
            (Segment, ("filter",)),
        )
        for model, columns in kinds:
            for row in session.scalars(select(model)):
                found |= {f"{row.name}.{column}": getattr(row, column) for column in columns}
        return found


def together(*works: Callable[[], object]) -> list[BaseException]:
    """Do all at once; return what went wrong."""
    wrong: list[BaseException] = []
    ready = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        ready.wait()
        try:
            work()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def put_on(desk: Desk, ticket_ids: list[int], name: str) -> None:
    """Put a tag on tickets, one after another."""
    for ticket_id in ticket_ids:
        with db.transaction() as session:
            change_tags(session, ticket_id, add=[name], by=desk.cast.dora)


def give(desk: Desk, ticket_ids: list[int], name: str) -> None:
    """Give their customers one tag alone, one after another."""
    for ticket_id in ticket_ids:
        with db.transaction() as session:
            customer_id = session.get_one(models.Ticket, ticket_id).customer_id
            change_profile(session, customer_id, ProfileChanges(tags=[name]), by=desk.cast.dora)
