"""Replays and forecasts of what stands in the database, from asking for one to its outcome."""

from datetime import UTC, datetime, timedelta

import pytest

from helpdesk import clock, db
from helpdesk.actions import planning
from helpdesk.actions.planning import Asked
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import PlanningState, Replay
from helpdesk.queries.planning import forecast, replay, replays
from routing import planner
from routing.planning import tick
from tests.cast import Cast
from tests.routing.replay.desk_past import Who, write_past

NOW = datetime(2026, 6, 29, 12, 0, tzinfo=UTC)  # a Monday


def asked(days: int = 7, **plan: object) -> Asked:
    return Asked("Last week", NOW - timedelta(days=days), NOW, plan)


def test_a_replay_that_was_asked_for_is_worked_out_and_kept(cast: Cast) -> None:
    with clock.fixed(NOW):
        with db.transaction() as session:
            count = write_past(session, Who.of(cast), until=NOW, days=5)
            id = planning.ask_replay(
                session, asked(heads=[{"days": [0], "begin": 18, "end": 34, "add": 1}]), by=cast.dora
            ).id

        planner.work_all()

        with db.reading() as session:
            shown = replay(session, cast.dora, id)
    assert shown["status"] == "done"
    assert shown["outcome"]["real"]["all"]["tickets"] == count
    assert shown["outcome"]["real"]["all"]["wait_p50_s"] == 180
    assert abs(shown["outcome"]["unchanged"]["all"]["wait_p50_s"] - 180) < 10
    assert shown["outcome"]["changed"]["agent_hours"] > shown["outcome"]["unchanged"]["agent_hours"]


def test_an_agent_may_not_plan(cast: Cast) -> None:
    with clock.fixed(NOW), pytest.raises(Forbidden), db.transaction() as session:
        planning.ask_replay(session, asked(), by=cast.anna)


def test_what_has_not_been_cannot_be_played_again(cast: Cast) -> None:
    later = Asked("Next week", NOW, NOW + timedelta(days=7), {})

    with clock.fixed(NOW), pytest.raises(Invalid), db.transaction() as session:
        planning.ask_replay(session, later, by=cast.dora)


def test_a_fourth_replay_waits_for_one_of_the_three(cast: Cast) -> None:
    with clock.fixed(NOW), db.transaction() as session:
        for _ in range(3):
            planning.ask_replay(session, asked(), by=cast.dora)

        with pytest.raises(Conflict):
            planning.ask_replay(session, asked(), by=cast.dora)


def test_a_supervisor_sees_no_replay_of_all_the_desk(cast: Cast) -> None:
    with clock.fixed(NOW), db.transaction() as session:
        id = planning.ask_replay(session, asked(), by=cast.dora).id
        theirs = planning.ask_replay(session, asked(), by=cast.boris)

        assert [row["id"] for row in replays(session, cast.boris)] == [theirs.id]
        assert theirs.team_ids == [cast.support_id]
        with pytest.raises(NotFound):
            replay(session, cast.boris, id)


def test_a_replay_left_by_a_process_that_died_is_done_again_and_given_up_after_the_second_time(cast: Cast) -> None:
    with clock.fixed(NOW), db.transaction() as session:
        id = planning.ask_replay(session, asked(), by=cast.dora).id
        assert planning.claim(session) is not None
        assert planning.claim(session) is None

    with clock.fixed(NOW + timedelta(seconds=61)), db.transaction() as session:
        assert planning.claim(session) is not None
    with clock.fixed(NOW + timedelta(seconds=122)), db.transaction() as session:
        assert planning.claim(session) is None
        assert session.get_one(Replay, id).state is PlanningState.FAILED


def test_a_replay_that_was_removed_is_worked_on_no_more(cast: Cast) -> None:
    with clock.fixed(NOW), db.transaction() as session:
        id = planning.ask_replay(session, asked(), by=cast.dora).id
        planning.claim(session)

        planning.remove_replay(session, id, by=cast.dora)

        assert not planning.progress(session, Replay, id, 50)


def test_the_clock_asks_for_one_forecast_a_night_of_the_desk_and_each_team(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("routing.planning.plan", lambda: None)  # no process in this test
    with clock.fixed(NOW):
        with db.transaction() as session:
            write_past(session, Who.of(cast), until=NOW, days=1)
        tick()
        tick()

        planner.work_all()

        with db.reading() as session:
            ours = forecast(session, cast.dora, None)
            theirs = forecast(session, cast.boris, cast.support_id)
            assert forecast(session, cast.boris, None) == theirs
            with pytest.raises(NotFound):
                forecast(session, cast.boris, cast.billing_id)
    assert ours["outcome"]["status"] == "too_little"
    assert theirs["first_day"] == "2026-06-29"


def test_nothing_is_foreseen_on_the_first_day_of_a_desk(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routing.planning.plan", lambda: None)  # no process in this test
    with clock.fixed(NOW):
        with db.transaction() as session:
            write_past(session, Who.of(cast), until=NOW + timedelta(days=1), days=1)

        asked = tick()

        with db.reading() as session:
            waits = planning.is_any_left(session)
    assert (asked, waits) == (False, False)


def test_a_desk_with_a_past_gets_a_forecast_with_its_error(cast: Cast) -> None:
    with clock.fixed(NOW):
        with db.transaction() as session:
            write_past(session, Who.of(cast), until=NOW, days=42, a_day=8)
            planning.ask_forecasts(session, NOW.date())

        planner.work_all()

        with db.reading() as session:
            made = forecast(session, cast.dora, None)["outcome"]
    assert made["status"] == "made"
    assert len(made["slots"]) == 14 * 48
    assert made["error"]["weeks"] == 3
    assert made["work"]["webchat"]["is_measured"]
    assert made["simulation"]["days"] == 21
    assert {slot["agents"] for slot in made["slots"] if slot["mean"] == 0} == {0}
    assert made["error"]["model"]["day"] < 0.05
