"""Attack 34: nothing internal reaches a visitor by any way there is."""

import json
import uuid
from collections.abc import Iterator

import httpx
import pytest

from helpdesk import db
from helpdesk.actions import assign, label, lifecycle, reading, reply
from helpdesk.actions.assign import Choice
from helpdesk.actions.reply import Writing
from helpdesk.config import Config
from helpdesk.models import Agent, Customer, Priority, Team, Ticket
from helpdesk.permissions import SYSTEM
from tests.cast import Desk
from tests.live_edge import live_edge
from tests.stories import answers, gateway_delivers
from tests.web.chat.asking import ticket_id_of
from tests.widgets import new_token, open_widget, rest

CANARY = "kanareyka"
MESSAGE = {"seq", "from", "name", "text", "html", "at", "client_id", "attachments"}
EVENT = {"ticket", "seq", "kind", "message", "status", "agent"}
TICKET = {"number", "category", "at", "preview", "seq", "customer_seen", "desk_seen"}


@pytest.fixture
def server(desk: Desk, redis_url: str) -> Iterator[Config]:
    """The desk served on a free port; what happens reaches sockets at once."""
    with live_edge(desk, redis_url) as config:
        yield config


def plant(desk: Desk, ticket_id: int) -> None:
    """Put the canary everywhere an agent could, except into a reply."""
    anna = desk.cast.anna
    with db.transaction() as session:
        ticket = session.get_one(Ticket, ticket_id)
        session.get_one(Customer, ticket.customer_id).name = CANARY
        session.get_one(Customer, ticket.customer_id).fields = {"vip": CANARY}
        session.get_one(Team, desk.cast.support_id).name = CANARY
        session.get_one(Agent, anna.agent_id).email = f"{CANARY}@desk.example"
    with db.transaction() as session:
        label.set_subject(session, ticket_id, subject=CANARY, by=anna)
        label.set_priority(session, ticket_id, priority=Priority.LOW, by=anna)
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
        reply.add_note(session, ticket_id, Writing(f"{CANARY} note", str(uuid.uuid4())), by=anna)
        choice = Choice(reasons=[("skill", CANARY)], runners_up=[{"agent_id": 2, "reasons": [[CANARY, 1]]}])
        assign.claim(session, ticket_id, agent_id=anna.agent_id or 0, choice=choice)
        ticket = session.get_one(Ticket, ticket_id)
        reading.mark_read(session, ticket_id, message_id=ticket.last_message_id or 0, by=anna)
    answers(ticket_id, "Good day", by=anna)
    gateway_delivers(desk)
    with db.transaction() as session:
        lifecycle.resolve(session, ticket_id, by=anna)


def keys_of(found: object) -> set[str]:
    if isinstance(found, dict):
        return set(found) | {key for value in found.values() for key in keys_of(value)}
    return {key for one in found for key in keys_of(one)} if isinstance(found, list) else set()


def test_no_word_meant_for_the_desk_reaches_the_visitor(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("Hello")["ticket"]
        plant(desk, ticket_id_of(number))
        widget.next("event", where=lambda frame: frame.get("status") == "resolved")
        widget.drain()
        live = widget.frames
    with open_widget(server, desk, token=token) as widget, rest(server, desk, token) as client:
        caught_up = widget.frames
        answers_of_rest = [client.get("events").json(), client.get(f"events?ticket={number}&after=0").json()]
        pages = [client.get("config").text, client.get("frame").text]
    public = httpx.get(f"{server.public_url}/widget.js", trust_env=False).text

    everything = json.dumps([live, caught_up, answers_of_rest, pages, public], ensure_ascii=False)
    assert "Good day" in everything, "the premise: something did arrive"
    assert CANARY not in everything


def test_what_arrives_has_exactly_the_fields_of_the_protocol(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("Hello")["ticket"]
        plant(desk, ticket_id_of(number))
        widget.next("event", where=lambda frame: frame.get("status") == "resolved")
        events = [frame for frame in widget.frames if frame["t"] == "event"]
    with open_widget(server, desk, token=token) as widget:
        welcome = widget.frames[0]

    assert {"message", "agent", "status"} <= {key for event in events for key in event}
    assert all(event.keys() <= EVENT | {"t"} for event in events)
    assert all(event["message"].keys() == MESSAGE for event in events if "message" in event)
    assert all(event["agent"].keys() == {"name"} for event in events if "agent" in event)
    assert welcome.keys() == {"t", "online", "tickets", "events", "truncated", "known", "consented", "verified"}
    assert all(value in (True, False) for value in (*welcome["known"].values(), welcome["consented"]))
    assert all(ticket.keys() == TICKET for ticket in welcome["tickets"])
    assert not keys_of([events, welcome]) & {"id", "priority", "team_id", "assignee_id", "agent_id", "customer", "tags"}
