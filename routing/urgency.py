"""How much a waiting ticket presses: priority's weight, slack to its target, growing after the breach."""

import math

from routing.shapes import WaitingTicket
from routing.tuning import Tuning

_EMAIL_CHANNELS = frozenset({"email", "mail"})
_DEFAULT_TARGET_S = {"email": 4 * 3600.0, "telegram": 1200.0}
_DEFAULT_LIVE_TARGET_S = 300.0


def is_email(channel: str) -> bool:
    """Whether an agent answers this channel in between, rather than while the customer looks on."""
    return channel in _EMAIL_CHANNELS


def target_s(ticket: WaitingTicket) -> float:
    """Tell the whole time the ticket has for its answer; a usual one for its channel when it has no due time."""
    if ticket.due_at is not None and ticket.due_at > ticket.waiting_since:
        return ticket.due_at - ticket.waiting_since
    return _DEFAULT_TARGET_S.get(ticket.channel, _DEFAULT_LIVE_TARGET_S)


def due_at(ticket: WaitingTicket) -> float:
    """Tell when the answer is due, by the ticket's own due time or its channel's usual target."""
    return ticket.waiting_since + target_s(ticket) if ticket.due_at is None else ticket.due_at


def age_share(now: float, ticket: WaitingTicket) -> float:
    """Tell which share of its target the ticket has waited; more than 1 after the breach."""
    return max(0.0, now - ticket.waiting_since) / target_s(ticket)


def weight(ticket: WaitingTicket, tuning: Tuning) -> float:
    """Tell what a breach of this ticket costs."""
    return tuning.weights[min(max(ticket.priority, 1), 4) - 1]


def urgency(now: float, ticket: WaitingTicket, tuning: Tuning) -> float:
    """Score a ticket; the highest goes first.

    Value for work (the weight over the effort, as in overload not everything can be in time) times how near
    the latest moment to start is. A ticket that can no longer be in time falls behind those that can, then grows
    for ever, so that nothing starves: by how many times its target it has waited, more than by its weight, since
    the targets of the urgent are short.
    """
    email = is_email(ticket.channel)
    worth = weight(ticket, tuning) / (tuning.email_density if email else 1.0)
    if ticket.responded:
        worth *= tuning.responded_level
    target = target_s(ticket)
    slack = due_at(ticket) - now - (tuning.email_first_turn_s if email else tuning.live_first_turn_s)
    if slack >= 0:
        return worth * math.exp(-slack / target / tuning.slack_scale)
    late = -slack / target
    return math.pow(worth, tuning.late_worth) * (tuning.late_level + tuning.late_growth * late)
