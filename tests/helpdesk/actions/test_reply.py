"""Answers, notes and taking an answer back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import delivery, drafts, release, reply
from helpdesk.actions.reply import Writing
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import Category, DeliveryState, Draft, DraftMode, Event, Message, Setting, Visitor, VisitorEvent
from helpdesk.queries.visitor import events
from tests.cast import Desk
from tests.stories import answers, gateway_delivers, ticket_of, visitor, visitor_writes


def test_the_same_key_sent_twice_is_one_reply(desk: Desk) -> None:
    asked = visitor_writes(desk)

    first = answers(asked.ticket_id, by=desk.cast.anna, key="one")
    again = answers(asked.ticket_id, by=desk.cast.anna, key="one")

    assert again.id == first.id


def test_a_key_used_on_another_ticket_is_refused(desk: Desk) -> None:
    one, two = visitor_writes(desk), visitor_writes(desk, browser="vasyl")
    answers(one.ticket_id, by=desk.cast.anna, key="one")

    with pytest.raises(Conflict) as refused:
        answers(two.ticket_id, by=desk.cast.anna, key="one")

    assert refused.value.code == "client_key_reused"


def test_the_first_answer_opens_a_new_ticket_and_takes_it(desk: Desk) -> None:
    asked = visitor_writes(desk)

    answers(asked.ticket_id, by=desk.cast.anna)

    assert ticket_of(asked).category is Category.OPEN
    assert ticket_of(asked).assignee_id == desk.cast.anna.agent_id


def test_an_answer_to_what_has_changed_is_stopped_and_goes_on_demand(desk: Desk) -> None:
    asked = visitor_writes(desk)
    newer = visitor_writes(desk, "Wait, I mean…")

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        reply.send_reply(session, asked.ticket_id, Writing("Yes", "k"), by=desk.cast.anna, seen_message_id=asked.id)
    sent = answers(asked.ticket_id, by=desk.cast.anna, key="k")

    assert refused.value.fields == {"message_id": newer.id}
    assert sent.delivery_state is DeliveryState.QUEUED


def test_nothing_written_is_refused(desk: Desk) -> None:
    asked = visitor_writes(desk)

    with pytest.raises(Invalid):
        answers(asked.ticket_id, " \n\x00", by=desk.cast.anna)


def test_a_colleague_of_another_team_cannot_answer(desk: Desk) -> None:
    asked = visitor_writes(desk)
    _give_to_support(desk, asked)

    with pytest.raises(NotFound):
        answers(asked.ticket_id, by=desk.cast.charlie)


def test_a_note_reaches_no_customer(desk: Desk) -> None:
    asked = visitor_writes(desk)

    with db.transaction() as session:
        reply.add_note(session, asked.ticket_id, Writing("canary-note", "n"), by=desk.cast.anna)

    assert "canary-note" not in str(_told(desk, asked))
    assert gateway_delivers(desk) == []


def test_a_held_reply_changes_nothing_until_it_is_released(desk: Desk) -> None:
    _hold_chat_for(desk, seconds=10)
    asked = visitor_writes(desk)

    answers(asked.ticket_id, by=desk.cast.anna)

    assert ticket_of(asked).waiting_since is not None
    assert gateway_delivers(desk) == []


def test_a_held_reply_goes_when_its_time_has_come(desk: Desk) -> None:
    _hold_chat_for(desk, seconds=10)
    asked = visitor_writes(desk)
    held = answers(asked.ticket_id, by=desk.cast.anna)

    with clock.fixed(clock.now() + timedelta(seconds=11)), db.transaction() as session:
        release.release_due(session)

    assert gateway_delivers(desk) == [held.id]
    assert ticket_of(asked).waiting_since is None


def test_a_clock_that_is_set_back_holds_no_reply_for_hours(desk: Desk) -> None:
    _hold_chat_for(desk, seconds=10)
    asked = visitor_writes(desk)
    held = answers(asked.ticket_id, by=desk.cast.anna)

    with clock.fixed(clock.now() - timedelta(hours=2)):
        with db.reading() as session:
            due_at = delivery.next_due_at(session)
        assert due_at is not None
        assert due_at <= clock.now()
        with db.transaction() as session:
            release.release_due(session)

    assert gateway_delivers(desk) == [held.id]


def test_a_chosen_moment_is_waited_for_by_whatever_clock(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        moment = clock.now() + timedelta(hours=1)
        reply.send_reply(session, asked.ticket_id, Writing("Later", "later", send_at=moment), by=desk.cast.anna)

    with clock.fixed(clock.now() - timedelta(hours=2)), db.transaction() as session:
        assert release.release_due(session) == []
        assert delivery.next_due_at(session) == moment


def test_a_reply_taken_back_becomes_a_draft_and_is_never_sent(desk: Desk) -> None:
    _hold_chat_for(desk, seconds=10)
    asked = visitor_writes(desk)
    held = answers(asked.ticket_id, "Oops", by=desk.cast.anna)

    with db.transaction() as session:
        draft = reply.withdraw(session, held.id, by=desk.cast.anna)

    assert draft is not None
    assert draft.text == "Oops"
    with clock.fixed(clock.now() + timedelta(minutes=1)), db.transaction() as session:
        assert release.release_due(session) == []
    assert gateway_delivers(desk) == []


def test_a_reply_that_has_gone_cannot_be_taken_back(desk: Desk) -> None:
    asked = visitor_writes(desk)
    sent = answers(asked.ticket_id, by=desk.cast.anna)

    with pytest.raises(Conflict) as refused, db.transaction() as session:
        reply.withdraw(session, sent.id, by=desk.cast.anna)

    assert refused.value.code == "too_late"


def test_what_is_written_since_stays_below_a_reply_taken_back(desk: Desk) -> None:
    _hold_chat_for(desk, seconds=10)
    asked = visitor_writes(desk)
    held = answers(asked.ticket_id, "First", by=desk.cast.anna)
    _save_draft(desk, asked, "Second", revision=0)

    with db.transaction() as session:
        draft = reply.withdraw(session, held.id, by=desk.cast.anna)

    assert draft is not None
    assert draft.text == "First\n\nSecond"


def test_a_draft_saved_elsewhere_is_not_overwritten(desk: Desk) -> None:
    asked = visitor_writes(desk)
    _save_draft(desk, asked, "From the office", revision=0)

    with pytest.raises(Conflict) as refused:
        _save_draft(desk, asked, "From the phone", revision=0)

    assert refused.value.fields["text"] == "From the office"


def test_sending_uses_the_draft_up(desk: Desk) -> None:
    asked = visitor_writes(desk)
    _save_draft(desk, asked, "Good day!", revision=0)

    answers(asked.ticket_id, by=desk.cast.anna)

    with db.reading() as session:
        kinds = session.scalars(select(Event.kind).order_by(Event.id)).all()
        assert "draft.deleted" in kinds
        assert _draft(desk, asked) is None


def _give_to_support(desk: Desk, message: Message) -> None:
    with db.transaction() as session:
        session.get_one(type(ticket_of(message)), message.ticket_id).team_id = desk.cast.support_id


def _hold_chat_for(desk: Desk, *, seconds: int) -> None:
    with db.transaction() as session:
        session.add(Setting(key="undo_send_s", value={"value": {"webchat": seconds}}, updated_at=clock.now()))


def _save_draft(desk: Desk, message: Message, text: str, *, revision: int) -> None:
    with db.transaction() as session:
        drafts.save(
            session,
            message.ticket_id,
            DraftMode.REPLY,
            text=text,
            attachment_ids=(),
            revision=revision,
            by=desk.cast.anna,
        )


def _draft(desk: Desk, message: Message) -> object:
    with db.reading() as session:
        return session.get(Draft, (desk.cast.anna.agent_id, message.ticket_id, DraftMode.REPLY))


def _told(desk: Desk, message: Message) -> list[dict[str, object]]:
    browser: Visitor = visitor(desk)
    with db.reading() as session:
        assert session.scalars(select(VisitorEvent)).all()
        return events(session, browser, ticket_of(message).number, after=0)
