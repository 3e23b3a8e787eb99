"""Custom fields of tickets."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from helpdesk import events
from helpdesk.actions import statuses
from helpdesk.actions.access import open_ticket, touch
from helpdesk.customers.values import changed_fields
from helpdesk.models import FieldEntity, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.client_base.fields import shapes


def set_fields(session: Session, ticket_id: int, *, fields: Mapping[str, Any], by: Actor) -> Ticket:
    """Write some of a ticket's custom fields, None emptying one; the same again changes nothing."""
    ticket = open_ticket(session, ticket_id, by=by)
    before = ticket.fields or {}
    after = changed_fields(before, fields, shapes(session, FieldEntity.TICKET), all_required=False)
    if after != before:
        ticket.fields = after
        if by.agent_id is not None:
            statuses.open_new(session, ticket, by=by)
        touch(ticket)
        changed = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
        events.record(session, "ticket.fields_changed", by=by, ticket=ticket, data={"fields": changed})
    return ticket
