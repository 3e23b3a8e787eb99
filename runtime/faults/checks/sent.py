"""What arrived at customers by mail and from the bot: every answer once, in order, none that is said to be sent missing."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import DeliveryState, Message
from runtime.faults.crowd import Crowd
from runtime.faults.customers import Correspondent

LEFT = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ)


def check_sent(session: Session, crowd: Crowd) -> list[str]:
    """Compare what is said to be sent with what the customers' own providers took."""
    return [line for other in crowd.others for line in _check(session, crowd, other)]


def _check(session: Session, crowd: Crowd, other: Correspondent) -> list[str]:
    replies = {mark: crowd.journal.replies[mark] for mark in _marks(other) if mark in crowd.journal.replies}
    keys = {reply.client_key: mark for mark, reply in replies.items()}
    stored = session.execute(
        select(Message.client_key, Message.delivery_state, Message.ticket_id)
        .where(Message.client_key.in_(keys))
        .order_by(Message.id)
    ).all()
    arrived = Counter(other.arrived)
    wrong = []
    for key, state, _ in stored:
        mark = keys[key or ""]
        reply, times = replies[mark], arrived[mark]
        if times > 1 + reply.resends:
            wrong.append(f"told {times} times: the answer to {mark}, sent again {reply.resends} times by a person")
        if state in LEFT and not times and not reply.is_confirmed:
            wrong.append(f"never told: the answer to {mark} is {state} and did not arrive")
    wrong += [f"unasked: {other.name} was sent an answer to {mark}" for mark in arrived if mark not in replies]
    clear = [(ticket, keys[key or ""]) for key, _, ticket in stored if not replies[keys[key or ""]].was_unclear]
    return wrong + out_of_order(other.name, clear, list(dict.fromkeys(other.arrived)))


def out_of_order(name: str, written: Sequence[tuple[int, str]], arrived: Sequence[str]) -> list[str]:
    """Return on which tickets answers, each (ticket, mark) in the order of writing, arrived in another; tickets go side by side."""
    wrong = []
    for ticket in dict.fromkeys(ticket for ticket, _ in written):
        marks = [mark for one, mark in written if one == ticket]
        came = [mark for mark in arrived if mark in marks]
        if came != [mark for mark in marks if mark in came]:
            wrong.append(f"out of order: {name} was sent {came} on ticket {ticket}, written was {marks}")
    return wrong


def _marks(other: Correspondent) -> list[str]:
    return [letter.mark for letter in other.letters]
