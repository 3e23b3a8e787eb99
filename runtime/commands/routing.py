"""`helpdesk routing ...`: the router on pretend days, on the desk's own past, and what is to come."""

import json
from collections.abc import Mapping
from datetime import timedelta
from math import exp, log
from typing import Final

import click
import msgspec

from helpdesk import clock, db
from helpdesk.permissions import SYSTEM
from helpdesk.queries.planning import forecast as newest_forecast
from routing.replay.history import load
from routing.replay.plan import CHANNELS, RULES, Change, Plan, TeamPlan, checked
from routing.replay.run import Limits
from routing.replay.run import replay as play
from routing.simulate import SCENARIOS, Outcome, Policy, draw_day
from routing.simulate import simulate as play_day
from routing.simulate.policies import least_loaded, priority_edf, round_robin
from routing.strategy import assign
from runtime.commands.connected import connect

POLICIES: Final[Mapping[str, Policy]] = {
    "round_robin": round_robin,
    "least_loaded": least_loaded,
    "priority_edf": priority_edf,
    "assign": assign,
}
FIGURES: Final = {
    "weighted_breaches": "weighted late",
    "fully_matched": "full match",
    "usual_agent": "usual agent",
    "returns_per_100": "handovers/100",
    "jain_busy": "fairness",
    "wait_to_target_p99": "wait/target p99",
}
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@click.group()
def routing() -> None:
    """Try the router on pretend days or on the desk's own past, and see what is to come."""


@routing.command()
@click.option("--scenario", "scenarios", multiple=True, type=click.Choice(list(SCENARIOS)), help="All when left out.")
@click.option("--seed", "first", default=1, show_default=True, help="The first seed.")
@click.option("--seeds", default=5, show_default=True, help="How many seeds from there on.")
@click.option("--policy", "policies", multiple=True, type=click.Choice(list(POLICIES)), help="All when left out.")
@click.option("--agents", default=30, show_default=True)
@click.option("--tickets", default=2100, show_default=True)
@click.option("--json", "only_json", is_flag=True, help="Print the machine-readable line alone.")
def simulate(
    scenarios: tuple[str, ...],
    first: int,
    seeds: int,
    policies: tuple[str, ...],
    agents: int,
    tickets: int,
    only_json: bool,
) -> None:
    """Play pretend days with the router and with what most desks do; the same seeds are the same days for all."""
    found: dict[str, dict[str, dict[str, float]]] = {}
    for scenario in scenarios or tuple(SCENARIOS):
        days = [draw_day(scenario, seed, agents=agents, tickets=tickets) for seed in range(first, first + seeds)]
        for name in policies or tuple(POLICIES):
            played = [play_day(day, POLICIES[name]) for day in days]
            found.setdefault(scenario, {})[name] = {figure: _mean(played, figure) for figure in FIGURES}
            if not only_json:
                _print_row(scenario, name, found[scenario][name])
    ratio = _ratio(found)
    if not only_json and ratio is not None:
        click.echo(f"weighted late of assign to priority_edf, geometric mean over the scenarios: {ratio:.3f}")
    click.echo(json.dumps({"seeds": [first, first + seeds - 1], "ratio": ratio, "scenarios": found}))


@routing.command()
@click.option("--days", default=14, show_default=True, help="How many days back from now.")
@click.option("--rules", default="own", show_default=True, type=click.Choice(RULES))
@click.option("--heads", multiple=True, help="Other head counts: mon-fri/09:00-12:30/+2, or sat/10:00-16:00/3.")
@click.option("--capacity", type=int, help="Capacity units of everybody.")
@click.option("--limit", "limits", multiple=True, help=f"Tickets at once: {CHANNELS[0]}=2.")
@click.option("--teams", default="{}", help='Team rules as JSON: {"3": {"order": "fifo", "overflow_team_id": 4}}.')
@click.option("--max-s", default=600.0, show_default=True, help="Seconds it may take.")
def replay(
    days: int,
    rules: str,
    heads: tuple[str, ...],
    capacity: int | None,
    limits: tuple[str, ...],
    teams: str,
    max_s: float,
) -> None:
    """Play the desk's last days again: as they were, and changed."""
    plan = checked(
        Plan(
            rules=rules,
            heads=tuple(map(_change, heads)),
            capacity_units=capacity,
            limits=dict(_limit(one) for one in limits),
            teams=_teams(teams),
        )
    )
    connect("routing")
    now = clock.now()
    with db.reading() as session:
        past = load(session, now - timedelta(days=days), now)
    outcome = play(past, plan, limits=Limits(max_s))
    for name in ("real", "unchanged", "changed"):
        click.echo(f"  {name:<12}" + "".join(f"{key} {value!s:<10}" for key, value in outcome[name]["all"].items()))
    click.echo(f"  how far off  {outcome['calibration']}")
    click.echo(json.dumps(outcome))


@routing.command()
@click.option("--team", "team_id", type=int, help="The whole desk when left out.")
def forecast(team_id: int | None) -> None:
    """Print the newest forecast as one line of JSON; the desk makes one every night."""
    connect("routing")
    with db.reading() as session:
        click.echo(json.dumps(newest_forecast(session, SYSTEM, team_id)))


def _mean(played: list[Outcome], figure: str) -> float:
    values: list[float] = [getattr(outcome, figure) for outcome in played]
    return round(sum(values) / len(values), 5)


def _print_row(scenario: str, policy: str, figures: Mapping[str, float]) -> None:
    cells = "  ".join(f"{label} {figures[name]:<8.4g}" for name, label in FIGURES.items())
    click.echo(f"{scenario:<13}{policy:<13}{cells}")


def _ratio(found: Mapping[str, Mapping[str, Mapping[str, float]]]) -> float | None:
    """Return the geometric mean of how our weighted breaches are to those of priority and deadline."""
    pairs = [(theirs.get("assign"), theirs.get("priority_edf")) for theirs in found.values()]
    key = "weighted_breaches"
    ratios = [ours[key] / base[key] for ours, base in pairs if ours and base and ours[key] > 0 and base[key] > 0]
    return round(exp(sum(map(log, ratios)) / len(ratios)), 4) if ratios else None


def _change(text: str) -> Change:
    try:
        days, span, count = text.split("/")
        begin, end = (_half_hour(time) for time in span.split("-"))
        number, weekdays = int(count), tuple(_days(days))
    except ValueError as error:
        raise click.BadParameter(f"{text}: write it as mon-fri/09:00-12:30/+2") from error
    is_change = count.startswith(("+", "-"))
    return Change(
        days=weekdays,
        begin=begin,
        end=end,
        add=number if is_change else None,
        count=None if is_change else number,
    )


def _days(text: str) -> list[int]:
    first, _, last = text.partition("-")
    return list(range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1))


def _half_hour(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 2 + int(minute) // 30


def _teams(text: str) -> dict[str, TeamPlan]:
    try:
        return msgspec.json.decode(text, type=dict[str, TeamPlan])
    except msgspec.MsgspecError as error:
        raise click.BadParameter(f"{text}: {error}") from error


def _limit(text: str) -> tuple[str, int]:
    channel, _, count = text.partition("=")
    if channel not in CHANNELS or not count.isdecimal():
        raise click.BadParameter(f"{text}: write it as {CHANNELS[0]}=2")
    return channel, int(count)
