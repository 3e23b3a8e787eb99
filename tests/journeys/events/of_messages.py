"""Stories of what happens to messages, notes and drafts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock, db
from helpdesk.actions import (
    delivery,
    drafts,
    release,
    reply,
    visitors,
    waiting,
)
from helpdesk.actions.reply import Writing
from helpdesk.actions.telegram import changes, starts
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, create_bot
from helpdesk.incoming import IncomingBounce, IncomingMessage, Sender
from helpdesk.models import (
    DraftMode,
    Identity,
    IdentityKind,
    Mail,
    Message,
    MessageExternalId,
    MessageKind,
)
from helpdesk.permissions import SYSTEM
from tests.journeys.events.of_the_desk import hold_chat
from tests.journeys.events.story import Story
from tests.mails import arrives, gateway_sends, mail, open_mailbox
from tests.stories import answers, gateway_delivers, ticket_of, visitor

TOKEN: Final = "7000000005:AAE-of-a-story-Zx81kQpW0vRt5yBn3mLs7dFhJg"


def queued(story: Story) -> Message:
    return answers(story.id, "Good day!", by=story.desk.cast.anna)


def claimed(story: Story) -> Message:
    message = queued(story)
    with db.transaction() as session:
        delivery.claim(session, story.desk.channel_id, owner="gateway")
    return message


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


def bounced(story: Story) -> None:
    answer = answer_by_mail()
    report = IncomingBounce(("oleh@shop.example",), True, "5.1.1", "unknown", (answer.mail_id,))
    arrives(mail(answer.channel_id, sender="", auto_kind="bounce", bounce=report))


def stored(story: Story) -> None:
    box = answer_by_mail().channel_id
    arrives(mail(box, sender="vera@home.example", is_silent=True))
    arrives(mail(box, sender="vera@home.example", is_spam=True))


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
