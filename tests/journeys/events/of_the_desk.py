"""Stories of customers, of who is there, and of what the desk is made of."""

from datetime import timedelta

from helpdesk import clock, db, presence
from helpdesk.actions import (
    accounts,
    follow,
    ratings,
    reading,
    sla_sweep,
)
from helpdesk.actions.client_base import ticket_fields
from helpdesk.actions.client_base.fields import FieldDraft, create_field
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.actions.workspace import teams
from helpdesk.actions.workspace.team_routing import change_routing
from helpdesk.models import (
    Agent,
    ChannelKind,
    FieldEntity,
    FieldKind,
    PresenceStatus,
    Rating,
    Setting,
)
from helpdesk.team_routing import TeamRouting
from helpdesk.tokens import hash_token, new_token
from tests.journeys.events.story import Story
from tests.stories import takes


def hold_chat(seconds: int) -> None:
    with db.transaction() as session:
        session.add(Setting(key="undo_send_s", value={"value": {"webchat": seconds}}, updated_at=clock.now()))


def customer_changes(story: Story) -> None:
    with db.transaction() as session:
        named = ProfileChanges(name="Vera Kovalenko")
        change_profile(session, story.asked.customer_id, named, by=story.desk.cast.anna)


def fields_change(story: Story) -> None:
    with db.transaction() as session:
        draft = FieldDraft(FieldEntity.TICKET, "order_no", FieldKind.TEXT, {"en": "Order"})
        create_field(session, draft, by=story.desk.cast.dora)
        ticket_fields.set_fields(session, story.id, fields={"order_no": "4711"}, by=story.desk.cast.anna)


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


def offers_chats(story: Story) -> None:
    with db.transaction() as session:
        rules = TeamRouting(offer_s={ChannelKind.WEBCHAT: 600})
        change_routing(session, None, rules, by=story.desk.cast.dora)


def rated(story: Story) -> None:
    token = new_token()
    with db.transaction() as session:
        now = clock.now()
        session.add(
            Rating(ticket_id=story.id, token_hash=hash_token(token), created_at=now, expires_at=now + timedelta(days=1))
        )
    with db.transaction() as session:
        ratings.rate(session, token, score=5, comment="Thank you")


def followed(story: Story) -> None:
    with db.transaction() as session:
        follow.follow(session, story.id, by=story.desk.cast.anna)


def warned(story: Story, *, after_minutes: float = 4) -> None:
    with clock.fixed(clock.now() + timedelta(minutes=after_minutes)):
        sla_sweep.sweep()


def notified(story: Story) -> None:
    takes(story.id, by=story.desk.cast.anna)
    warned(story)


def workspace_changed(story: Story) -> None:
    with db.transaction() as session:
        teams.create_team(session, name="Night shift", member_ids=(), by=story.desk.cast.dora)
