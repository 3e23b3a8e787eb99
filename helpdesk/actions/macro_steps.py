"""The steps a macro can have: checked when it is saved, taken when it runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import InstrumentedAttribute, Session

from helpdesk import clock
from helpdesk.actions import assign, follow, label, lifecycle, reply, snooze, tags
from helpdesk.actions.access import open_ticket
from helpdesk.actions.client_base import profile, ticket_fields
from helpdesk.actions.client_base.profile import ProfileChanges
from helpdesk.actions.page_readers import others_given_a_link
from helpdesk.actions.templates import use_template
from helpdesk.actions.workspace.changes import require_known
from helpdesk.actions.writing import Writing
from helpdesk.customers.values import changed_fields
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Agent, FieldEntity, Message, Priority, Skill, Status, Team, Template, TicketType
from helpdesk.permissions import Actor
from helpdesk.queries.client_base.fields import shapes
from helpdesk.sharing import require_found

Step = Mapping[str, Any]  # JSON: {"do": one of KINDS, ...}
KINDS: Final = (
    "status",
    "priority",
    "type",
    "team",
    "assignee",
    "skills",
    "add_tags",
    "remove_tags",
    "field",
    "customer_field",
    "follow",
    "snooze",
    "reply",
    "note",
)
FIELDS: Final = {"field": FieldEntity.TICKET, "customer_field": FieldEntity.CUSTOMER}
ME: Final = "me"
MOST: Final = 20
LONGEST_SNOOZE_MIN: Final = 366 * 24 * 60
_IDS: Final[Mapping[str, tuple[str, InstrumentedAttribute[int]]]] = {
    "status": ("status_id", Status.id),
    "type": ("type_id", TicketType.id),
    "team": ("team_id", Team.id),
    "assignee": ("agent_id", Agent.id),
}


@dataclass(slots=True)
class Run:
    """A macro on its way over one ticket; key makes what it writes harmless to repeat.

    others_get_link: a reply with the link to the ticket's page goes to whoever else is written to as well.
    """

    ticket_id: int
    key: str
    seen_message_id: int | None = None
    others_get_link: bool = False
    message_ids: list[int] = field(default_factory=list)


def check(session: Session, steps: Sequence[Step], *, by: Actor) -> None:
    """Raise Invalid unless these are 1 to 20 steps that can be taken."""
    if not 1 <= len(steps) <= MOST:
        raise Invalid(f"A macro has 1 to {MOST} steps.", steps="count")
    if sum(step["do"] == "reply" for step in steps) > 1:
        raise Invalid("A macro sends one reply at most.", steps="two_replies")
    for step in steps:
        _check_one(session, step, by=by)


def _check_one(session: Session, step: Step, *, by: Actor) -> None:
    kind = step["do"]
    if kind in _IDS:
        name, column = _IDS[kind]
        wanted = step[name]
        if wanted not in (None, ME):
            require_known(session, column, [wanted], field="steps")
    elif kind == "skills":
        require_known(session, Skill.id, [one["skill_id"] for one in step["skills"]], field="steps")
    elif kind in ("add_tags", "remove_tags") and not step["tags"]:
        raise Invalid("Say which tags.", steps="no_tags")
    elif kind in FIELDS:
        check_field(session, step)
    elif kind == "snooze" and not 1 <= step["minutes"] <= LONGEST_SNOOZE_MIN:
        raise Invalid("A ticket is put aside for a minute to a year.", steps="minutes")
    elif kind in ("reply", "note"):
        require_found(by, session.get(Template, step["template_id"]))


def check_field(session: Session, step: Step) -> None:
    """Raise Invalid unless the value fits the custom field a step names."""
    known = shapes(session, FIELDS[step["do"]])
    changed_fields(None, {step["key"]: step["value"]}, known, all_required=False)


def take(session: Session, run: Run, step: Step, *, by: Actor) -> None:
    """Take one step; whatever error the action raises comes out of here."""
    match step["do"]:
        case "status":
            lifecycle.set_status(session, run.ticket_id, status_id=step["status_id"], by=by)
        case "priority":
            label.set_priority(session, run.ticket_id, priority=Priority[step["priority"].upper()], by=by)
        case "type":
            label.set_type(session, run.ticket_id, type_id=step["type_id"], by=by)
        case "team":
            label.set_team(session, run.ticket_id, team_id=step["team_id"], by=by)
        case "assignee":
            agent_id = by.agent_id if step["agent_id"] == ME else step["agent_id"]
            assign.assign(session, run.ticket_id, agent_id=agent_id, by=by)
        case "skills":
            levels = {one["skill_id"]: one["level"] for one in step["skills"]}
            label.set_skills(session, run.ticket_id, levels=levels, by=by)
        case "add_tags":
            tags.change_tags(session, run.ticket_id, add=step["tags"], by=by)
        case "remove_tags":
            tags.change_tags(session, run.ticket_id, remove=step["tags"], by=by)
        case "field":
            ticket_fields.set_fields(session, run.ticket_id, fields={step["key"]: step["value"]}, by=by)
        case "customer_field":
            changes = ProfileChanges(fields={step["key"]: step["value"]})
            profile.change_profile(session, customer_of(session, run.ticket_id, by=by), changes, by=by)
        case "follow":
            follow.follow(session, run.ticket_id, by=by)
        case "snooze":
            until = clock.now() + timedelta(minutes=step["minutes"])
            snooze.snooze(session, run.ticket_id, until=until, by=by)
        case "reply" | "note":
            _write(session, run, step, by=by)


def customer_of(session: Session, ticket_id: int, *, by: Actor) -> int:
    """Return whose ticket it is."""
    return open_ticket(session, ticket_id, by=by).customer_id


def _write(session: Session, run: Run, step: Step, *, by: Actor) -> None:
    used = use_template(session, step["template_id"], run.ticket_id, language=None, by=by)
    if used.filled.missing:
        raise Invalid(f"Nothing fills {', '.join(used.filled.missing)}.", missing=list(used.filled.missing))
    files = [file.public_id for file in used.attachments]
    writing = Writing(used.filled.text, f"{run.key}:{step['do']}", files)
    if step["do"] == "note":
        message = reply.add_note(session, run.ticket_id, writing, by=by)
    else:
        message = reply.send_reply(session, run.ticket_id, writing, by=by, seen_message_id=run.seen_message_id)
        _refuse_link_for_others(session, run, message, by=by)
    run.message_ids.append(message.id)


def _refuse_link_for_others(session: Session, run: Run, message: Message, *, by: Actor) -> None:
    if run.others_get_link:
        return
    others = others_given_a_link(session, open_ticket(session, run.ticket_id, by=by), message)
    if others:
        raise Conflict("Others would get the link to the customer's page.", code="link_for_others", others=others)
