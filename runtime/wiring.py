"""The whole wiring: which event wakes which work."""

from helpdesk.outbox import Wiring
from helpdesk.queue import ROUTE

RECOMPUTE = "helpdesk.actions.sla_recompute.recompute"

WIRING = Wiring(
    jobs={
        "ticket.created": [ROUTE],
        "ticket.reopened": [ROUTE],
        "ticket.unassigned": [ROUTE],
        "ticket.status_changed": [ROUTE],
        "ticket.priority_changed": [ROUTE],
        "ticket.team_changed": [ROUTE],
        "ticket.skills_changed": [ROUTE],
        "ticket.spam_cleared": [ROUTE],
        "ticket.woken": [ROUTE],
        # An answer frees its writer for the next customer; a customer's message frees nobody.
        "message.queued": [ROUTE],
        "message.released": [ROUTE],
        "presence.changed": [ROUTE],
        "workspace.changed": [ROUTE, RECOMPUTE],
    },
    signals={
        "message.queued": ["gateway"],
        "message.retried": ["gateway"],
    },
)
