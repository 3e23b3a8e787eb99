"""When agents were at the desk: by their presence, and where it was not recorded by their answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from routing.replay.shapes import History, Said, Sign, Span

FLAP_S: Final = 60.0  # a gap as short as this is no absence
AROUND_S: Final = 900.0  # somebody who answers was there a quarter of an hour before
BREAK_S: Final = 5400.0  # and away when nothing came from them for so long


def stays(history: History) -> dict[int, list[Span]]:
    """Return for each agent when they took part in the work, in order and apart from each other."""
    signs: dict[int, list[Sign]] = defaultdict(list)
    for sign in sorted(history.signs, key=lambda sign: sign.at):
        signs[sign.agent_id].append(sign)
    answers: dict[int, list[float]] = defaultdict(list)
    for said in history.said:
        if said.agent_id is not None:
            answers[said.agent_id].append(said.at)
    found: dict[int, list[Span]] = {}
    for agent_id in sorted({*signs, *answers}):
        seen = spans_of(signs[agent_id], history.until)
        missed = [at for at in answers[agent_id] if not _covers(seen, at)]
        spans = merged([*seen, *_around(missed, history)])
        if spans:
            found[agent_id] = spans
    return found


def spans_of(signs: Sequence[Sign], until: float) -> list[Span]:
    """Return when an agent was online and available; who never chose a status is available."""
    spans: list[Span] = []
    online, available, since = False, True, None
    for sign in signs:
        online = online if sign.online is None else sign.online
        available = available if sign.available is None else sign.available
        if online and available and since is None:
            since = sign.at
        elif not (online and available) and since is not None:
            spans.append((since, sign.at))
            since = None
    if since is not None:
        spans.append((since, until))
    return merged(spans)


def merged(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or nearly do as one."""
    found: list[Span] = []
    for begin, end in sorted(spans):
        if found and begin - found[-1][1] <= FLAP_S:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif end > begin:
            found.append((begin, end))
    return found


def answers_by_agent(said: Iterable[Said]) -> dict[int, list[Said]]:
    """Return what each agent answered, in order of time."""
    found: dict[int, list[Said]] = defaultdict(list)
    for one in said:
        if one.agent_id is not None:
            found[one.agent_id].append(one)
    return found


def _covers(spans: Sequence[Span], at: float) -> bool:
    return any(begin - AROUND_S <= at <= end + AROUND_S for begin, end in spans)


def _around(answers: Sequence[float], history: History) -> list[Span]:
    if not answers:
        return []
    edges = [answers[0]]
    for before, after in pairwise(answers):
        if after - before > BREAK_S:
            edges += [before, after]
    edges.append(answers[-1])
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(max(history.since, a - AROUND_S), min(history.until, b + AROUND_S)) for a, b in pairs]
