"""How long a console's requests take while work goes on, and how that grows with the desk."""

import http.client
import itertools
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy import text

from helpdesk import db
from helpdesk.errors import Unavailable
from runtime.bench import usage
from runtime.bench.arrivals import CALM_S, arriving
from runtime.bench.desk import BenchDesk, Staff
from runtime.bench.journey import percentile
from runtime.bench.questions import Asker, Question
from runtime.bench.seeded import Size, seeded_desk, staff_of

WARM_UP: Final = 3  # of each kind
RAW_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class Load:
    """requests: of each kind; rate: messages a second that arrive meanwhile; searches: ask those instead of lists."""

    sizes: Sequence[Size]
    requests: int = 100
    rate: float = 20.0
    searches: bool = False


@dataclass(slots=True)
class Answers:
    """What one kind of request took: by the clock, and of the web process's CPU, both in ms."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0


def measure(load: Load) -> dict[str, Any]:
    """Return the figures as one JSON object: by size and kind, and how much the largest costs over the smallest."""
    by_size = {size.tickets: _measure(load, size) for size in load.sizes}
    found: dict[str, Any] = {"requests": load.requests, "rate": load.rate, "sizes": by_size}
    if len(by_size) > 1:
        least, most = by_size[min(by_size)]["kinds"], by_size[max(by_size)]["kinds"]
        found["growth"] = {
            kind: {
                name: round(most[kind][name] / max(least[kind][name], 0.1), 2)
                for name in ("p50_ms", "p99_ms", "cpu_ms")
            }
            for kind in most
            if kind in least
        }
    return found


def _measure(load: Load, size: Size) -> dict[str, Any]:
    with seeded_desk(size) as desk:
        with db.transaction() as session:
            staff = staff_of(session)
        with db.reading() as session:
            asker = Asker(session)
            asked = asker.searches(load.requests) if load.searches else asker.lists(load.requests)
        with arriving(desk, staff, load.rate) as arrived:
            answers = _ask_all(desk, staff, asked)
        kinds = {
            kind: {
                "requests": len(one.wall_ms),
                "p50_ms": percentile(one.wall_ms, 50),
                "p99_ms": percentile(one.wall_ms, 99),
                "cpu_ms": round(one.cpu_ms, 2),
            }
            for kind, one in sorted(answers.items())
        }
        return {
            "database": db.current().writes.dialect.name,
            "raw_ms": _raw_ms(),
            "arrived": arrived[0],
            "kinds": kinds,
        }


def _ask_all(desk: BenchDesk, staff: Staff, asked: Sequence[Question]) -> dict[str, Answers]:
    """Ask kind by kind, so that the CPU each takes can be told; by an admin, a supervisor and an agent in turn."""
    by_kind: defaultdict[str, list[Question]] = defaultdict(list)
    for question in asked:
        by_kind[question.kind].append(question)
    address = urlsplit(desk.running.base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    web = {desk.pids["web"]}
    for questions in by_kind.values():
        _ask(connection, staff, questions[:WARM_UP], Answers())
    idle_per_s = _cpu_while_calm(web)
    answers: dict[str, Answers] = {}
    for kind, questions in by_kind.items():
        answers[kind] = one = Answers()
        before, began = usage.cpu_s(web), time.monotonic()
        _ask(connection, staff, questions, one)
        spent = usage.cpu_s(web) - before - idle_per_s * (time.monotonic() - began)
        one.cpu_ms = max(0.0, 1000 * spent / len(questions))
    connection.close()
    return answers


def _ask(connection: http.client.HTTPConnection, staff: Staff, questions: Sequence[Question], answers: Answers) -> None:
    for token, question in zip(itertools.cycle(staff.tokens), questions, strict=False):
        began = time.monotonic()
        connection.request("GET", question.path, headers={"Cookie": f"session={token}"})
        answer = connection.getresponse()
        answer.read()
        answers.wall_ms.append(1000 * (time.monotonic() - began))
        if answer.status not in (200, 404):  # who does not see a ticket is told that there is none
            raise Unavailable(f"{question.path} was answered with {answer.status}.")


def _cpu_while_calm(pids: set[int]) -> float:
    """Return what the web process uses in a second while nobody asks anything: the cost of what arrives."""
    before = usage.cpu_s(pids)
    time.sleep(CALM_S)
    return (usage.cpu_s(pids) - before) / CALM_S


def _raw_ms() -> float:
    """Return how long the driver alone takes to read the newest fifty messages of a ticket: what nobody can be faster than."""
    asked = text("SELECT * FROM message WHERE ticket_id = :id ORDER BY id DESC LIMIT 50")
    took: list[float] = []
    with db.current().reads.connect() as connection:
        last = connection.exec_driver_sql("SELECT max(id) FROM ticket").scalar() or 1
        for n in range(RAW_ROUNDS):
            began = time.monotonic()
            connection.execute(asked, {"id": 1 + n * 7919 % last}).all()
            took.append(1000 * (time.monotonic() - began))
    return round(sorted(took)[RAW_ROUNDS // 2], 3)
