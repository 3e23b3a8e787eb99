"""Mails taken in together become what they would have become one by one: random histories, compared row by row."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import lifecycle, receive
from helpdesk.actions.receive_many import receive_many
from helpdesk.actions.statuses import default_status
from helpdesk.incoming import IncomingBounce, IncomingMessage
from helpdesk.models import (
    Category,
    DeliveryState,
    Event,
    Identity,
    Mail,
    Message,
    MessageExternalId,
    MessageKind,
    SenderProof,
    Thread,
    Ticket,
    TicketLink,
)
from helpdesk.permissions import SYSTEM
from tests.cast import Cast, hire
from tests.mails import gateway_sends, mail, open_mailbox
from tests.rounds import examples
from tests.stories import answers, incoming

SENDERS = ("vera@shop.example", "oleh@shop.example", "mallory@z.test", "")
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Spec:
    """One mail to come. answers: which earlier mail (its number), or the newest answer of ours when negative."""

    sender: str
    answers: int | None
    proof: SenderProof
    auto_kind: str
    is_spam: bool
    is_silent: bool
    copies_cc: bool
    again: bool


@dataclass(frozen=True)
class Round:
    """A batch of mails, and what agents do after it to the ticket of one of them."""

    mails: Sequence[Spec]
    deed: str
    on: int


specs = st.builds(
    Spec,
    sender=st.sampled_from(SENDERS),
    answers=st.one_of(st.none(), st.integers(-2, 9)),
    proof=st.sampled_from(SenderProof),
    auto_kind=st.sampled_from(("", "", "", "out_of_office", "bounce", "notification")),
    is_spam=st.sampled_from((False, False, False, True)),
    is_silent=st.sampled_from((False, False, False, True)),
    copies_cc=st.booleans(),
    again=st.sampled_from((False, False, False, True)),
)
rounds = st.builds(
    Round,
    mails=st.lists(specs, min_size=1, max_size=5),
    deed=st.sampled_from(("answer", "resolve", "close", "wait")),
    on=st.integers(0, 9),
)


class Story:
    """One run of a history on a desk of its own."""

    def __init__(self, cast: Cast, *, is_together: bool) -> None:
        self.cast, self.is_together = cast, is_together
        self.box = open_mailbox()
        self.sent: list[IncomingMessage] = []

    def play(self, history: Sequence[Round]) -> None:
        for number, one in enumerate(history):
            with clock.fixed(START + timedelta(hours=number)):
                self._receive([self._mail(spec, place) for place, spec in enumerate(one.mails)])
                self._act(one)

    def _mail(self, spec: Spec, place: int) -> IncomingMessage:
        if spec.again and self.sent:
            return self.sent[place % len(self.sent)]
        ours = self._ours()
        answered = "" if spec.answers is None else f"<m{spec.answers}@y>"
        if spec.answers is not None and spec.answers < 0:
            answered = ours
        bounce = IncomingBounce(("vera@shop.example",), True, "5.1.1", "gone", (answered,))
        made = mail(
            self.box,
            f"text {len(self.sent)}",
            sender=spec.sender,
            mail_id=f"<m{len(self.sent)}@y>",
            answers=answered,
            proof=spec.proof,
            auto_kind=spec.auto_kind,
            bounce=bounce if spec.auto_kind == "bounce" else None,
            is_spam=spec.is_spam,
            is_silent=spec.is_silent,
            cc=(("", "oleh@shop.example"),) if spec.copies_cc else (),
            at=START,
        )
        self.sent.append(made)
        return made

    def _receive(self, batch: Sequence[IncomingMessage]) -> None:
        if self.is_together:
            db.retrying(lambda session: receive_many(session, batch))
            return
        for one in batch:
            self._receive_one(one)

    def _receive_one(self, one: IncomingMessage) -> None:
        db.retrying(lambda session: receive.receive_message(session, one))

    def _act(self, one: Round) -> None:
        ticket_id = self._ticket(one.on)
        if ticket_id is None:
            return
        with db.reading() as session:
            category = session.get_one(Ticket, ticket_id).category
        if one.deed == "answer" and category is not Category.CLOSED and self._has_clear_writer(ticket_id):
            answers(ticket_id, by=self.cast.dora)
            gateway_sends(self.box)
        if one.deed in ("resolve", "close") and category not in (Category.CLOSED, Category.RESOLVED):
            wanted = Category.RESOLVED if one.deed == "resolve" else Category.CLOSED
            with db.transaction() as session:
                status = default_status(session, wanted)
                lifecycle.set_status(session, ticket_id, status_id=status.id, by=SYSTEM)

    def _ticket(self, number: int) -> int | None:
        with db.reading() as session:
            found = select(Message.ticket_id).join(Mail).where(Mail.mail_id == f"<m{number}@y>").order_by(Message.id)
            return session.scalars(found).first()

    def _has_clear_writer(self, ticket_id: int) -> bool:
        with db.reading() as session:
            found = (
                select(Mail.from_address)
                .join(Message)
                .where(Message.ticket_id == ticket_id, Message.kind == MessageKind.IN)
            )
            unclear = found.where((Mail.sender == SenderProof.UNCLEAR) | (Mail.from_address == ""))
            return session.scalars(unclear).first() is None and session.scalars(found).first() is not None

    def _ours(self) -> str:
        with db.reading() as session:
            found = (
                select(Mail.mail_id).join(Message).where(Message.kind == MessageKind.OUT).order_by(Message.id.desc())
            )
            return session.scalars(found).first() or ""


def shape() -> dict[str, Any]:
    """Return everything a history left behind, with names instead of ids."""
    with db.reading() as session:
        names = dict(session.execute(select(MessageExternalId.message_id, MessageExternalId.external_id)).all())
        messages = session.scalars(select(Message).order_by(Message.id)).all()
        ours = [message.id for message in messages if message.id not in names]
        names |= {id: f"ours {place}" for place, id in enumerate(ours)}
        tickets: dict[int, str] = {}
        for message in messages:
            tickets.setdefault(message.ticket_id, names[message.id])
        threads = {thread.id: (tickets[thread.ticket_id], thread.peer) for thread in session.scalars(select(Thread))}
        people = {one.id: one.address for one in session.scalars(select(Identity))}
        return {
            "messages": [
                (
                    names[one.id],
                    tickets[one.ticket_id],
                    threads[one.thread_id],
                    people.get(one.author_identity_id or 0),
                    (one.author_kind, one.is_auto, one.delivery_state, one.delivery_error is None, one.created_at),
                )
                for one in messages
            ],
            "tickets": sorted(_ticket(one, tickets, names) for one in session.scalars(select(Ticket))),
            "links": sorted(
                (tickets[one.ticket_id], tickets[one.other_id], one.kind.value)
                for one in session.scalars(select(TicketLink))
            ),
            "events": sorted(
                (tickets[ticket_id], [event.kind for event in _events(session, ticket_id)]) for ticket_id in tickets
            ),
            "identities": sorted(
                (one.address, one.verified_by or "", one.unreachable_at is None)
                for one in session.scalars(select(Identity))
            ),
        }


def _ticket(one: Ticket, tickets: dict[int, str], names: dict[int, str]) -> tuple[Any, ...]:
    return (
        tickets[one.id],
        (one.subject, one.preview, one.category.value, one.version, one.message_count, one.customer_id == 1),
        names.get(one.last_message_id or 0, ""),
        str((one.waiting_since, one.resolved_at, one.closed_at, one.spam_at, one.classified_at, one.created_at)),
        one.assignee_id or 0,
    )


def _events(session: Any, ticket_id: int) -> Sequence[Event]:
    found: Sequence[Event] = session.scalars(select(Event).where(Event.ticket_id == ticket_id).order_by(Event.id)).all()
    return found


def played(template: Path, folder: Path, history: Sequence[Round], *, is_together: bool) -> dict[str, Any]:
    path = folder / f"{'together' if is_together else 'single'}.sqlite3"
    shutil.copy(template, path)
    db.connect(f"sqlite:///{path}")
    with db.transaction() as session:
        cast = hire(session)
    Story(cast, is_together=is_together).play(history)
    found = shape()
    db.disconnect()
    path.unlink()
    return found


@pytest.fixture
def ready(config: object) -> None:
    """Keys and no Redis; the stories connect to databases of their own."""


@pytest.mark.usefixtures("ready")
@settings(
    max_examples=examples(6),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(rounds, min_size=1, max_size=4))
def test_a_batch_becomes_what_its_mails_become_one_by_one(history: list[Round], template: Path, tmp_path: Path) -> None:
    one_by_one = played(template, tmp_path, history, is_together=False)

    together = played(template, tmp_path, history, is_together=True)

    assert together == one_by_one


def test_mails_and_chats_in_one_batch_keep_their_order(desk: Any) -> None:
    box = open_mailbox()
    batch = [mail(box, "One"), incoming(desk, "Two"), mail(box, "Three")]

    messages = db.retrying(lambda session: receive_many(session, batch))

    assert [one.text for one in messages if one is not None] == ["One", "Two", "Three"]
    assert all(one.delivery_state is not DeliveryState.QUEUED for one in messages if one is not None)
