"""The invented staff: three teams, five skills, eight agents who answer and two who lead."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.accounts import agents, hashing
from helpdesk.actions.accounts.agents import NewAgent
from helpdesk.actions.accounts.grants import Grants
from helpdesk.actions.workspace import rules, skills, teams
from helpdesk.actions.workspace.agents import AgentChanges, change_agent
from helpdesk.actions.workspace.calendars import CalendarChanges, create_calendar
from helpdesk.actions.workspace.rules import Decisions, RuleChanges
from helpdesk.actions.workspace.sla_policies import PolicyChanges, create_policy, order_policies
from helpdesk.models import Agent, Role, SlaPolicy
from helpdesk.permissions import SYSTEM

PASSWORD_FILE: Final = "demo-password"  # noqa: S105 - a file name
ADMIN: Final = "dora@demo.example"
SUPERVISOR: Final = "boris@demo.example"
AGENT: Final = "olena@demo.example"
SKILLS: Final = ("Delivery", "Payments", "Technical", "Returns", "Business customers")
TEAMS: Final = ("Support", "Payments", "Technical")
DAY: Final = [["08:00", "20:00"]]
HOURS: Final = {**{str(day): DAY for day in range(5)}, "5": [["09:00", "17:00"]], "6": []}
WORDS: Final = {
    "Delivery": "parcel, delivery, deliver, tracking, courier, посылк, доставк, курьер, перевозчик, посилк, кур'єр, перевізник",
    "Payments": "charged, payment, refund, invoice, gift card, списал, платёж, счёт, возврат денег, подарочн, зняли, платіж, рахунок, подарунков",
    "Technical": "502, app, browser, sign in, password, приложение, корзин, аккаунт, застосунок, кошик, кабінет, пароль",
    "Returns": "return, broken, cracked, разбит, треснувш, вернуть, повернути, не той товар",
    "Business customers": "our company, reception, offer for, гостиниц, организаци, кав'ярн, організаці",
}


@dataclass(frozen=True, slots=True)
class Member:
    """One agent. skills: with their level, by the first letters of their names."""

    name: str
    languages: str
    teams: tuple[str, ...]
    skills: dict[str, int]
    role: Role = Role.AGENT

    @property
    def email(self) -> str:
        """What they sign in with."""
        return f"{self.name.lower()}@demo.example"


STAFF: Final = (
    Member("Dora", "en", (), {}, Role.ADMIN),
    Member("Boris", "ru uk en", TEAMS, {"Delivery": 3, "Payments": 3}, Role.SUPERVISOR),
    Member("Olena", "uk ru en", ("Support", "Technical"), {"Technical": 4, "Delivery": 3}),
    Member("Mark", "en", ("Payments",), {"Payments": 5, "Business customers": 3}),
    Member("Nadia", "ru uk", ("Support",), {"Delivery": 4, "Returns": 4, "Business customers": 2}),
    Member("Peter", "en", ("Support",), {"Delivery": 4, "Returns": 3, "Business customers": 2}),
    Member("Iryna", "uk en", ("Payments", "Support"), {"Payments": 4, "Business customers": 4}),
    Member("Anton", "ru en", ("Technical",), {"Technical": 5}),
    Member("Sveta", "ru", ("Payments", "Support"), {"Payments": 4, "Returns": 3, "Business customers": 3}),
    Member("Lucy", "en uk", ("Support", "Technical"), {"Technical": 3, "Returns": 4, "Delivery": 2}),
)


def password_of(data_dir: Path) -> str:
    """Return the password all of the staff share, made at the first start of this folder."""
    path = data_dir / PASSWORD_FILE
    if not path.exists():
        path.write_text(secrets.token_urlsafe(9))
        path.chmod(0o600)
    return path.read_text().strip()


def hire(session: Session, *, password: str) -> None:
    """Put staff, teams, skills, hours, rules and service levels into a desk that has none."""
    team_ids = {name: teams.create_team(session, name=name, member_ids=(), by=SYSTEM).id for name in TEAMS}
    skill_ids = {name: skills.create_skill(session, name=name, by=SYSTEM).id for name in SKILLS}
    calendar = create_calendar(
        session, CalendarChanges(name="Shop hours", time_zone="Europe/Kyiv", hours=HOURS), by=SYSTEM
    )
    kept = hashing.make_hash(password)
    for member in STAFF:
        agent = _hire(session, member, kept, team_ids, skill_ids)
        if member.role is Role.AGENT:
            change_agent(session, agent.id, AgentChanges(calendar_id=calendar.id), by=SYSTEM)
    _make_rules(session, team_ids, skill_ids)
    _promise(session, calendar.id)


def _hire(session: Session, member: Member, kept: str, team_ids: dict[str, int], skill_ids: dict[str, int]) -> Agent:
    languages = tuple(member.languages.split())
    grants = Grants(
        tuple(team_ids[name] for name in member.teams),
        tuple((skill_ids[name], level) for name, level in member.skills.items()),
        languages,
        capacity_units=30,
    )
    new = NewAgent(member.email, member.name, member.role, kept, languages[0], grants)
    return agents.add_agent(session, new, by=SYSTEM)


def _make_rules(session: Session, team_ids: dict[str, int], skill_ids: dict[str, int]) -> None:
    for skill, words in WORDS.items():
        decisions = Decisions(team_id=team_ids.get(skill, team_ids["Support"]), skills={skill_ids[skill]: 1})
        conditions = {"words": [word.strip() for word in words.split(",")]}
        changes = RuleChanges(name=f"About: {skill}", is_enabled=True, conditions=conditions, decisions=decisions)
        rules.create_rule(session, changes, by=SYSTEM)


def _promise(session: Session, calendar_id: int) -> None:
    """Promise business customers more, and mail what it takes in opening hours."""
    minutes = {"urgent": (20, 240), "high": (45, 480), "normal": (120, 960), "low": (240, 1920)}
    targets = {
        word: {"first_response": first, "next_response": first, "resolution": whole}
        for word, (first, whole) in minutes.items()
    }
    policy = create_policy(
        session,
        PolicyChanges(
            name="E-mail in shop hours",
            is_enabled=True,
            calendar_id=calendar_id,
            conditions={"channel_kinds": ["email"]},
            targets=targets,
            warn_percent=75,
        ),
        by=SYSTEM,
    )
    first = [policy.id, *(id for id in _policy_ids(session) if id != policy.id)]
    order_policies(session, first, by=SYSTEM)


def _policy_ids(session: Session) -> list[int]:
    return list(session.scalars(select(SlaPolicy.id).order_by(SlaPolicy.position, SlaPolicy.id)))
