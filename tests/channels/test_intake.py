"""Raw things: stored once whatever the key, drained in order, and none stops the next."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from channels.intake import RawThing, store_raw
from channels.intake_drain import Drain, RawRow, Reading
from helpdesk import clock, db, leases
from helpdesk.incoming import IncomingMessage, NewVisitor, Sender
from helpdesk.leases import Fenced
from helpdesk.models import IdentityKind, Inbound, InboundState, Message
from helpdesk.raw_things import IMPORTED
from tests.cast import Desk
from tests.stories import token_hash


class Words:
    """Reads a thing's payload as a chat message; "!" cannot be read, a text with "NUL" cannot be stored."""

    def __init__(self, channel_id: int) -> None:
        self._channel_id = channel_id
        self.batches: list[int] = []

    def read(self, rows: Sequence[RawRow]) -> Sequence[Reading]:
        self.batches.append(len(rows))
        return [self._reading(row) for row in rows]

    def stand_in(self, row: RawRow, error: str) -> Reading:
        return Reading(row.id, self._message(row, "unreadable"), "unreadable", error=error)

    def settle(self, session: Session, readings: Sequence[Reading]) -> Sequence[Reading]:
        return readings

    def note_taken(self, session: Session, reading: Reading, message: Message, *, is_known: bool) -> str:
        if message.text == "breaks":
            raise ValueError("cannot be stored")
        return "duplicate" if is_known else reading.disposition

    def _reading(self, row: RawRow) -> Reading:
        text = str((row.payload or {})["text"])
        if text == "!":
            return self.stand_in(row, "not understood")
        return Reading(row.id, self._message(row, text), "message", {"subject": text})

    def _message(self, row: RawRow, text: str) -> IncomingMessage:
        owner = token_hash("vera")
        return IncomingMessage(
            channel_id=self._channel_id,
            external_id=f"v:{(row.payload or {}).get('id', row.key)}",
            peer="",
            sender=Sender(IdentityKind.VISITOR, ""),
            text=text,
            sent_at=clock.now(),
            visitor=NewVisitor(owner, "uk"),
        )


def thing(text: str, *, key: str = "", **more: Any) -> RawThing:
    return RawThing(key or text, payload={"text": text, "role": more.pop("role", "inbox")}, **more)


def store(desk: Desk, *things: RawThing) -> int:
    with db.transaction() as session:
        return store_raw(session, desk.channel_id, things)


def rows(desk: Desk) -> list[Inbound]:
    with db.reading() as session:
        return list(session.scalars(select(Inbound).where(Inbound.channel_id == desk.channel_id).order_by(Inbound.id)))


def texts() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Message.text).order_by(Message.id)))


@pytest.fixture
def drain_of() -> Callable[[Desk], Drain]:
    def make(desk: Desk) -> Drain:
        fence = leases.acquire(f"channel:{desk.channel_id}", "here")
        assert fence is not None
        return Drain(desk.channel_id, fence, Words(desk.channel_id))

    return make


def test_what_is_known_by_its_key_is_left_as_it_is(either_desk: Desk) -> None:
    assert store(either_desk, thing("one", key="a")) == 1
    store(either_desk, thing("other", key="a"), thing("two", key="b"))

    assert [(row.payload or {})["text"] for row in rows(either_desk)] == ["one", "two"]


def test_the_same_bytes_under_another_key_are_a_duplicate(either_desk: Desk) -> None:
    store(either_desk, thing("one", key="a", content_hash="x" * 64))
    assert store(either_desk, thing("one", key="b", content_hash="x" * 64)) == 0

    assert [row.disposition for row in rows(either_desk)] == [None, "duplicate"]


def test_bytes_twice_in_one_batch_are_a_duplicate(either_desk: Desk) -> None:
    store(either_desk, *(thing("one", key=key, content_hash="x" * 64) for key in "abc"))

    assert [row.state for row in rows(either_desk)].count(InboundState.PENDING) == 1


@pytest.mark.parametrize(
    ("roles", "waiting"),
    [(("spam", "inbox"), 2), (("spam", "spam"), 1), (("inbox", "spam"), 1), (("spam", "inbox", "inbox", "spam"), 2)],
)
def test_what_left_the_spam_is_read_again(desk: Desk, roles: tuple[str, ...], waiting: int) -> None:
    for nth, role in enumerate(roles):
        store(desk, thing("one", key=str(nth), content_hash="x" * 64, role=role))

    assert [row.state for row in rows(desk)].count(InboundState.PENDING) == waiting


def test_things_are_taken_in_in_order(either_desk: Desk, drain_of: Callable[[Desk], Drain]) -> None:
    wanted = [f"number {nth}" for nth in range(230)]
    store(either_desk, *map(thing, wanted))
    drain = drain_of(either_desk)

    assert drain.run() == 230
    drain.close()

    assert texts() == wanted
    assert {row.state for row in rows(either_desk)} == {InboundState.DONE}


def test_what_cannot_be_read_or_stored_stops_nobody(either_desk: Desk, drain_of: Callable[[Desk], Drain]) -> None:
    store(either_desk, thing("before"), thing("!"), thing("breaks"), thing("after"))
    drain = drain_of(either_desk)
    drain.run()
    drain.close()

    assert texts() == ["before", "unreadable", "unreadable", "after"]
    states = [row.state for row in rows(either_desk)]
    assert states == [InboundState.DONE, InboundState.QUARANTINED, InboundState.QUARANTINED, InboundState.DONE]


def test_a_thing_that_came_before_is_noted_as_that(desk: Desk, drain_of: Callable[[Desk], Drain]) -> None:
    store(desk, *(RawThing(key, payload={"text": "one", "id": "same"}) for key in "ab"))
    drain = drain_of(desk)
    drain.run()
    drain.close()

    assert texts() == ["one"]
    assert [row.disposition for row in rows(desk)] == ["message", "duplicate"]


def test_old_things_wait_for_new_ones(desk: Desk, drain_of: Callable[[Desk], Drain]) -> None:
    store(desk, *(thing(f"old {nth}", peer=IMPORTED) for nth in range(30)), thing("new"))
    drain = drain_of(desk)
    drain.run()
    drain.run()
    drain.close()

    assert texts() == ["new", *(f"old {nth}" for nth in range(30))]


def test_who_lost_the_channel_takes_in_nothing(desk: Desk, drain_of: Callable[[Desk], Drain]) -> None:
    store(desk, thing("one"))
    drain = drain_of(desk)
    assert leases.acquire(f"channel:{desk.channel_id}", "here") is not None

    with pytest.raises(Fenced):
        drain.run()
    drain.close()
    assert texts() == []


def test_a_database_in_trouble_is_no_fault_of_the_thing(
    desk: Desk, drain_of: Callable[[Desk], Drain], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    store(desk, thing("one"))
    drain = drain_of(desk)
    monkeypatch.setattr(Words, "note_taken", full)
    with pytest.raises(OperationalError):
        drain.run()
    monkeypatch.undo()
    assert [row.state for row in rows(desk)] == [InboundState.PENDING]

    drain.run()
    drain.close()
    assert texts() == ["one"]
