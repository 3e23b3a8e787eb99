"""The invented staff: two teams, three skills, five people."""

import secrets
from pathlib import Path

from sqlalchemy.orm import Session

from helpdesk.actions.accounts import agents, hashing
from helpdesk.actions.accounts.agents import NewAgent
from helpdesk.actions.accounts.grants import Grants
from helpdesk.actions.workspace import skills, teams
from helpdesk.models import Role
from helpdesk.permissions import SYSTEM

PASSWORD_FILE = "demo-password"  # noqa: S105 - a file name
ADMIN = "dora@demo.example"
AGENTS = "olena@demo.example, mark@demo.example, nadia@demo.example, peter@demo.example"


def password_of(data_dir: Path) -> str:
    """Return the password all of the staff share, made at the first start of this folder."""
    path = data_dir / PASSWORD_FILE
    if not path.exists():
        path.write_text(secrets.token_urlsafe(9))
        path.chmod(0o600)
    return path.read_text().strip()


def hire(session: Session, *, password: str) -> None:
    """Put the staff into a desk that has none."""
    support, sales = (
        teams.create_team(session, name=name, member_ids=(), by=SYSTEM).id for name in ("Support", "Sales")
    )
    payments, delivery, technical = (
        skills.create_skill(session, name=name, by=SYSTEM).id for name in ("Payments", "Delivery", "Technical")
    )
    kept = hashing.make_hash(password)
    for new in (
        NewAgent(ADMIN, "Dora", Role.ADMIN, kept, "en", Grants(languages=("en",))),
        NewAgent("boris@demo.example", "Boris", Role.SUPERVISOR, kept, "ru", Grants((support,), (), ("ru", "en"))),
        NewAgent(
            "olena@demo.example", "Olena", Role.AGENT, kept, "uk", Grants((support,), ((technical, 4),), ("uk", "en"))
        ),
        NewAgent("mark@demo.example", "Mark", Role.AGENT, kept, "en", Grants((support,), ((payments, 5),), ("en",))),
        NewAgent(
            "nadia@demo.example", "Nadia", Role.AGENT, kept, "ru", Grants((support,), ((delivery, 3),), ("ru", "uk"))
        ),
        NewAgent("peter@demo.example", "Peter", Role.AGENT, kept, "en", Grants((sales,), (), ("en",))),
    ):
        agents.add_agent(session, new, by=SYSTEM)
