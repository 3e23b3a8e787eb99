"""Who answers what: late binding, most pressing ticket first, best agent who can start on it now."""

from collections.abc import Sequence

from routing.demand import flexibility, note_demand
from routing.lanes import in_lanes
from routing.lineup import Lineup, first
from routing.need import need_of
from routing.preference import email_lineup, live_lineup
from routing.reasons import reasons_for
from routing.relaxing import relaxed_steps
from routing.shapes import Assignment, Id, Memory, RoutableAgent, WaitingTicket
from routing.tuning import TUNING, Tuning
from routing.urgency import due_at, is_email, urgency
from routing.usual import is_kept_for_usual, usual_agent

__all__ = ["Assignment", "RoutableAgent", "WaitingTicket", "assign"]


def assign(
    now: float,
    waiting: Sequence[WaitingTicket],
    agents: Sequence[RoutableAgent],
    memory: Memory,
    *,
    tuning: Tuning = TUNING,
) -> list[Assignment]:
    """Choose who gets which ticket now; what is not given keeps waiting. Pure but for the caller's `memory`.

    An agent gets at most one ticket a call, and only one they can start on: none of their live customers waits
    for words, at most one e-mail is unanswered. Skill, language, capacity and exclusion are hard; the level is
    relaxed step by step with the ticket's age. `memory` is an empty dict at first and belongs to this function.
    """
    return _Round(now, waiting, agents, memory=memory, tuning=tuning).play()


class _Round:
    """One call: two line-ups, from which each chosen agent is taken out."""

    def __init__(
        self,
        now: float,
        waiting: Sequence[WaitingTicket],
        agents: Sequence[RoutableAgent],
        *,
        memory: Memory,
        tuning: Tuning,
    ) -> None:
        self.now, self.tuning = now, tuning
        unique = {ticket.id: ticket for ticket in waiting}
        self.waiting = in_lanes(sorted(unique.values(), key=self._order))
        online = {agent.id: agent for agent in agents if agent.online}
        self.online = dict(sorted(online.items(), key=lambda pair: str(pair[0])))
        note_demand(now, self.waiting, memory=memory, tuning=tuning)
        self.mail_due = _still_owed(memory, self.online)
        people = list(self.online.values())
        spare = flexibility(now, people, memory=memory)
        self.live = live_lineup(now, people, spare=spare, mail_due=self.mail_due, tuning=tuning)
        self.email = email_lineup(now, people, spare=spare, tuning=tuning)

    def play(self) -> list[Assignment]:
        given = []
        for ticket in self.waiting:
            if not self.live.left:
                break
            assignment = self._place(ticket)
            if assignment is not None:
                given.append(assignment)
        return given

    def _order(self, ticket: WaitingTicket) -> tuple[float, float, str]:
        return (-urgency(self.now, ticket, self.tuning), ticket.waiting_since, str(ticket.id))

    def _place(self, ticket: WaitingTicket) -> Assignment | None:
        lineup = self.email if is_email(ticket.channel) else self.live
        if not lineup.left:
            return None
        need = need_of(ticket)
        usual = usual_agent(ticket, need, self.online)
        for step in range(relaxed_steps(self.now, ticket, self.tuning) + 1):
            able = lineup.able(ticket, need, step=step)
            if usual is not None and able & lineup.bit(usual.id):
                return self._give(ticket, lineup, usual, able=able, step=step)
            if usual is not None and is_kept_for_usual(self.now, ticket, self.tuning):
                return None
            if able:
                return self._give(ticket, lineup, lineup.agents[first(able)], able=able, step=step)
        return None

    def _give(self, ticket: WaitingTicket, lineup: Lineup, agent: RoutableAgent, *, able: int, step: int) -> Assignment:
        others = able & ~lineup.bit(agent.id)
        runner_up = lineup.agents[first(others)].id if others else None
        self.live.take_out(agent.id)
        self.email.take_out(agent.id)
        if is_email(ticket.channel):
            self.mail_due[agent.id] = due_at(ticket)
        why = reasons_for(self.now, ticket, agent, step=step, able=able.bit_count(), runner_up=runner_up)
        return Assignment(ticket.id, agent.id, why)


def _still_owed(memory: Memory, online: dict[Id, RoutableAgent]) -> dict[Id, float]:
    """When the e-mail is due that each agent was given last and has not answered."""
    owed: dict[Id, float] = memory.setdefault("mail_due", {})
    for agent_id in [agent_id for agent_id in owed if agent_id in online and not online[agent_id].unanswered_email]:
        del owed[agent_id]
    return owed
