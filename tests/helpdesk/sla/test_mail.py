"""Mails taken in by the hundred start the same clocks as one by one; machines and spam start none."""

from sqlalchemy import event

from helpdesk import db
from helpdesk.actions import spam
from helpdesk.actions.workspace.sla_policies import PolicyChanges, change_policy
from helpdesk.models import Channel, SlaClock, SlaPolicy, Ticket
from helpdesk.queries.workspace import workspace
from tests.cast import Desk
from tests.helpdesk.sla.promised import FIRST, SOLVED, after, at, clocks, due, next_due, promise, recompute
from tests.mailboxes import mailbox, writes


def mail(channel: Channel, minutes: float = 0, **of: object) -> int:
    with at(minutes):
        return writes(channel, **of).ticket_id  # type: ignore[arg-type]


def test_a_mail_starts_its_clocks(desk: Desk) -> None:
    promise(desk)
    ticket_id = mail(mailbox())

    assert [(row.target, row.started_at) for row in clocks(ticket_id)] == [(FIRST, after(0)), (SOLVED, after(0))]
    assert (due(ticket_id, FIRST), next_due(ticket_id)) == (60, 60)


def test_an_automatic_mail_and_spam_start_none(desk: Desk) -> None:
    promise(desk)
    channel = mailbox()

    assert clocks(mail(channel, auto_kind="out_of_office")) == []
    assert clocks(mail(channel, auto_kind="notification")) == []
    assert clocks(mail(channel, is_spam=True)) == []


def test_a_mail_marked_as_spam_by_hand_ends_its_clocks_without_an_outcome(desk: Desk) -> None:
    promise(desk)
    ticket_id = mail(mailbox())
    with at(5), db.transaction() as session:
        spam.mark_spam(session, ticket_id, by=desk.cast.anna)

    assert clocks(ticket_id) == []
    assert next_due(ticket_id) is None


def test_what_was_no_spam_after_all_is_as_new_as_on_its_first_day(desk: Desk) -> None:
    promise(desk)
    ticket_id = mail(mailbox(), is_spam=True)
    with at(3_000), db.transaction() as session:
        spam.not_spam(session, ticket_id, by=desk.cast.anna)

    assert next_due(ticket_id) == 3_060
    assert due(ticket_id, SOLVED) == 3_480


def test_policies_by_organisation_and_channel_are_chosen_for_mails_in_bulk(desk: Desk) -> None:
    channel = mailbox()
    promise(desk, {"first_response": 10}, conditions={"channel_ids": [channel.id], "channel_kinds": ["email"]})

    assert due(mail(channel), FIRST) == 10


def test_a_desk_without_policies_pays_one_small_query_a_change(desk: Desk) -> None:
    with db.transaction() as session:
        for policy_id in session.query(SlaPolicy.id).all():
            change_policy(session, policy_id[0], PolicyChanges(is_enabled=False), by=desk.cast.dora)
    channel = mailbox()
    asked: list[str] = []
    engine = db.current().writes
    event.listen(engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))

    mail(channel)

    assert sum("sla_clock" in statement for statement in asked) == 0
    assert sum("sla_policy" in statement for statement in asked) <= 1, "only the first time"


def test_the_default_policies_of_a_new_desk_sort_by_urgency_from_the_first_day(desk: Desk) -> None:
    ticket_id = mail(mailbox())

    assert [(row.target.value, row.target_minutes) for row in clocks(ticket_id)] == [
        ("first_response", 120),
        ("resolution", 4320),
    ]
    with db.reading() as session:
        assert [one["name"] for one in workspace(session, desk.cast.anna)["sla_policies"]] == [
            "Web chat",
            "Telegram",
            "E-mail and all else",
        ]


def test_nothing_is_to_be_recomputed_on_a_new_desk(desk: Desk) -> None:
    ticket_id = mail(mailbox())
    with db.reading() as session:
        before = session.get_one(Ticket, ticket_id).version

    recompute()

    with db.reading() as session:
        assert session.get_one(Ticket, ticket_id).version == before
        assert session.query(SlaClock).count() == 2
