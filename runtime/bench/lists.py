"""How long a console's requests take while work goes on, and how that grows with the desk."""

import http.client
import json
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
from runtime.bench.furnishing import furnish
from runtime.bench.journey import percentile
from runtime.bench.questions import Asker, Question
from runtime.bench.searches import Searcher
from runtime.bench.seeded import Size, seeded_desk, staff_of

WARM_UP: Final = 3  # of each kind
RAW_ROUNDS: Final = 200


@dataclass(frozen=True, slots=True)
class Load:
    """requests: of each kind; rate: messages a second that arrive meanwhile; searches: ask those instead of lists.

    only: kinds with this in their name.
    """

    sizes: Sequence[Size]
    requests: int = 100
    rate: float = 20.0
    searches: bool = False
    only: str = ""


@dataclass(slots=True)
class Answers:
    """What one kind of request took, in ms: by the clock, of the web process's CPU, and of PostgreSQL's."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: float = 0.0
    database_ms: float = 0.0


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
        furnish()
        with db.transaction() as session:
            staff = staff_of(session)
        with db.reading() as session:
            asked = Searcher(session).questions(load.requests) if load.searches else Asker(session).lists(load.requests)
        asked = [question for question in asked if load.only in question.kind]
        with arriving(desk, staff, load.rate) as arrived:
            answers = _ask_all(desk, staff, asked)
        return {
            "database": db.current().writes.dialect.name,
            "raw_ms": _raw_ms(),
            "arrived": arrived[0],
            "kinds": {kind: _figures(one) for kind, one in answers.items()},
        }


def _figures(one: Answers) -> dict[str, float]:
    return {
        "requests": len(one.wall_ms),
        "p50_ms": percentile(one.wall_ms, 50),
        "p99_ms": percentile(one.wall_ms, 99),
        "cpu_ms": round(one.cpu_ms + one.database_ms, 2),
        "web_ms": round(one.cpu_ms, 2),
        "database_ms": round(one.database_ms, 2),
    }


def _ask_all(desk: BenchDesk, staff: Staff, asked: Sequence[Question]) -> dict[str, Answers]:
    """Ask kind by kind, so that the CPU each takes can be told; by an admin and by an agent of one team."""
    by_kind: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
    admin, supervisor, agent = staff.tokens
    for question in asked:
        by_kind[question.kind, admin].append(question)
        by_kind[question.kind, supervisor if question.needs_rights else agent].append(question)
    who = {admin: "admin", supervisor: "supervisor", agent: "agent"}
    address = urlsplit(desk.running.base_url)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    for (_, token), questions in by_kind.items():
        _ask(connection, token, questions[-WARM_UP:], Answers())
    idle, answers = _calm(desk), {}
    for (kind, token), questions in by_kind.items():
        answers[f"{kind}, {who[token]}"] = one = Answers()
        before, began = _spent(desk), time.monotonic()
        _ask(connection, token, questions, one)
        lasted = time.monotonic() - began
        web, database = (
            max(0.0, 1000 * (after - first - each * lasted) / len(questions))
            for after, first, each in zip(_spent(desk), before, idle, strict=True)
        )
        one.cpu_ms, one.database_ms = web, database
    connection.close()
    return answers


def _ask(connection: http.client.HTTPConnection, token: str, questions: Sequence[Question], answers: Answers) -> None:
    csrf = _csrf(connection, token)
    for question in questions:
        headers = {"Cookie": f"session={token}"}
        if question.body:
            headers |= {"Content-Type": "application/json", "Sec-Fetch-Site": "same-origin", "X-CSRF-Token": csrf}
        while True:
            began = time.monotonic()
            connection.request("POST" if question.body else "GET", question.path, question.body or None, headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 429:
                break
            time.sleep(float(answer.getheader("Retry-After", "1")))  # nobody asks that often by hand
            connection.close()  # the desk has done so meanwhile
        answers.wall_ms.append(1000 * (time.monotonic() - began))
        if answer.status not in (200, 404):  # who does not see a ticket is told that there is none
            raise Unavailable(f"{question.kind}: {question.path} was answered with {answer.status}.")


def _csrf(connection: http.client.HTTPConnection, token: str) -> str:
    connection.request("GET", "/api/me", headers={"Cookie": f"session={token}"})
    return str(json.loads(connection.getresponse().read())["csrf"])


def _calm(desk: BenchDesk) -> tuple[float, float]:
    """Return what web and the database use in a second while nobody asks anything: the cost of what arrives."""
    before = _spent(desk)
    time.sleep(CALM_S)
    web, database = _spent(desk)
    return (web - before[0]) / CALM_S, (database - before[1]) / CALM_S


def _spent(desk: BenchDesk) -> tuple[float, float]:
    """Return the CPU seconds of web so far, and those of PostgreSQL's sessions where it runs on this machine."""
    return usage.cpu_s({desk.pids["web"]}), sum(map(usage.scheduled_s, _sessions()))


def _sessions() -> list[int]:
    if db.current().is_sqlite:
        return []
    with db.reading() as session:
        return list(session.scalars(text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")))


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
