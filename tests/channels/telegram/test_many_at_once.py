"""Many updates in one transaction come to the same as one by one, whatever they are."""

import json
from dataclasses import dataclass, field
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from channels.telegram.drain import TelegramDrain
from channels.telegram.storing import store_updates
from helpdesk import db
from helpdesk.models import (
    Channel,
    Event,
    Inbound,
    Message,
    MessageExternalId,
    MessageRevision,
    Ticket,
)
from tests.bots import Halt, add_bot, own
from tests.cast import Desk
from tests.peers.bot_api import TelegramPeer
from tests.rounds import examples

Update = dict[str, Any]


@dataclass(slots=True)
class Talk:
    """Updates of a few people, made one after the other."""

    updates: list[Update] = field(default_factory=list)

    def add(self, kind: str, body: Update) -> None:
        self.updates.append({"update_id": len(self.updates) + 1, kind: body})


def message(person: int, number: int, **content: Any) -> Update:
    return {
        "message_id": number,
        "date": 1_795_300_000,
        "chat": {"id": person, "type": "private"},
        "from": {"id": person, "is_bot": False, "first_name": f"P{person}"},
        **content,
    }


STEPS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(("say", "say", "say", "again", "edit", "album", "reply", "start"))),
    min_size=2,
    max_size=14,
)


def talk_of(steps: list[tuple[int, str]], base: int) -> list[Update]:
    talk = Talk()
    for number, (who, what) in enumerate(steps, start=1):
        person = base + who
        match what:
            case "say":
                talk.add("message", message(person, number, text=f"t{number}"))
            case "again":
                talk.add("message", message(person, 1, text="t1"))
            case "edit":
                talk.add("edited_message", message(person, 1, text=f"e{number}", edit_date=1_795_300_009))
            case "album":
                photo = [{"file_id": f"f{number}", "width": 1, "height": 1}]
                talk.add("message", message(person, number, photo=photo, media_group_id="7", caption=f"c{number}"))
            case "reply":
                talk.add("message", message(person, number, text=f"r{number}", reply_to_message=message(person, 1)))
            case "start":
                talk.add("message", message(person, number, text="/start"))
    return talk.updates


def outcome(channel: Channel) -> dict[str, Any]:
    """Return what there is after it, without what is never the same twice."""
    with db.reading() as session:
        tickets = session.scalars(select(Ticket).where(Ticket.channel_id == channel.id).order_by(Ticket.id)).all()
        order = {ticket.id: nth for nth, ticket in enumerate(tickets)}
        messages = session.scalars(select(Message).where(Message.ticket_id.in_(order)).order_by(Message.id)).all()
        ids = [one.id for one in messages]
        names = session.execute(
            select(MessageExternalId.external_id, MessageExternalId.message_id).where(
                MessageExternalId.channel_id == channel.id
            )
        ).all()
        revisions = session.scalars(select(MessageRevision.text).where(MessageRevision.message_id.in_(ids)))
        kinds = session.scalars(select(Event.kind).where(Event.ticket_id.in_(order)).order_by(Event.id))
        dispositions = session.scalars(select(Inbound.disposition).order_by(Inbound.id))
        return {
            "tickets": [(one.message_count, one.preview, one.category, one.subject) for one in tickets],
            "last": [ids.index(one.last_message_id) for one in tickets if one.last_message_id],
            "messages": [(order[one.ticket_id], one.text, one.html) for one in messages],
            "names": sorted((name.partition(":")[2], ids.index(id)) for name, id in names),
            "revisions": sorted(revisions),
            "events": sorted(kinds),
            "dispositions": list(dispositions),
        }


def taken(channel: Channel, updates: list[Update], *, together: int) -> dict[str, Any]:
    with db.transaction() as session:
        session.execute(delete(Inbound))
        store_updates(session, channel.id, together, updates)
    drain = TelegramDrain(channel, own(channel))
    drain._together = together
    drain.drain(Halt())
    return outcome(channel)


@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_a_batch_comes_to_the_same_as_one_by_one(
    telegram: TelegramPeer, either_desk: Desk, steps: list[tuple[int, str]]
) -> None:
    # Two bots, the same talk: one takes it in at once, the other update by update.
    at_once, one_by_one = add_bot(telegram), add_bot(telegram)
    base = 1000 * at_once.id
    first = taken(at_once, talk_of(steps, base), together=100)
    second = [taken(one_by_one, [update], together=1) for update in talk_of(steps, base)][-1]

    first.pop("dispositions"), second.pop("dispositions")
    assert json.dumps(first, default=str) == json.dumps(second, default=str)
