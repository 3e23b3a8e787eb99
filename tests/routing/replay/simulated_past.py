"""A past made by the simulator: a day that was played, written down as a desk would have recorded it."""

from routing.replay.shapes import History, Member, Past, Said, Sign
from routing.simulate import Day, Policy
from routing.simulate.day import Arrival
from routing.simulate.desk import Desk
from routing.simulate.hands import Turn
from routing.simulate.leaving import plan_presence
from routing.strategy import assign

MONDAY = 1_780_876_800.0  # 2026-06-08, midnight in UTC
RECORDED = {"chat": "webchat"}


class RecordingDesk(Desk):
    """A simulated desk that writes down every message."""

    def __init__(self, day: Day, policy: Policy) -> None:
        super().__init__(day, policy)
        self.said: list[Said] = []
        self.given: dict[tuple[int, int], list[float]] = {}
        self.numbers = {id: n for n, id in enumerate(self.agents, start=1)}

    def note(self, ticket_id: int, agent_id: int | None = None) -> None:
        self.said.append(Said(ticket_id, MONDAY + self.now, agent_id))


def past_of(day: Day, policy: Policy = assign) -> History:
    """Play a day and return it as history."""
    desk = RecordingDesk(day, policy)
    _record(desk)
    plan_presence(desk)
    desk.run()
    return History(
        since=MONDAY,
        until=MONDAY + day.ends_at,
        time_zone="UTC",
        tickets=[_past(arrival) for arrival in day.arrivals],
        said=sorted(desk.said, key=lambda said: said.at),
        signs=_signs(desk),
        members=[
            Member(desk.numbers[person.id], person.skills, person.languages, person.capacity_units)
            for person in day.people
        ],
        given_at=desk.given,
    )


def _record(desk: RecordingDesk) -> None:
    turn_done, writes, assigned = desk._turn_done, desk._customer_writes, desk._assign

    def record_answer(agent, stamp):  # type: ignore[no-untyped-def]
        if agent.hands.stamp == stamp:
            turn: Turn = agent.hands.doing
            desk.note(turn.ticket_id, desk.numbers[agent.person.id])
        turn_done(agent, stamp)

    def record_words(ticket):  # type: ignore[no-untyped-def]
        desk.note(ticket.arrival.id)
        writes(ticket)

    def record_given(ticket, agent):  # type: ignore[no-untyped-def]
        desk.given.setdefault((ticket.arrival.id, desk.numbers[agent.person.id]), []).append(MONDAY + desk.now)
        assigned(ticket, agent)

    desk._turn_done, desk._customer_writes, desk._assign = record_answer, record_words, record_given  # type: ignore[method-assign]
    for arrival in desk.day.arrivals:
        desk.said.append(Said(arrival.id, MONDAY + arrival.at))


def _past(arrival: Arrival) -> Past:
    return Past(
        id=arrival.id,
        channel=RECORDED.get(arrival.channel, arrival.channel),
        priority=arrival.priority,
        language=arrival.language,
        skills=arrival.skills,
        team_id=None,
        customer_id=arrival.customer_id,
        due_at=MONDAY + arrival.due_at,
    )


def _signs(desk: RecordingDesk) -> list[Sign]:
    return [
        Sign(desk.numbers[person.id], MONDAY + at, online=online)
        for person in desk.day.people
        for begin, end in person.present
        for at, online in ((begin, True), (end, False))
    ]
