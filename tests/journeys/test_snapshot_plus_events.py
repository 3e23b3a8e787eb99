"""What a screen shows after the frames is what it would load anew, for every kind of event.

The frames come over a real socket, and the code that applies and compares them is the console's own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, presence
from helpdesk.actions import (
    accounts,
    assign,
    classify,
    delivery,
    drafts,
    follow,
    label,
    lifecycle,
    links,
    merge,
    offers,
    ratings,
    reading,
    release,
    reply,
    sla_sweep,
    snooze,
    spam,
    split,
    tags,
    transfer,
    visitors,
    waiting,
)
from helpdesk.actions.client_base import ticket_fields
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.actions.reply import Writing
from helpdesk.actions.telegram import changes, starts
from helpdesk.actions.workspace import teams
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, create_bot
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.events import KINDS
from helpdesk.incoming import IncomingBounce, IncomingMessage, Sender
from helpdesk.models import (
    Agent,
    Category,
    Channel,
    ChannelKind,
    DraftMode,
    Event,
    FieldEntity,
    FieldKind,
    Identity,
    IdentityKind,
    LinkKind,
    Mail,
    Message,
    MessageExternalId,
    MessageKind,
    PresenceStatus,
    Priority,
    Rating,
    Setting,
    Skill,
    Status,
    Ticket,
    TicketType,
)
from helpdesk.permissions import SYSTEM
from helpdesk.team_routing import TeamRouting
from helpdesk.tokens import hash_token, new_token
from tests import automating
from tests.cast import Desk
from tests.consoles import Console, open_console
from tests.edge import Browser
from tests.journeys import helping, writing
from tests.journeys.screens import compiled_comparison, differences, snapshot
from tests.mails import arrives, gateway_sends, mail, open_mailbox
from tests.stories import answers, gateway_delivers, takes, ticket_of, visitor, visitor_writes

Open = Callable[..., Browser]
TOKEN: Final = "7000000005:AAE-of-a-story-Zx81kQpW0vRt5yBn3mLs7dFhJg"


@dataclass(frozen=True, slots=True)
class Story:
    """The desk, and the ticket that anna has on her screen."""

    desk: Desk
    asked: Message

    @property
    def id(self) -> int:
        return self.asked.ticket_id


def hold_chat(seconds: int) -> None:
    with db.transaction() as session:
        session.add(Setting(key="undo_send_s", value={"value": {"webchat": seconds}}, updated_at=clock.now()))


def queued(story: Story) -> Message:
    return answers(story.id, "Good day!", by=story.desk.cast.anna)


def claimed(story: Story) -> Message:
    message = queued(story)
    with db.transaction() as session:
        delivery.claim(session, story.desk.channel_id, owner="gateway")
    return message


def customer_changes(story: Story) -> None:
    with db.transaction() as session:
        named = ProfileChanges(name="Vera Kovalenko")
        change_profile(session, story.asked.customer_id, named, by=story.desk.cast.anna)


def fields_change(story: Story) -> None:
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.TICKET, "order_no", FieldKind.TEXT, {"en": "Order"})
        create_field(session, draft, by=story.desk.cast.dora)
        ticket_fields.set_fields(session, story.id, fields={"order_no": "4711"}, by=story.desk.cast.anna)


def draft_saved(story: Story) -> None:
    with db.transaction() as session:
        drafts.save(
            session,
            story.id,
            DraftMode.REPLY,
            text="Good",
            attachment_ids=(),
            revision=0,
            by=story.desk.cast.anna,
        )


def draft_deleted(story: Story) -> None:
    draft_saved(story)
    with db.transaction() as session:
        drafts.delete(session, story.id, DraftMode.REPLY, by=story.desk.cast.anna)


def delivered(story: Story) -> None:
    message = queued(story)
    gateway_delivers(story.desk)
    with db.transaction() as session:
        delivery.mark_delivered(session, [message.id])


def read(story: Story) -> None:
    queued(story)
    gateway_delivers(story.desk)
    with db.transaction() as session:
        visitors.seen(session, visitor(story.desk), ticket_of(story.asked).number, 99)


def failed(story: Story) -> None:
    message = claimed(story)
    with db.transaction() as session:
        delivery.mark_failed(session, message.id, error="refused")


def unknown(story: Story) -> None:
    message = claimed(story)
    with db.transaction() as session:
        delivery.mark_unknown(session, message.id, error="lost")


def retried(story: Story) -> None:
    message = claimed(story)
    with db.transaction() as session:
        delivery.mark_failed(session, message.id, error="refused")
        delivery.retry(session, message.id, by=story.desk.cast.anna)


def released(story: Story) -> None:
    hold_chat(10)
    queued(story)
    with clock.fixed(clock.now() + timedelta(seconds=11)), db.transaction() as session:
        release.release_due(session)


def withdrawn(story: Story) -> None:
    hold_chat(60)
    message = queued(story)
    with db.transaction() as session:
        reply.withdraw(session, message.id, by=story.desk.cast.anna)


def noted(story: Story) -> None:
    with db.transaction() as session:
        reply.add_note(session, story.id, Writing("Look at order 7", "note"), by=story.desk.cast.boris)


def presence_changed(story: Story) -> None:
    with db.transaction() as session:
        agent_id = story.desk.cast.boris.agent_id or 0
        presence.choose_status(session, agent_id, status=PresenceStatus.BUSY, by=story.desk.cast.boris)


def marked(story: Story) -> None:
    with db.transaction() as session:
        reading.mark_read(session, story.id, message_id=story.asked.id, by=story.desk.cast.anna)


def revoked(story: Story) -> None:
    charlie = story.desk.cast.charlie
    with db.transaction() as session:
        accounts.sessions.start(session, session.get_one(Agent, charlie.agent_id), address="", browser="")
        accounts.sessions.end_all(session, charlie.agent_id or 0, by=charlie)


def assigned(story: Story) -> None:
    with db.transaction() as session:
        boris = story.desk.cast.boris.agent_id or 0
        assign.claim(session, story.id, agent_id=boris, choice=assign.Choice((("load", 0),)))


def offers_chats(story: Story) -> None:
    with db.transaction() as session:
        rules = TeamRouting(offer_s={ChannelKind.WEBCHAT: 600})
        change_routing(session, None, rules, by=story.desk.cast.dora)


def accepted(story: Story) -> None:
    offers_chats(story)
    assigned(story)
    with db.transaction() as session:
        offers.accept(session, story.id, by=story.desk.cast.boris)


def transferred(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    with db.transaction() as session:
        target = transfer.Target(team_id=story.desk.cast.support_id)
        transfer.transfer(session, story.id, target, by=story.desk.cast.anna, note=Writing("Please look", "passed"))


def classified(story: Story) -> None:
    with db.transaction() as session:
        incident = session.scalars(select(TicketType.id).where(TicketType.key == "incident")).one()
        verdict = classify.Verdict(type_id=incident, priority=Priority.HIGH, language="en", skills=skills(story))
        classify.apply(session, story.id, verdict)


def skills(story: Story) -> dict[int, int]:
    with db.reading() as session:
        return {session.scalars(select(Skill.id)).one(): 3}


def priority_changed(story: Story) -> None:
    with db.transaction() as session:
        label.set_priority(session, story.id, priority=Priority.URGENT, by=story.desk.cast.boris)


def reopened(story: Story) -> None:
    status(story, Category.RESOLVED)
    visitor_writes(story.desk, "Still broken")


def status(story: Story, category: Category) -> None:
    with db.transaction() as session:
        status_id = session.scalars(select(Status.id).where(Status.category == category)).one()
        lifecycle.set_status(session, story.id, status_id=status_id, by=story.desk.cast.boris)


def skills_changed(story: Story) -> None:
    with db.transaction() as session:
        label.set_skills(session, story.id, levels=skills(story), by=story.desk.cast.boris)


def subject_changed(story: Story) -> None:
    with db.transaction() as session:
        label.set_subject(session, story.id, subject="Order 7", by=story.desk.cast.boris)


def team_changed(story: Story) -> None:
    with db.transaction() as session:
        label.set_team(session, story.id, team_id=story.desk.cast.support_id, by=story.desk.cast.boris)


def type_changed(story: Story) -> None:
    with db.transaction() as session:
        complaint = session.scalars(select(TicketType.id).where(TicketType.key == "complaint")).one()
        label.set_type(session, story.id, type_id=complaint, by=story.desk.cast.boris)


def rated(story: Story) -> None:
    token = new_token()
    with db.transaction() as session:
        now = clock.now()
        session.add(
            Rating(ticket_id=story.id, token_hash=hash_token(token), created_at=now, expires_at=now + timedelta(days=1))
        )
    with db.transaction() as session:
        ratings.rate(session, token, score=5, comment="Thank you")


def unassigned(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    with db.transaction() as session:
        assign.give_back(session, story.id, by=story.desk.cast.anna)


def explained(story: Story) -> None:
    with db.transaction() as session:
        waiting.explain_many(session, {story.id: {"code": "offline", "params": {"agents": 2, "detail": ""}}})


def mailed(story: Story) -> None:
    """Let the customer on the screen have written a mail that anna has answered."""
    box = open_mailbox()
    with db.transaction() as session:
        session.add(
            Identity(
                customer_id=story.asked.customer_id,
                kind=IdentityKind.EMAIL,
                address="vera@home.example",
                created_at=clock.now(),
            )
        )
    asked = arrives(mail(box, sender="vera@home.example", cc=(("", "oleh@shop.example"),)))
    answers(asked.ticket_id, by=story.desk.cast.anna)
    gateway_sends(box)


def answer_by_mail() -> Mail:
    with db.reading() as session:
        return session.scalars(select(Mail).join(Message).where(Message.kind == MessageKind.OUT)).one()


def snoozed(story: Story) -> None:
    with db.transaction() as session:
        snooze.snooze(session, story.id, until=clock.now() + timedelta(hours=2), by=story.desk.cast.boris)


def woken(story: Story) -> None:
    snoozed(story)
    with clock.fixed(clock.now() + timedelta(hours=3)):
        snooze.wake_due()


def tagged(story: Story) -> None:
    with db.transaction() as session:
        tags.change_tags(session, story.id, add=["vip", "Важно"], by=story.desk.cast.boris)


def followed(story: Story) -> None:
    with db.transaction() as session:
        follow.follow(session, story.id, by=story.desk.cast.anna)


def bounced(story: Story) -> None:
    answer = answer_by_mail()
    report = IncomingBounce(("oleh@shop.example",), True, "5.1.1", "unknown", (answer.mail_id,))
    arrives(mail(answer.channel_id, sender="", auto_kind="bounce", bounce=report))


def stored(story: Story) -> None:
    box = answer_by_mail().channel_id
    arrives(mail(box, sender="vera@home.example", is_silent=True))
    arrives(mail(box, sender="vera@home.example", is_spam=True))


def spam_marked(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    with db.transaction() as session:
        spam.mark_spam(session, story.id, by=story.desk.cast.boris)


def spam_cleared(story: Story) -> None:
    spam_marked(story)
    with db.transaction() as session:
        spam.not_spam(session, story.id, by=story.desk.cast.boris)


def warned(story: Story, *, after_minutes: float = 4) -> None:
    with clock.fixed(clock.now() + timedelta(minutes=after_minutes)):
        sla_sweep.sweep()


def notified(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    warned(story)


def on_telegram(story: Story, change: Callable[[Session, int, str], object]) -> None:
    with db.transaction() as session:
        named = session.scalars(select(MessageExternalId).where(MessageExternalId.message_id == story.asked.id)).one()
        change(session, named.channel_id, named.external_id)


def edited(story: Story) -> None:
    on_telegram(
        story,
        lambda session, channel_id, key: changes.edit(
            session, channel_id, key, text="Hello again", html="", at=clock.now()
        ),
    )


def reacted(story: Story) -> None:
    on_telegram(
        story, lambda session, channel_id, key: changes.react(session, channel_id, key, address="5", emoji=("👍",))
    )


def deleted(story: Story) -> None:
    on_telegram(story, lambda session, channel_id, key: changes.take_back(session, channel_id, [key]))


def known_on_telegram(story: Story) -> None:
    with db.transaction() as session:
        known = Identity(
            customer_id=story.asked.customer_id, kind=IdentityKind.TELEGRAM, address="501", created_at=clock.now()
        )
        session.add(known)


def continued(story: Story) -> None:
    writer = Sender(IdentityKind.TELEGRAM, "501", name="Vera", verified_by="telegram")
    with db.transaction() as session:
        identity = BotIdentity(7000000005, "desk_bot", "Desk")
        channel = create_bot(session, BotChanges(token=TOKEN, identity=identity), by=SYSTEM)
        token = starts.make_start(session, story.id, channel_id=channel.id, by=story.desk.cast.anna)
        start = IncomingMessage(
            channel_id=channel.id, external_id="501:1", peer="501", sender=writer, text="/start", sent_at=clock.now()
        )
        assert starts.redeem(session, token, start)


def with_mailbox(_story: Story) -> None:
    open_mailbox()


def other_ticket() -> int:
    with db.reading() as session:
        box = session.scalars(select(Channel.id).where(Channel.kind == ChannelKind.EMAIL)).one()
    return arrives(mail(box, "I wrote in your chat, too")).ticket_id


def merged(story: Story) -> int:
    other_id = other_ticket()
    with db.transaction() as session:
        merge.merge(session, other_id, into_id=story.id, by=story.desk.cast.boris)
    return other_id


def unmerged(story: Story) -> None:
    other_id = merged(story)
    with db.transaction() as session:
        merge.unmerge(session, other_id, by=story.desk.cast.boris)


def parted(story: Story) -> None:
    merged(story)
    with db.transaction() as session:
        asked = session.scalars(select(Message).join(Mail).where(Message.ticket_id == story.id)).one()
        split.split(session, story.id, message_ids=[asked.id], by=story.desk.cast.boris)


def linked(story: Story) -> int:
    other_id = other_ticket()
    with db.transaction() as session:
        links.link(session, story.id, other_id=other_id, kind=LinkKind.INCIDENT, by=story.desk.cast.boris)
    return other_id


def unlinked(story: Story) -> None:
    other_id = linked(story)
    with db.transaction() as session:
        links.unlink(session, story.id, other_id=other_id, kind=LinkKind.INCIDENT, by=story.desk.cast.boris)


def workspace_changed(story: Story) -> None:
    with db.transaction() as session:
        teams.create_team(session, name="Night shift", member_ids=(), by=story.desk.cast.dora)


STORIES: Final[dict[str, Callable[[Story], object]]] = {
    "automation.ran": lambda story: automating.runs_on(story.desk, story.id),
    "customer.changed": customer_changes,
    "draft.deleted": draft_deleted,
    "draft.saved": draft_saved,
    "follow.changed": followed,
    "message.bounced": bounced,
    "message.deleted": deleted,
    "message.delivered": delivered,
    "message.edited": edited,
    "message.failed": failed,
    "message.queued": queued,
    "message.reacted": reacted,
    "message.read": read,
    "message.received": lambda story: visitor_writes(story.desk, "And one more thing"),
    "message.released": released,
    "message.retried": retried,
    "message.sent": lambda story: (queued(story), gateway_delivers(story.desk)),
    "message.stored": stored,
    "message.unknown": unknown,
    "message.withdrawn": withdrawn,
    "note.added": noted,
    "notification.added": notified,
    "presence.changed": presence_changed,
    "read.marked": marked,
    "session.revoked": revoked,
    "ticket.emptied": lambda story: helping.empties(story.id, story.desk.cast.boris),
    "ticket.restored": lambda story: helping.restores(story.id, story.desk.cast.boris),
    "ticket.trashed": lambda story: helping.throws_away(story.id, story.desk.cast.boris),
    "side.begun": lambda story: helping.begins_side(
        story.id, helping.Partner(agent_id=story.desk.cast.charlie.agent_id), story.desk.cast.boris
    ),
    "side.delivered": lambda story: helping.mails_aside(story.id, story.desk.cast.boris),
    "side.written": lambda story: helping.writes_aside(story.id, story.desk.cast.charlie, story.desk.cast.boris),
    "sla.breached": lambda story: warned(story, after_minutes=6),
    "sla.warned": warned,
    "thread.added": continued,
    "thread.seen": marked,
    "approval.answered": lambda story: helping.answers(story.id, story.desk.cast.boris, story.desk.cast.anna),
    "approval.asked": lambda story: helping.asks(story.id, story.desk.cast.boris, story.desk.cast.anna),
    "approval.passed_on": lambda story: helping.passes_on(story.id, story.desk.cast.charlie, story.desk.cast.anna),
    "approval.withdrawn": lambda story: helping.withdraws(story.id, story.desk.cast.boris, story.desk.cast.anna),
    "promise.changed": lambda story: writing.promises_another(story.id, story.desk.cast.anna),
    "promise.done": lambda story: writing.keeps_promise(story.id, story.desk.cast.anna),
    "promise.dropped": lambda story: writing.drops_promise(story.id, story.desk.cast.anna),
    "promise.made": lambda story: writing.promises_a_call(story.id, story.desk.cast.anna),
    "ticket.macro_run": lambda story: writing.runs_macro(story.id, story.desk.cast.anna),
    "ticket.macro_undone": lambda story: writing.undoes_macro(story.id, story.desk.cast.anna),
    "ticket.accepted": accepted,
    "ticket.assigned": assigned,
    "ticket.classified": classified,
    "ticket.created": lambda story: visitor_writes(story.desk, "Another matter", browser="vasyl"),
    "ticket.joined": merged,
    "ticket.linked": linked,
    "ticket.merged": merged,
    "ticket.parted": unmerged,
    "ticket.priority_changed": priority_changed,
    "ticket.rated": rated,
    "ticket.reopened": reopened,
    "ticket.skills_changed": skills_changed,
    "ticket.snoozed": snoozed,
    "ticket.spam_cleared": spam_cleared,
    "ticket.spam_marked": spam_marked,
    "ticket.split": parted,
    "ticket.status_changed": lambda story: status(story, Category.PENDING),
    "ticket.subject_changed": subject_changed,
    "ticket.tags_changed": tagged,
    "ticket.team_changed": team_changed,
    "ticket.transferred": transferred,
    "ticket.fields_changed": fields_change,
    "ticket.type_changed": type_changed,
    "ticket.unassigned": unassigned,
    "ticket.unlinked": unlinked,
    "ticket.unmerged": unmerged,
    "ticket.waiting_explained": explained,
    "ticket.woken": woken,
    "workspace.changed": workspace_changed,
}

# What has to be there before the screen is loaded.
BEFORE: Final[dict[str, Callable[[Story], None]]] = {
    "message.bounced": mailed,
    "message.stored": mailed,
    "side.delivered": mailed,
    "thread.added": known_on_telegram,
    **dict.fromkeys(
        (
            "ticket.joined",
            "ticket.linked",
            "ticket.merged",
            "ticket.parted",
            "ticket.split",
            "ticket.unlinked",
            "ticket.unmerged",
        ),
        with_mailbox,
    ),
}


def test_every_event_kind_has_its_story() -> None:
    assert set(STORIES) == KINDS


@pytest.fixture(scope="module")
def comparison(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled_comparison(tmp_path_factory.mktemp("compare"))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_snapshot_before_and_the_events_make_the_snapshot_after(
    kind: str, desk: Desk, browser: Open, comparison: Path
) -> None:
    with db.transaction() as session:
        session.add(Skill(name="customs"))
    story = Story(desk, visitor_writes(desk, "Where is my order?"))
    if kind in BEFORE:
        BEFORE[kind](story)
    anna = browser("anna")
    with open_console(anna, watch=story.id) as console:
        _settle(console)
        console.frames.clear()
        before = snapshot(anna, story.id)

        STORIES[kind](story)
        _settle(console)

        after = snapshot(anna, story.id)
        found = _differences_at_rest(console, lambda: differences(comparison, before, console.frames, after))
    assert kind in _kinds_after(before["ticket"]["position"]), "the story did not happen"
    assert found == [], "\n".join(map(str, found))


def _settle(console: Console) -> None:
    """Wait until every event is numbered and nothing more comes."""
    for _ in range(100):
        console.drain(quiet_s=0.2)
        with db.reading() as session:
            if not session.scalar(select(func.count()).where(Event.position.is_(None))):
                return
    raise TimeoutError("events stay without a position")


def _differences_at_rest(console: Console, compare: Callable[[], list[str]]) -> list[str]:
    """Give frames that are still on their way a few seconds."""
    for _ in range(5):
        if not (found := compare()):
            return found
        console.drain(quiet_s=1.0)
    return compare()


def _kinds_after(position: int) -> set[str]:
    with db.reading() as session:
        return set(session.scalars(select(Event.kind).where(Event.position > position)))


def test_the_story_of_a_team_change_hides_the_ticket_from_others(desk: Desk, browser: Open, comparison: Path) -> None:
    story = Story(desk, visitor_writes(desk, "Where is my order?"))
    charlie = browser("charlie")
    with open_console(charlie) as console:
        _settle(console)

        with db.transaction() as session:
            label.set_team(session, story.id, team_id=desk.cast.support_id, by=SYSTEM)

        assert console.next("gone")["ticket"] == story.id
        with db.reading() as session:
            assert session.get_one(Ticket, story.id).team_id == desk.cast.support_id
