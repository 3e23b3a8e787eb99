"""How long agents really worked on each answer: one pair of hands, so nobody works before they put the last down."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from routing.replay.shapes import History, Said, Span
from routing.replay.stays import answers_by_agent

EMAIL: Final = "email"
MAX_MAIL_EFFORT_S: Final = 5400.0
MAX_LIVE_EFFORT_S: Final = 1200.0
LEAST_S: Final = 3.0
PIECE_GAP_S: Final = 1800.0  # a customer who comes back later than this is new work


@dataclass(frozen=True, slots=True)
class Round:
    """A customer's words and the answer to them. effort_s and answered_at: None while nobody has answered."""

    asked_at: float
    effort_s: float | None = None
    answered_at: float | None = None
    agent_id: int | None = None


def efforts(history: History, stays: Mapping[int, Sequence[Span]]) -> dict[tuple[int, float], float]:
    """Return the effort of each answer by (ticket, when it was given), in seconds.

    A live answer is begun when the live answer before it is out, an e-mail when the e-mail before it is, and neither
    before the customer asked or the agent was given the ticket; live answers given meanwhile and absences are no work
    on an e-mail. What is left holds also the time until they noticed, as the desk's real waits do.
    """
    kinds = {ticket.id: ticket.channel for ticket in history.tickets}
    asked = _asked(history.said)
    found: dict[tuple[int, float], float] = {}
    for agent_id, answers in answers_by_agent(history.said).items():
        hands = _Hands(history.since, stays.get(agent_id, ()))
        for said in answers:
            # Of tickets from before these weeks the channel is not known; most of what comes back so late is mail.
            is_mail = kinds.get(said.ticket_id, EMAIL) == EMAIL
            ready_at = max(
                _latest(asked.get(said.ticket_id, ()), said.at),
                _latest(history.given_at.get((said.ticket_id, agent_id), ()), said.at),
            )
            spent_s = hands.mail(ready_at, said.at) if is_mail else hands.live(ready_at, said.at)
            most_s = MAX_MAIL_EFFORT_S if is_mail else MAX_LIVE_EFFORT_S
            found[said.ticket_id, said.at] = min(most_s, max(LEAST_S, spent_s))
    return found


class _Hands:
    """What one agent did with their time, told in order of the answers."""

    def __init__(self, since: float, stays: Sequence[Span]) -> None:
        self._live_until = self._mail_until = since
        self._stays = stays
        self._begins = [begin for begin, _ in stays]
        self._live: list[Span] = []
        self._live_ends: list[float] = []

    def live(self, ready_at: float, at: float) -> float:
        """Return the seconds spent on a live answer."""
        begin = max(self._live_until, ready_at, _latest(self._begins, at))
        self._live_until = at
        if begin < at:
            self._live.append((begin, at))
            self._live_ends.append(at)
        return at - begin

    def mail(self, ready_at: float, at: float) -> float:
        """Return the seconds spent on an e-mail."""
        begin = max(self._mail_until, ready_at)
        self._mail_until = at
        live = self._live[bisect_right(self._live_ends, begin) :]
        return self._present(begin, at) - sum(b - max(a, begin) for a, b in live)

    def _present(self, begin: float, end: float) -> float:
        first = max(0, bisect_right(self._begins, begin) - 1)
        last = bisect_right(self._begins, end)
        # Somebody who answers is there, recorded or not.
        return sum(max(0.0, min(b, end) - max(a, begin)) for a, b in self._stays[first:last]) or end - begin


def rounds(history: History, spent: Mapping[tuple[int, float], float]) -> dict[int, list[Round]]:
    """Return by ticket what was asked and how it was answered, in order; what agents add unasked belongs to the last."""
    found: dict[int, list[Round]] = defaultdict(list)
    known = {ticket.id for ticket in history.tickets}
    for said in history.said:
        if said.ticket_id not in known:
            continue
        theirs = found[said.ticket_id]
        if said.agent_id is None:
            if not theirs or theirs[-1].answered_at is not None:
                theirs.append(Round(said.at))
        elif theirs:
            last, more = theirs[-1], spent[said.ticket_id, said.at]
            first_at = said.at if last.answered_at is None else last.answered_at
            who = last.agent_id if last.agent_id is not None else said.agent_id
            theirs[-1] = Round(last.asked_at, (last.effort_s or 0.0) + more, first_at, who)
    return found


def pieces(theirs: Iterable[Round]) -> list[list[Round]]:
    """Return a ticket's rounds as pieces of work: what the customer adds much later is a piece of its own."""
    found: list[list[Round]] = []
    for one in theirs:
        answered_at = found[-1][-1].answered_at if found else None
        if answered_at is not None and one.asked_at - answered_at <= PIECE_GAP_S:
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _asked(said: Iterable[Said]) -> dict[int, list[float]]:
    """Return when each ticket's customer began to wait."""
    found: dict[int, list[float]] = defaultdict(list)
    answered: set[int] = set()
    for one in said:
        if one.agent_id is not None:
            answered.add(one.ticket_id)
        elif one.ticket_id not in found or one.ticket_id in answered:
            found[one.ticket_id].append(one.at)
            answered.discard(one.ticket_id)
    return found


def _latest(times: Sequence[float], at: float) -> float:
    place = bisect_right(times, at)
    return times[place - 1] if place and times[place - 1] < at else float("-inf")
