"""The desk learns from solved tickets, says how good that is, and acts on it only when told to."""

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import select

from helpdesk import clock, db, settings
from helpdesk.actions import label, learning
from helpdesk.actions.learning import Aspect, Model
from helpdesk.errors import Conflict, Forbidden
from helpdesk.models import Event, Learning, Message, Rule
from helpdesk.queries.learning import learning as shown
from helpdesk.queries.rows import Json
from routing import jobs, planner
from routing.classifier import TextClassifier
from routing.learning.examples import load
from routing.learning.learn import common_words
from tests.cast import Desk
from tests.routing.learning.past import KINDS, solve_many, text_of, type_ids
from tests.stories import ticket_of, visitor_writes

PROBLEM = "Hello, the screen is broken and frozen, an error again. Call 0501234567, regards Zygmunt"


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A model of the three kinds."""
    chance = random.Random(3)
    kinds = [kind for kind in KINDS for _ in range(30)]
    path = tmp_path_factory.mktemp("model") / "model.npz"
    numbers = {"question": "1", "problem": "2", "request": "3"}
    TextClassifier({}).fit([text_of(kind, chance) for kind in kinds], [numbers[kind] for kind in kinds]).save(path)
    return Path(path).read_bytes()


def test_it_learns_from_what_people_left_and_acts_when_it_is_switched_on(desk: Desk) -> None:
    solve_many(desk, 620)
    with db.transaction() as session:
        learning.ask(session, by=desk.cast.boris)

    assert planner.work_all() == 1

    found = state()["aspects"][0]
    assert found["figures"]["is_better"], found
    assert found["figures"]["right"] > found["figures"]["rules_right"]
    assert not found["acts"]
    asked = visitor_writes(desk, PROBLEM)
    jobs.route()
    assert ticket_of(asked).type_id == kinds()["question"], "nobody has switched it on"

    switch(desk, Aspect.TYPE)
    asked = visitor_writes(desk, PROBLEM, browser="another")
    jobs.route()

    assert ticket_of(asked).type_id == kinds()["problem"]
    (reason,) = reasons(asked)
    assert (reason["by"], reason["field"], reason["version"]) == ("learnt", "type", 1)
    assert set(reason["words"]) <= set(KINDS["problem"]), "a word that only one customer wrote is nobody's to tell"


def test_below_its_threshold_it_is_silent(desk: Desk, taught: bytes) -> None:
    keep(taught, threshold=0.9)
    switch(desk, Aspect.TYPE)

    asked = visitor_writes(desk, "Good evening, something else entirely.")
    jobs.route()

    assert ticket_of(asked).type_id == kinds()["question"]
    assert reasons(asked) == []


def test_an_explicit_rule_is_never_overruled(desk: Desk, taught: bytes) -> None:
    keep(taught)
    switch(desk, Aspect.TYPE)
    with db.transaction() as session:
        session.add(Rule(name="Screens", position=1, conditions={"words": ["screen"]}, actions={"type": "complaint"}))

    asked = visitor_writes(desk, PROBLEM)
    jobs.route()

    assert ticket_of(asked).type_id == kinds()["complaint"]
    assert [reason["by"] for reason in reasons(asked)] == ["words"]


def test_a_person_is_never_overruled(desk: Desk, taught: bytes) -> None:
    keep(taught)
    switch(desk, Aspect.TYPE)
    asked = visitor_writes(desk, PROBLEM)
    with db.transaction() as session:
        label.set_type(session, asked.ticket_id, type_id=kinds()["suggestion"], by=desk.cast.anna)

    jobs.route()

    assert ticket_of(asked).type_id == kinds()["suggestion"]


def test_what_is_not_better_never_acts_though_it_is_switched_on(desk: Desk, taught: bytes) -> None:
    keep(taught, is_better=False)
    switch(desk, Aspect.TYPE)

    asked = visitor_writes(desk, PROBLEM)
    jobs.route()

    assert ticket_of(asked).type_id == kinds()["question"]


def test_a_model_that_cannot_be_read_stops_no_ticket(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    keep(b"no model at all")
    switch(desk, Aspect.TYPE)

    asked = visitor_writes(desk, PROBLEM)
    jobs.route()

    assert ticket_of(asked).classified_at is not None
    assert "left out" in caplog.text


def test_a_desk_that_has_solved_little_learns_nothing_and_says_so(desk: Desk) -> None:
    with db.transaction() as session:
        learning.ask(session, by=desk.cast.boris)

    planner.work_all()

    assert state()["newest"]["error"] == "too_few"


def test_only_who_supervises_has_it_learn_and_once_at_a_time(desk: Desk) -> None:
    with db.transaction() as session:
        learning.ask(session, by=desk.cast.boris)
    with pytest.raises(Conflict), db.transaction() as session:
        learning.ask(session, by=desk.cast.dora)
    with pytest.raises(Forbidden), db.transaction() as session:
        learning.ask(session, by=desk.cast.charlie)


def test_it_learns_by_itself_once_a_week_when_there_is_enough(desk: Desk) -> None:
    with db.transaction() as session:
        assert not learning.ask_again(session)
    solve_many(desk, learning.LEAST_TICKETS)

    with db.transaction() as session:
        assert learning.ask_again(session)
        assert not learning.ask_again(session)


def test_words_of_few_customers_are_not_among_those_that_may_be_named(desk: Desk) -> None:
    solve_many(desk, 60)

    with db.reading() as session:
        words = common_words(load(session))

    assert "screen" in words
    assert "many" not in words, "one customer wrote it"


def keep(stored: bytes, *, threshold: float = 0.6, is_better: bool = True) -> None:
    outcome = {"aspects": {"type": {"is_better": is_better, "threshold": threshold}}, "levels": {}}
    with db.transaction() as session:
        row = Learning(created_at=clock.now())
        session.add(row)
        session.flush()
        learning.keep(session, row.id, {Aspect.TYPE: Model(stored, ["screen", "broken"])}, outcome)


def switch(desk: Desk, aspect: Aspect) -> None:
    with db.transaction() as session:
        learning.switch(session, {aspect: True}, by=desk.cast.boris)
        assert settings.get(session, "learning") == {aspect.value: True}


def state() -> Json:
    with db.reading() as session:
        return shown(session)


def kinds() -> Mapping[str, int]:
    with db.reading() as session:
        return type_ids(session)


def reasons(message: Message) -> list[Json]:
    with db.reading() as session:
        theirs = Event.ticket_id == message.ticket_id
        told = session.scalars(select(Event).where(theirs, Event.kind == "ticket.classified")).one()
        return list(told.data["reasons"])
