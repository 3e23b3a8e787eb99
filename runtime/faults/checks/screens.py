"""What agents see: every open ticket's messages as stored, every row of the list in its newest version."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Message, Ticket
from helpdesk.queries.rows import live_rows
from runtime.faults.agent import AgentAtWork
from runtime.faults.crowd import Crowd
from runtime.faults.screen import Screen


def check_screens(session: Session, crowd: Crowd) -> list[str]:
    """Compare every open tab of every agent with the database."""
    wrong = []
    for agent in crowd.agents:
        wrong += _check_list(session, agent)
        for ticket_id, tab in agent.tickets.items():
            wrong += _check_ticket(session, tab.screen, f"agent {agent.browser.agent_id} on ticket {ticket_id}")
    return wrong


def _check_list(session: Session, agent: AgentAtWork) -> list[str]:
    wrong = []
    open_ids = set(session.scalars(select(Ticket.id).where(Ticket.category.in_(("new", "open", "pending", "on_hold")))))
    shown = agent.list.screen.rows
    name = f"the list of agent {agent.browser.agent_id}"
    wrong += [f"missing: {name} lacks ticket {id}" for id in sorted(open_ids - shown.keys())]
    for id, row in live_rows(session, shown.keys()).items():
        if shown[id] != row.row and not _only_adds(shown[id], row.row):
            wrong.append(f"{name} shows ticket {id} as {_difference(shown[id], row.row)}")
    return wrong


def _check_ticket(session: Session, screen: Screen, name: str) -> list[str]:
    stored = session.execute(
        select(Message.id, Message.text, Message.delivery_state)
        .where(Message.ticket_id == screen.ticket_id)
        .order_by(Message.id)
    ).all()
    wrong = []
    missing = [row.text for row in stored if row.id not in screen.messages]
    if missing:
        wrong.append(f"missing: {name} does not show {missing}")
    if len(screen.messages) > len(stored):
        wrong.append(f"doubled: {name} shows {len(screen.messages)} messages of {len(stored)}")
    for row in stored:
        delivery = screen.messages.get(row.id, {}).get("delivery")
        if delivery is not None and delivery["state"] != row.delivery_state:
            wrong.append(f"{name} says that {row.text!r} is {delivery['state']}, it is {row.delivery_state}")
    return wrong


def _only_adds(shown: dict[str, object], stored: dict[str, object]) -> bool:
    """A row asked for by REST also says up to where its reader has read."""
    return {key: value for key, value in shown.items() if key in stored} == stored


def _difference(shown: dict[str, object], stored: dict[str, object]) -> str:
    return str({key: (shown.get(key), value) for key, value in stored.items() if shown.get(key) != value})
