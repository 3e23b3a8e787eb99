"""SLA policies as admins edit them; open tickets follow in small steps afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, sla_policies
from helpdesk.actions.workspace.changes import What, leave_trace, one_line, require_known
from helpdesk.actions.workspace.channels import ABSENT, Absent
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.models import (
    ACTIVE,
    Agent,
    Calendar,
    Organisation,
    Segment,
    SlaClock,
    SlaPolicy,
    Tag,
    Team,
    Ticket,
    TicketType,
)
from helpdesk.models.channels import Channel
from helpdesk.permissions import Actor
from helpdesk.sla_shapes import read_conditions, read_escalations, read_pauses, read_targets, read_warn_percent

NAME_CHARS: Final = 80
MAX_POLICIES: Final = 100

Json = Any  # shapes in helpdesk.sla_shapes


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """None or ABSENT: leave it as it is; the JSON parts are replaced whole. Shapes: helpdesk.sla_shapes."""

    name: str | None = None
    is_enabled: bool | None = None
    calendar_id: int | Absent | None = ABSENT
    conditions: Json | None = None
    targets: Json | None = None
    pauses: Json | None = None
    warn_percent: int | Absent | None = ABSENT
    escalations: Json | None = None


def create_policy(session: Session, changes: PolicyChanges, *, by: Actor, address: str = "") -> SlaPolicy:
    """Add a policy after all others; without a calendar it counts day and night."""
    policies = _all(session)
    if len(policies) >= MAX_POLICIES:
        raise Conflict(f"A desk has at most {MAX_POLICIES} policies.", code="too_many_policies")
    position = max((policy.position for policy in policies), default=-1) + 1
    policy = SlaPolicy(name="", version=1, position=position, is_enabled=True, conditions={}, targets={})
    _apply(session, policy, changes)
    if not policy.name:
        raise Invalid("Give it a name.", name="empty")
    read_targets(policy.targets)
    session.add(policy)
    session.flush()
    _trace(session, "sla_policy.made", policy, by=by, address=address)
    return policy


def change_policy(
    session: Session, policy_id: int, changes: PolicyChanges, *, by: Actor, address: str = ""
) -> SlaPolicy:
    """Change a policy: clocks that still run follow it, ended ones keep the version they had."""
    policy = _open(session, policy_id)
    changed = _apply(session, policy, changes)
    if set(changed) - {"name"}:
        policy.version += 1
    if changed:
        _trace(session, "sla_policy.changed", policy, by=by, address=address, data={"fields": changed})
    return policy


def remove_policy(session: Session, policy_id: int, *, by: Actor, even_if_used: bool = True, address: str = "") -> None:
    """Remove a policy: its running clocks end without an outcome, what was met or late stays.

    Conflict "policy_in_use" tells how many open tickets it promises something, unless even_if_used: they then follow the
    next policy that fits.
    """
    policy = _open(session, policy_id)
    promised = 0 if even_if_used else _promised(session, policy.id)
    if promised:
        raise Conflict(
            f"{policy.name} promises {promised} open tickets something. Repeat with force to remove it all the same.",
            code="policy_in_use",
            open_tickets=promised,
        )
    policy.is_enabled, policy.removed_at = False, clock.now()
    policy.name = f"{policy.name[: NAME_CHARS - 21]} ({policy.id})"  # the name is free again
    _trace(session, "sla_policy.removed", policy, by=by, address=address)


def _promised(session: Session, policy_id: int) -> int:
    runs = (SlaClock.policy_id == policy_id, SlaClock.met_at.is_(None), SlaClock.breached_at.is_(None))
    wanted = select(func.count(SlaClock.ticket_id.distinct())).join(Ticket, Ticket.id == SlaClock.ticket_id)
    return session.scalar(wanted.where(*runs, Ticket.category.in_(ACTIVE))) or 0


def order_policies(session: Session, ids: Sequence[int], *, by: Actor, address: str = "") -> None:
    """Put all policies into this order; Conflict "policies_changed" unless these are exactly those there are."""
    policies = {policy.id: policy for policy in _all(session)}
    if sorted(ids) != sorted(policies):
        raise Conflict("The policies have changed since you looked; look again.", code="policies_changed")
    if list(ids) == list(policies):
        return
    for position, id in enumerate(ids):
        policies[id].position = position
    sla_policies.renew(session)
    leave_trace(session, "sla_policies.ordered", what=What.SLA_POLICIES, thing="sla_policies", by=by, address=address)


def _all(session: Session) -> Sequence[SlaPolicy]:
    wanted = select(SlaPolicy).where(SlaPolicy.removed_at.is_(None)).order_by(SlaPolicy.position, SlaPolicy.id)
    return session.scalars(wanted.with_for_update()).all()


def _open(session: Session, policy_id: int) -> SlaPolicy:
    policy = session.get(SlaPolicy, policy_id, with_for_update=True)
    if policy is None or policy.removed_at is not None:
        raise NotFound
    return policy


def _trace(
    session: Session, verb: str, policy: SlaPolicy, *, by: Actor, address: str, data: dict[str, Any] | None = None
) -> None:  # JSON
    sla_policies.renew(session)
    thing = f"sla_policy:{policy.id}"
    leave_trace(session, verb, what=What.SLA_POLICIES, thing=thing, by=by, address=address, data=data)


def _apply(session: Session, policy: SlaPolicy, changes: PolicyChanges) -> list[str]:
    wanted: dict[str, Any] = {  # the columns' own types
        "is_enabled": changes.is_enabled,
        "conditions": _checked_conditions(session, changes.conditions),
        "targets": _checked(read_targets, changes.targets),
        "pauses": None if changes.pauses is None else sorted(read_pauses(changes.pauses)),
        "escalations": _checked_escalations(session, changes.escalations),
    }
    if changes.name is not None:
        wanted["name"] = _free_name(session, changes.name, but=policy.id)
    changed = [name for name, value in wanted.items() if value is not None and getattr(policy, name) != value]
    for name in changed:
        setattr(policy, name, wanted[name])
    if not isinstance(changes.warn_percent, Absent) and changes.warn_percent != policy.warn_percent:
        policy.warn_percent = read_warn_percent(changes.warn_percent)
        changed.append("warn_percent")
    if not isinstance(changes.calendar_id, Absent) and changes.calendar_id != policy.calendar_id:
        if changes.calendar_id is not None:
            require_known(session, Calendar.id, [changes.calendar_id], field="calendar_id")
        policy.calendar_id = changes.calendar_id
        changed.append("calendar_id")
    return changed


def _checked(read: Any, given: Json | None) -> Json | None:  # a reader of helpdesk.sla_shapes
    if given is not None:
        read(given)
    return given


def _checked_conditions(session: Session, given: Json | None) -> Json | None:
    if given is None:
        return None
    conditions = read_conditions(given)
    for id, ids, name in (
        (TicketType.id, conditions.type_ids, "type_ids"),
        (Team.id, conditions.team_ids, "team_ids"),
        (Channel.id, conditions.channel_ids, "channel_ids"),
        (Tag.id, conditions.tag_ids, "tag_ids"),
        (Organisation.id, conditions.organisation_ids, "organisation_ids"),
        (Segment.id, conditions.segment_ids, "segment_ids"),
    ):
        require_known(session, id, ids, field=name)
    return {name: value for name, value in given.items() if value}


def _checked_escalations(session: Session, given: Json | None) -> Json | None:
    if given is None:
        return None
    escalations = read_escalations(given)
    teams = [escalation.team_id for escalation in escalations if escalation.team_id is not None]
    require_known(session, Team.id, teams, field="team_id")
    agents = {agent_id for escalation in escalations for agent_id in escalation.notify.agent_ids}
    require_known(session, Agent.id, agents, field="agent_ids")
    return list(given)


def _free_name(session: Session, name: str, *, but: int | None) -> str:
    name = one_line(name, field="name", max_chars=NAME_CHARS)
    known = session.execute(select(SlaPolicy.id, SlaPolicy.name))
    if any(other.casefold() == name.casefold() and id != but for id, other in known):
        raise Conflict("There is a policy of this name already.", code="name_taken", name="taken")
    return name
