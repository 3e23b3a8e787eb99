"""Every number of a report equals its slow recomputation from the event log, on random histories."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from statistics import mean, median
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from helpdesk import clock, db
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile
from helpdesk.actions.client_base.segments import create_segment
from helpdesk.actions.tags import change_tags, known_tags
from helpdesk.models import ReportFact, Setting, Ticket
from helpdesk.permissions import SYSTEM
from helpdesk.queries.reports.arrangement import DIMENSIONS, MEASURES, Arrangement, Unit
from helpdesk.queries.reports.behind import tickets_behind
from helpdesk.queries.reports.report import report
from helpdesk.reporting.progress import PROGRESS
from tests.cast import Desk
from tests.helpdesk.reports.histories import level, live_through
from tests.helpdesk.reports.slow import Log
from tests.helpdesk.reports.slow_work import Seen

KYIV: Final = ZoneInfo("Europe/Kyiv")
BANDS_S: Final = (4 * 3600, 24 * 3600, 3 * 86_400, 7 * 86_400)
SEEDS: Final = {True: 0, False: 1}  # by whether it is SQLite
Json = dict[str, Any]


@pytest.fixture
def past(either_desk: Desk) -> datetime:
    """A desk in Kyiv with some weeks behind it, another past on each database; when it is now."""
    with db.transaction() as session:
        session.merge(Setting(key="time_zone", value={"value": "Europe/Kyiv"}, updated_at=clock.now()))
    return live_through(either_desk, seed=SEEDS[db.current().is_sqlite])


def test_every_measure_by_every_grouping_is_what_the_log_says(past: datetime) -> None:
    seen, today = everything(), past.astimezone(KYIV).date()
    compared = 0
    for measure in MEASURES:
        if measure == "backlog":
            continue
        for by in ("none", "day", "week", "month", "hour_of_week", *DIMENSIONS):
            answer = asked(Arrangement(measure, by=by, period="45d"), past)
            of_period = [one for one in seen if one.measure == measure and is_within(one.at, today, days=45)]
            wanted = {key: figure(measure, some) for key, some in grouped(of_period, by).items()}
            found = {row["key"]: plain(row) for row in answer["rows"] if row["n"] or row["value"]}
            assert found == ({} if by == "none" else {k: v for k, v in wanted.items() if v["n"]}), (measure, by)
            assert plain(answer["total"]) == figure(measure, of_period), (measure, by)
            compared += len(found)
    assert compared > 60


def test_the_backlog_is_what_the_log_says_at_the_end_of_every_day(past: datetime) -> None:
    with db.reading() as session:
        logs = [Log(session, ticket) for ticket in session.scalars(select(Ticket))]
        answer = asked(Arrangement("backlog", by="day", period="45d"), past)
        for row in answer["rows"]:
            end = min(midnight(date.fromisoformat(row["key"]) + timedelta(days=1)), past + timedelta(seconds=1))
            assert row["value"] == sum(log.is_open_before(end) for log in logs), row

        ages = asked(Arrangement("backlog", by="age", period="45d"), past)
        now = past.replace(microsecond=0) + timedelta(seconds=1)
        found = [band(now - log.ticket.created_at) for log in logs if log.is_open_before(now)]
    assert {row["key"]: row["value"] for row in ages["rows"]} == {str(n): found.count(n) for n in range(5)}


def test_a_filter_leaves_what_it_names(either_desk: Desk, past: datetime) -> None:
    seen = everything()
    for team_id in (None, either_desk.cast.support_id, either_desk.cast.billing_id):
        for measure in ("first_response", "created", "resolution", "sla_first_response"):
            answer = asked(Arrangement(measure, period="60d", filters={"team": [team_id]}), past)
            of_team = [one for one in seen if one.measure == measure and one.team_id == team_id]
            assert plain(answer["total"]) == figure(measure, of_team)


def test_a_segment_leaves_the_tickets_of_its_customers(either_desk: Desk, past: datetime) -> None:
    seen, dora = everything(), either_desk.cast.dora
    vip = sorted({one.ticket.customer_id for one in seen})[::2]
    with db.transaction() as session:
        for customer_id in vip:
            change_profile(session, customer_id, ProfileChanges(tags=["vip"]), by=dora)
        wanted = {"match": "all", "conditions": [{"field": "tag", "op": "is", "value": ["vip"]}]}
        segment_id = create_segment(session, name="VIP", wanted=wanted, by=dora).id
    assert len(vip) > 1
    for measure in ("messages", "next_response", "resolution", "sla_first_response", "reopened"):
        answer = asked(Arrangement(measure, by="day", period="60d", filters={"segment": [segment_id]}), past)
        theirs = [one for one in seen if one.measure == measure and one.ticket.customer_id in vip]
        days = {key: figure(measure, some) for key, some in grouped(theirs, "day").items()}
        found = {row["key"]: plain(row) for row in answer["rows"] if row["n"]}
        assert found == {key: one for key, one in days.items() if one["n"]}, measure
        assert plain(answer["total"]) == figure(measure, theirs), measure


def test_a_ticket_counts_with_each_of_its_tags_and_once_in_all(either_desk: Desk, past: datetime) -> None:
    seen, tags = everything(), {}
    ticket_ids = sorted({one.ticket.id for one in seen})
    with db.transaction() as session:
        for n, ticket_id in enumerate(ticket_ids):
            tags[ticket_id] = ["vip", "late"] if n % 3 == 0 else ["late"] if n % 3 == 1 else []
            change_tags(session, ticket_id, add=tags[ticket_id], by=either_desk.cast.dora)
        names = {str(tag.id): tag.name for tag in known_tags(session, ["vip", "late"])}
    assert len(ticket_ids) > 2
    for measure in ("messages", "resolution", "backlog", "sla_first_response"):
        answer = asked(Arrangement(measure, by="tag", period="60d"), past)
        plainly = asked(Arrangement(measure, period="60d"), past)
        assert plain(answer["total"]) == plain(plainly["total"])
        for row in answer["rows"] if measure != "backlog" else ():
            name = names.get(row["key"] or "")
            mine = [one for one in seen if one.measure == measure]
            wanted = [one for one in mine if (name in tags[one.ticket.id] if name else not tags[one.ticket.id])]
            assert plain(row) == figure(measure, wanted), (measure, name)
            chosen = [int(row["key"]) if row["key"] else None]
            narrowed = asked(Arrangement(measure, period="60d", filters={"tag": chosen}), past)
            assert plain(narrowed["total"]) == figure(measure, wanted)
            found = behind(Arrangement(measure, by="tag", period="60d"), past, key=row["key"] or "")
            assert {one["ticket"]["id"] for one in found["tickets"]} == {one.ticket.id for one in wanted}


def test_a_distribution_counts_every_time_once(past: datetime) -> None:
    limits = (900, 3600, 4 * 3600, 8 * 3600, 86_400, 3 * 86_400)
    for measure in ("first_response", "resolution", "handle_time"):
        arrangement = Arrangement(measure, by="duration", period="60d")
        answer = asked(arrangement, past)
        took = [one.seconds or 0 for one in everything() if one.measure == measure]
        wanted = [sum(sum(one >= limit for limit in limits) == n for one in took) for n in range(7)]
        assert [row["value"] for row in answer["rows"]] == wanted
        assert answer["total"]["value"] == len(took) > 0
        assert [behind(arrangement, past, key=str(n))["facts"] for n in range(7)] == wanted


def test_every_number_leads_to_its_tickets(past: datetime) -> None:
    seen = everything()
    for measure, by in (("next_response", "day"), ("created", "priority"), ("sla_first_response", "hour_of_week")):
        arrangement = Arrangement(measure, by=by, period="60d")
        groups = grouped([one for one in seen if one.measure == measure], by)
        for row in asked(arrangement, past)["rows"]:
            found = behind(arrangement, past, key=row["key"] or "")
            wanted = groups.get(row["key"], [])
            assert {one["ticket"]["id"] for one in found["tickets"]} == {one.ticket.id for one in wanted}
            assert found["facts"] == row["n"]


def test_facts_kept_step_by_step_are_those_made_anew(past: datetime) -> None:
    kept = facts()
    with db.transaction() as session:
        session.execute(delete(ReportFact))
        session.execute(delete(Setting).where(Setting.key == PROGRESS))

    with clock.fixed(past):
        level()

    assert kept
    assert facts() == kept


def everything() -> list[Seen]:
    with db.reading() as session:
        return [one for ticket in session.scalars(select(Ticket)) for one in Log(session, ticket).all]


def facts() -> list[tuple[object, ...]]:
    columns = [column for column in ReportFact.__table__.columns if column.key != "id"]
    with db.reading() as session:
        return sorted((tuple(row) for row in session.execute(select(*columns))), key=str)


def asked(arrangement: Arrangement, now: datetime) -> Json:
    with clock.fixed(now), db.reading() as session:
        return report(session, SYSTEM, arrangement, compares=True)


def behind(arrangement: Arrangement, now: datetime, *, key: str) -> Json:
    with clock.fixed(now), db.reading() as session:
        return tickets_behind(session, SYSTEM, arrangement, key=key)


def plain(row: Json) -> Json:
    return {name: row[name] for name in ("n", "value", "p90", "mean")}


def figure(measure: str, seen: Iterable[Seen]) -> Json:
    """Compute a figure the plainest way there is."""
    some = list(seen)
    unit = MEASURES[measure].unit
    if unit is Unit.COUNT:
        return {"n": len(some), "value": len(some), "p90": None, "mean": None}
    if unit is Unit.SHARE:
        part = sum(one.is_part for one in some)
        return {"n": len(some), "value": part / len(some) if some else None, "p90": None, "mean": None}
    took = sorted(one.seconds for one in some if one.seconds is not None)
    if not took:
        return {"n": 0, "value": None, "p90": None, "mean": None}
    p90 = next(value for n, value in enumerate(took, start=1) if n >= math.ceil(0.9 * len(took)))
    return {"n": len(took), "value": median(took), "p90": p90, "mean": mean(took)}


def grouped(seen: Iterable[Seen], by: str) -> dict[str | None, list[Seen]]:
    groups: dict[str | None, list[Seen]] = defaultdict(list)
    for one in seen:
        groups[KEYS[by](one)].append(one)
    return groups


def word(value: object) -> str | None:
    return None if value in (None, "") else str(value)


def local(one: Seen) -> datetime:
    return one.at.astimezone(KYIV)


def week(one: Seen) -> str:
    day = local(one).date()
    return max(day - timedelta(days=day.weekday()), FIRST_DAY[0]).isoformat()


def month(one: Seen) -> str:
    return max(local(one).date().replace(day=1), FIRST_DAY[0]).isoformat()


FIRST_DAY: list[date] = [date(2000, 1, 1)]
KEYS: Final[dict[str, Callable[[Seen], str | None]]] = {
    "none": lambda _: None,
    "day": lambda one: local(one).date().isoformat(),
    "week": week,
    "month": month,
    "hour_of_week": lambda one: str(local(one).weekday() * 24 + local(one).hour),
    "team": lambda one: word(one.team_id),
    "agent": lambda one: word(one.agent_id),
    "channel": lambda one: word(one.ticket.channel_id),
    "type": lambda one: word(one.ticket.type_id),
    "priority": lambda one: one.ticket.priority.word,
    "language": lambda one: word(one.ticket.language),
}


def is_within(at: datetime, today: date, *, days: int) -> bool:
    first = today - timedelta(days=days - 1)
    FIRST_DAY[0] = first
    return first <= at.astimezone(KYIV).date() <= today


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=KYIV)


def band(age: timedelta) -> int:
    return sum(age.total_seconds() >= edge for edge in BANDS_S)
