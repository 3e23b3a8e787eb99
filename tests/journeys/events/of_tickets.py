"""Stories of what happens to tickets."""

from datetime import timedelta

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import (
    assign,
    classify,
    label,
    lifecycle,
    links,
    merge,
    offers,
    snooze,
    spam,
    split,
    tags,
    transfer,
)
from helpdesk.actions.reply import Writing
from helpdesk.models import (
    Category,
    Channel,
    ChannelKind,
    LinkKind,
    Mail,
    Message,
    Priority,
    Skill,
    Status,
    TicketType,
)
from tests.journeys.events.of_the_desk import offers_chats
from tests.journeys.events.story import Story
from tests.mails import arrives, mail, open_mailbox
from tests.stories import takes, visitor_writes


def assigned(story: Story) -> None:
    with db.transaction() as session:
        boris = story.desk.cast.boris.agent_id or 0
        assign.claim(session, story.id, agent_id=boris, choice=assign.Choice((("load", 0),)))


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


def unassigned(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    with db.transaction() as session:
        assign.give_back(session, story.id, by=story.desk.cast.anna)


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


def spam_marked(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    with db.transaction() as session:
        spam.mark_spam(session, story.id, by=story.desk.cast.boris)


def spam_cleared(story: Story) -> None:
    spam_marked(story)
    with db.transaction() as session:
        spam.not_spam(session, story.id, by=story.desk.cast.boris)


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
