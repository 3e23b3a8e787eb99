"""How long reports take over a year of a large desk, and what their facts cost."""

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select

from helpdesk import db, migrations
from helpdesk.actions.report_facts import step
from helpdesk.models import Agent, ReportFact, TeamMember
from helpdesk.permissions import SYSTEM, Actor
from helpdesk.queries.reports.arrangement import MEASURES, Arrangement
from helpdesk.queries.reports.report import report
from helpdesk.queries.rights import actor_of
from helpdesk.seed import seed_defaults
from runtime.bench.past import Past, staff

GROUPINGS: Final = ("day", "hour_of_week", "agent")


@dataclass(frozen=True, slots=True)
class Load:
    """tickets: spread over `days`; url: a database to fill, "" for an SQLite file of its own."""

    tickets: int = 200_000
    days: int = 364
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of this process's CPU, which others on the machine do not stretch, and which question took longest.

    wall: the same question by the clock on the wall. team: asked by somebody who sees one team.
    """

    facts: int
    fill_s: float
    rebuild_s: float
    rebuild_ms_per_ticket: float
    worst_s: float
    worst: str
    worst_wall_s: float
    median_s: float
    team_worst_s: float
    slow: dict[str, float]


def measure(load: Load) -> Figures:
    """Fill a desk, make its facts, and ask every measure by day, hour of week and agent over the whole time."""
    with _desk(load.url):
        with db.transaction() as session:
            desk = staff(session)
        fill_s = _timed(Past(desk, tickets=load.tickets, days=load.days).write)
        rebuild_s = _timed(_make_facts)
        took, walls = _ask_all(SYSTEM, load.days)
        with db.reading() as session:
            facts = session.scalar(select(func.count()).select_from(ReportFact)) or 0
            member = session.scalars(select(Agent).join(TeamMember).limit(1)).one()
            of_a_team = actor_of(session, member)
        team_took, _ = _ask_all(of_a_team, load.days)
    worst = max(took, key=lambda name: took[name])
    return Figures(
        facts=facts,
        fill_s=round(fill_s, 1),
        rebuild_s=round(rebuild_s, 1),
        rebuild_ms_per_ticket=round(rebuild_s / load.tickets * 1000, 3),
        worst_s=round(took[worst], 2),
        worst=worst,
        worst_wall_s=round(max(walls.values()), 2),
        median_s=round(sorted(took.values())[len(took) // 2], 2),
        team_worst_s=round(max(team_took.values()), 2),
        slow={name: round(s, 2) for name, s in took.items() if s > 1},
    )


def as_json(load: Load, figures: Figures) -> dict[str, Any]:  # plain JSON
    """Return both as one JSON object; an address of a database is nobody's business."""
    return {"tickets": load.tickets, "days": load.days} | asdict(figures)


@contextmanager
def _desk(url: str) -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as folder:
        place = url or f"sqlite:///{Path(folder, 'helpdesk.sqlite3')}"
        migrations.upgrade(place)
        db.connect(place)
        with db.transaction() as session:
            seed_defaults(session)
        yield
        db.disconnect()


def _make_facts() -> None:
    while step() is not None:
        pass


def _ask_all(actor: Actor, days: int) -> tuple[dict[str, float], dict[str, float]]:
    """Return how long each question took: of CPU, and by the clock."""
    took: dict[str, float] = {}
    walls: dict[str, float] = {}
    for name in MEASURES:
        for by in GROUPINGS:
            if name == "backlog" and by == "hour_of_week":
                continue
            asked = Arrangement(name, by=by, period=f"{days}d")
            began, wall = time.process_time(), time.monotonic()
            with db.reading() as session:
                report(session, actor, asked)
            took[f"{name} by {by}"] = time.process_time() - began
            walls[f"{name} by {by}"] = time.monotonic() - wall
    return took, walls


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
