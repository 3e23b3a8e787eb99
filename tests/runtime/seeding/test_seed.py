"""The invented desk: as large as asked for, the same for the same seed, and true to every promise."""

import hashlib
import shutil
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, select, text

from helpdesk import clock, db
from helpdesk.actions.report_facts import rebuild, step
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from helpdesk.models import Category, Message, ReportFact, Ticket
from helpdesk.reporting.shapes import Fact
from routing.language import detect_language
from runtime.checks.clocks import differing
from runtime.checks.run import run_all
from runtime.seeding.making import seed
from runtime.seeding.shapes import Order
from tests.cast import Desk

# Some days ahead: no clock runs out while a slow machine runs these tests.
UNTIL = clock.now() + timedelta(days=2)
SMALL = Order(tickets=120, messages=900, until_ms=int(UNTIL.timestamp() * 1000), days=40, agents=6)


def _print_of_all() -> str:
    """Return a hash over what people said and where it stands."""
    asked = text(
        "SELECT t.number, t.subject, t.category, t.next_due_at, m.id, m.kind, m.text, m.created_at, m.delivery_state"
        " FROM ticket t JOIN message m ON m.ticket_id = t.id ORDER BY m.id"
    )
    with db.reading() as session:
        return hashlib.sha256(repr([tuple(row) for row in session.execute(asked)]).encode()).hexdigest()


def _findings() -> list[str]:
    return [str(finding) for _, findings in run_all() for finding in findings]


def test_a_seeded_desk_keeps_every_promise_on_both_databases(either_desk: Desk) -> None:
    with db.transaction() as session:
        session.execute(text("DELETE FROM identity"))
        session.execute(text("DELETE FROM customer"))

    made = seed(SMALL)

    assert (made.rows["ticket"], made.rows["message"]) == (120, 900)
    assert _findings() == []


@pytest.mark.sqlite
def test_the_same_seed_makes_the_same_desk(config: Config, template: Path) -> None:
    seed(SMALL)
    first = _print_of_all()
    shutil.copy(template, config.data_dir / "again.sqlite3")
    db.connect(f"sqlite:///{config.data_dir / 'again.sqlite3'}")

    seed(SMALL)

    assert first == _print_of_all()


def test_facts_of_reports_are_those_the_desk_would_make(config: Config) -> None:
    seed(SMALL)
    made = _facts()
    with db.transaction() as session:
        session.execute(delete(ReportFact))
    rebuild()
    while step() is not None:
        pass

    assert len(made) > 900
    assert made == _facts()


def _facts() -> Counter[Fact]:
    columns = [getattr(ReportFact, name) for name in Fact._fields]
    with db.reading() as session:
        return Counter(Fact(*row) for row in session.execute(select(*columns)))


def test_every_clock_is_what_a_recomputation_says(config: Config) -> None:
    seed(SMALL)
    with db.reading() as session:
        tickets = session.scalars(select(Ticket)).all()

        assert len(tickets) == 120
        assert differing(session, tickets, UNTIL) == []


def test_a_desk_that_is_not_empty_is_left_alone_unless_told(config: Config) -> None:
    seed(SMALL)

    with pytest.raises(Misconfigured, match="--add"):
        seed(SMALL)

    seed(SMALL, adds=True)
    assert _findings() == []


def test_people_write_in_three_languages_and_tickets_stand_everywhere(config: Config) -> None:
    seed(SMALL)

    with db.reading() as session:
        said = session.scalars(select(Message.text)).all()
        standing = dict(session.execute(select(Ticket.category, func.count()).group_by(Ticket.category)).all())

    spoken = Counter(detect_language(words) for words in said)
    assert min(spoken["en"], spoken["ru"], spoken["uk"]) > 50
    assert standing[Category.CLOSED] > standing[Category.OPEN] > 0
