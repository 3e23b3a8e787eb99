"""Waiting tickets as the router sees them, with what their teams' rules make of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from helpdesk.models import UNITS, Ticket
from routing import past
from routing.gates import Gates, Team
from routing.hurdles import Bar, Bars, Hurdle
from routing.seldom import Seldom
from routing.shapes import Id, RoutableAgent, WaitingTicket

ASKED_AGAIN_AFTER = timedelta(minutes=1)  # where nobody else is left


def within_reach(gates: Gates, agent_id: int) -> ColumnElement[bool]:
    """Return the condition on Ticket: of no team, of the agent's teams, or of one that these help out."""
    mine = {team_id for team_id, inside in gates.members.items() if agent_id in inside}
    helped = {team_id for team_id, rules in gates.rules.items() if team_id and rules.overflow_team_id in mine}
    return or_(Ticket.team_id.is_(None), Ticket.team_id.in_(sorted(mine | helped)))


class Reader:
    """Turns rows into waiting tickets, and keeps whom the rules hold back from each."""

    def __init__(
        self,
        session: Session,
        known: Seldom,
        *,
        gates: Gates,
        agents: Sequence[RoutableAgent],
        ids: Sequence[int] | None,
        now: datetime,
    ) -> None:
        """ids: of the tickets that will be asked for, None for too many to name."""
        self._gates, self._now = gates, now
        self._agents = [agent for agent in agents if agent.online]
        self._usual_days = known.usual_days
        longest = max([self._usual_days, *(rules.sticky_days or 0 for rules in gates.rules.values())])
        self._last = past.last_agents(session, ids, since=now - timedelta(days=longest))
        self._skills = past.ticket_skills(session, ids)
        self._names = known.skill_names
        self._attempts, self._refusals = past.attempts(session, ids, now=now)
        self.bars: dict[int, Bars] = {}
        self.closed: dict[int, Bar] = {}
        self.overflows: dict[int, tuple[float, int, frozenset[int]]] = {}

    def waiting(self, ticket: Any) -> WaitingTicket:  # a row
        """Return one ticket as the strategy takes it."""
        team = self._gates.team(ticket.team_id)
        since = ticket.waiting_since or ticket.created_at
        gate = self._gates.gate(team.id, ticket.kind, overflows=self._overflows(ticket.id, team, since))
        keep_min = team.rules.sticky_wait_min
        found = WaitingTicket(
            id=ticket.id,
            channel=ticket.kind.value,
            units=UNITS[ticket.kind],
            skills=self._needed(ticket, team),
            language=ticket.language,
            priority=int(ticket.priority),
            waiting_since=since.timestamp(),
            # Where nobody waits for an answer, no answer is due: what is left is the day by which all is to be solved.
            due_at=ticket.next_due_at.timestamp() if ticket.waiting_since and ticket.next_due_at else None,
            customer_id=ticket.customer_id,
            preferred_agent_id=self._usual(ticket.customer_id, team),
            responded=ticket.first_responded_at is not None,
            attempts=self._attempts.get(ticket.id, 0),
            excluded=gate.excluded,
            lane=ticket.team_id,
            order=team.rules.order.value,
            keep_for_usual_s=None if keep_min is None else keep_min * 60.0,
        )
        if team.waits is not None:
            self.closed[ticket.id] = team.waits
        if gate.bars:
            self.bars[ticket.id] = gate.bars
        return self._without_refusers(found) if ticket.id in self._refusals else found

    def _overflows(self, ticket_id: int, team: Team, since: datetime) -> bool:
        at = team.overflows_at(since)
        if at is None:
            return False
        helpers = self._gates.helpers(team.id) if at <= self._now else frozenset()
        self.overflows[ticket_id] = (at.timestamp(), team.rules.overflow_team_id or 0, helpers)
        return at <= self._now

    def _needed(self, ticket: Any, team: Team) -> Mapping[str, int]:  # a row
        own = self._skills.get(ticket.id, {})
        usual = team.rules.skills_by_type.get(ticket.type_id)
        if not usual:
            return own
        named = {self._names[skill_id]: level for skill_id, level in usual.items() if skill_id in self._names}
        return {name: max(own.get(name, 0), named.get(name, 0)) for name in own.keys() | named.keys()}

    def _usual(self, customer_id: int, team: Team) -> int | None:
        agent_id, at = self._last.get(customer_id, (None, self._now))
        days = self._usual_days if team.rules.sticky_days is None else team.rules.sticky_days
        return agent_id if days and at >= self._now - timedelta(days=days) else None

    def _without_refusers(self, ticket: WaitingTicket) -> WaitingTicket:
        """Ask others first; where there are none, those who refused a minute ago are asked again."""
        refused = self._refusals[int(ticket.id)]
        others = any(_is_able(agent, ticket) for agent in self._agents if agent.id not in refused)
        limit = self._now - ASKED_AGAIN_AFTER
        barred = {agent_id for agent_id, at in refused.items() if others or at > limit}
        kept: dict[Id, Bar] = {agent_id: Bar(Hurdle.DECLINED) for agent_id in barred - ticket.excluded}
        self.bars[int(ticket.id)] = {**kept, **self.bars.get(int(ticket.id), {})}
        return replace(ticket, excluded=ticket.excluded | barred)


def _is_able(agent: RoutableAgent, ticket: WaitingTicket) -> bool:
    if agent.id in ticket.excluded or (ticket.language and ticket.language not in agent.languages):
        return False
    return all(agent.skills.get(skill, 0) > 0 for skill, level in ticket.skills.items() if level > 0)
