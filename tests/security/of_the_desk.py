"""What a desk has that is no ticket's and no customer's: rules, views, answers, policies, bots."""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.actions.accounts import invitations
from helpdesk.actions.accounts.invitations import Invited
from helpdesk.actions.automations.editing import AutomationChanges, create_automation
from helpdesk.actions.macros import MacroChanges, create_macro
from helpdesk.actions.planning import Asked, ask_replay
from helpdesk.actions.saved_reports import SavedChanges, save_report
from helpdesk.actions.templates import TemplateChanges, create_template
from helpdesk.actions.views import ViewChanges, save_view
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, create_bot
from helpdesk.actions.workspace.calendars import CalendarChanges, create_calendar
from helpdesk.actions.workspace.rules import Decisions, RuleChanges, create_rule
from helpdesk.actions.workspace.skills import create_skill
from helpdesk.actions.workspace.sla_policies import PolicyChanges, create_policy
from helpdesk.models import Audience, Role, SlaPolicy, Tag
from tests.cast import Desk

BOT_TOKEN: Final = "7000000002:AAE-of-the-bird-Zx81kQpW0vRt5yBn3mLs7dF"


def of_the_desk(session: Session, desk: Desk, *, song: str, said: str) -> dict[str, Any]:
    """Make one of each thing the desk has; what Support keeps to itself says the song.

    Returns their ids, as addresses name them.
    """
    skill = create_skill(session, name="Law", by=desk.cast.dora)
    tag = Tag(name="lost")
    session.add(tag)
    decisions = Decisions(team_id=desk.cast.support_id)
    rule = create_rule(session, RuleChanges("Law", True, {"words": ["law"]}, decisions), by=desk.cast.dora)
    invitation, _ = invitations.invite(session, Invited("new@desk.example", Role.AGENT), by=desk.cast.dora)
    calendar = create_calendar(session, CalendarChanges(name="Days"), by=desk.cast.dora)
    targets = {"normal": {"first_response": 60}}
    policy = create_policy(session, PolicyChanges(name="Birds", targets=targets), by=desk.cast.dora)
    identity = BotIdentity(7000000002, "bird_bot", "Birds")
    bot = create_bot(
        session, BotChanges(token=BOT_TOKEN, identity=identity, api_url="http://127.0.0.1:1"), by=desk.cast.dora
    )
    counted = SavedChanges("Birds", Audience.ALL, None, {"measure": "created"})
    saved = save_report(session, counted, by=desk.cast.boris)
    week = Asked("Birds", clock.now() - timedelta(days=7), clock.now(), {})
    return {
        "bot_id": bot.id,
        "replay_id": ask_replay(session, week, by=desk.cast.boris).id,
        "skill_id": skill.id,
        "tag_id": tag.id,
        "rule_id": rule.id,
        "automation_id": _automation(session, desk),
        "ready_made": "thank_you",
        "invitation_id": invitation.id,
        "calendar_id": calendar.id,
        "saved_report_id": saved.id,
        "view_id": _view(session, desk, song),
        "template_id": _template(session, desk, song, said),
        "macro_id": _macro(session, desk, song),
        "policy_id": policy.id,
        "policy_ids": list(session.scalars(select(SlaPolicy.id).order_by(SlaPolicy.position))),
    }


def _automation(session: Session, desk: Desk) -> int:
    """A rule that touches nothing here."""
    steps = [{"do": "priority", "priority": "high"}]
    changes = AutomationChanges(name="Birds", trigger={"on": "ticket.rated"}, steps=steps)
    return create_automation(session, changes, by=desk.cast.dora).id


def _view(session: Session, desk: Desk, song: str) -> int:
    """A view that Support keeps to itself."""
    changes = ViewChanges(song, Audience.TEAM, desk.cast.support_id, {}, "urgency")
    return save_view(session, changes, by=desk.cast.anna).id


def _template(session: Session, desk: Desk, song: str, said: str) -> int:
    """An answer that Support keeps to itself."""
    changes = TemplateChanges(song, {"": said}, audience=Audience.TEAM, team_id=desk.cast.support_id)
    return create_template(session, changes, by=desk.cast.anna).id


def _macro(session: Session, desk: Desk, song: str) -> int:
    """Steps that Support keeps to itself."""
    steps = [{"do": "priority", "priority": "high"}]
    changes = MacroChanges(f"{song} flies", steps, audience=Audience.TEAM, team_id=desk.cast.support_id)
    return create_macro(session, changes, by=desk.cast.anna).id
