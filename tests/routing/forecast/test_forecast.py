"""The forecast: learnt from weeks, held against weeks it was not shown, staffed by formula."""

import random
from datetime import date, timedelta
from math import exp
from zoneinfo import ZoneInfo

import pytest

from routing.forecast.arrivals import SLOTS, Came, Slot, begin_of, slot_of
from routing.forecast.checking import check, errors
from routing.forecast.erlang import erlang_c, people_for
from routing.forecast.model import fit, same_as_last_week
from routing.forecast.spread import dispersion, quantile
from routing.forecast.staffing import people_needed
from routing.forecast.work import Work

MONDAY = date(2026, 3, 2)
SHAPE = [0.0] * 18 + [4.0] * 16 + [0.0] * 14  # nine to five
CHAT = Work(turn_s=60, turns=4, target_s=120, is_live=True, answers=500, is_measured=True)
MAIL = Work(turn_s=300, turns=1, target_s=14_400, is_live=False, answers=500, is_measured=True)


def weeks(count: int, *, closed: frozenset[date] = frozenset(), growth: float = 0.0, seed: int = 1) -> Came:
    """So many weeks of chats by chance: quiet week-ends, hardly anything on holidays."""
    chance = random.Random(seed)
    counts: dict[Slot, float] = {}
    days = [MONDAY + timedelta(days=n) for n in range(7 * count)]
    for nth, day in enumerate(days):
        factor = (0.25 if day.weekday() > 4 else 1.0) * (0.1 if day in closed else 1.0) * (1 + growth * nth / 7)
        for slot, mean in enumerate(SHAPE):
            counts[day, slot] = float(_poisson(chance, mean * factor))
    return Came(days[0], days[-1], "UTC", {"webchat": counts}, closed)


def test_the_forecast_comes_nearer_than_repeating_last_week() -> None:
    found = errors(check(weeks(10), ["webchat"]))

    assert found["weeks"] == 4
    assert found["model"]["half_hour"] < 0.85 * found["baseline"]["half_hour"]
    assert abs(found["model"]["bias"]) < 0.05


def test_eight_of_ten_half_hours_lie_within_the_interval() -> None:
    inside = errors(check(weeks(12), ["webchat"]))["inside"]

    assert 0.8 <= inside <= 0.95


def test_weekends_are_not_expected_to_be_weekdays() -> None:
    model = fit(weeks(8), "webchat")
    saturday, monday = MONDAY + timedelta(weeks=8, days=5), MONDAY + timedelta(weeks=8)

    assert sum(model.day(saturday)) == pytest.approx(0.25 * sum(model.day(monday)), rel=0.2)


def test_a_holiday_of_the_calendar_is_expected_to_be_quiet_and_teaches_nothing_else() -> None:
    seen, coming = MONDAY + timedelta(weeks=6), MONDAY + timedelta(weeks=9)
    model = fit(weeks(8, closed=frozenset({seen, coming})), "webchat")

    assert sum(model.day(coming)) < 0.3 * sum(model.day(coming + timedelta(weeks=1)))
    assert sum(model.day(coming + timedelta(weeks=1))) == pytest.approx(sum(SHAPE), rel=0.2)


def test_a_desk_that_grows_is_expected_to_have_grown() -> None:
    growing = fit(weeks(10, growth=0.05), "webchat")

    day = MONDAY + timedelta(weeks=10)
    assert sum(growing.day(day)) > 1.1 * sum(SHAPE) * (1 + 0.05 * 5)


def test_the_baseline_skips_a_holiday() -> None:
    last = MONDAY + timedelta(weeks=3)
    came = weeks(4, closed=frozenset({last}))

    assert same_as_last_week(came, "webchat", last + timedelta(weeks=1)) == came.of_day(
        "webchat", last - timedelta(weeks=1)
    )


def test_nothing_of_a_held_back_week_is_learnt_from() -> None:
    came = weeks(6)
    spoilt = {
        slot: 1e6 if slot[0] > came.last_day - timedelta(days=7) else n for slot, n in came.counts["webchat"].items()
    }
    other = Came(came.first_day, came.last_day, "UTC", {"webchat": spoilt})

    last_week = [slot for slot in check(came, ["webchat"]).expected if slot[0] > came.last_day - timedelta(days=7)]

    first, second = check(came, ["webchat"]).expected, check(other, ["webchat"]).expected
    assert all(first[slot] == second[slot] for slot in last_week)


@pytest.mark.parametrize(("within_s", "people"), [(60, 33), (120, 31), (300, 29)])
def test_erlang_asks_for_as_many_as_published_tables(within_s: float, people: int) -> None:
    assert people_for(load=26.4, handling_s=291.6, within_s=within_s, share=0.95) == people


def test_320_calls_an_hour_of_five_minutes_need_thirty_people() -> None:
    assert people_for(load=320 * 5 / 60, handling_s=300, within_s=300, share=0.95) == 30


def test_everybody_waits_where_there_are_no_more_people_than_work() -> None:
    assert erlang_c(5, 5.0) == 1.0
    assert erlang_c(1, 0.5) == pytest.approx(0.5)


def test_mail_may_wait_and_chats_may_not() -> None:
    peak = [0.0] * 10 + [30.0] + [0.0] * 10

    chats = people_needed({"webchat": peak}, {"webchat": CHAT})
    mails = people_needed({"email": peak}, {"email": MAIL})

    assert chats[10] >= 5
    assert max(mails) <= 2
    assert sum(count > 0 for count in mails) == 4


def test_nobody_is_needed_where_nothing_comes() -> None:
    assert people_needed({"webchat": [0.0] * SLOTS}, {"webchat": CHAT}) == [0] * SLOTS


def test_uneven_days_have_wider_intervals() -> None:
    assert quantile(10, 0.0, 0.9) == 14
    assert quantile(10, 0.2, 0.9) > 16
    assert dispersion([(10.0, 10.0), (10.0, 10.0)]) == 0.0


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_half_hours_are_those_of_the_desks_own_clock(day: date) -> None:
    zone = ZoneInfo("Europe/Kyiv")

    for slot in (0, 18, 47):
        assert slot_of(begin_of((day, slot), zone), zone) == (day, slot)


def _poisson(chance: random.Random, mean: float) -> int:
    count, product = 0, chance.random()
    while product > exp(-mean):
        count += 1
        product *= chance.random()
    return count
