"""People put into a desk and signed in without a page: for tests that are about something else."""

from playwright.sync_api import StorageState, StorageStateCookie
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.accounts import agents, sessions
from helpdesk.actions.accounts.agents import NewAgent
from helpdesk.actions.accounts.grants import Grants
from helpdesk.models import Role
from helpdesk.permissions import SYSTEM

NOTHING = Grants()


def hire(name: str, *, role: Role = Role.AGENT, locale: str = "en", grants: Grants = NOTHING) -> StorageState:
    """Hire somebody into the desk this process is connected to; return what their browser then keeps."""

    def join(session: Session) -> str:
        email = f"{name.split()[0].lower()}@desk.example"
        agent = agents.add_agent(session, NewAgent(email, name, role, None, locale, grants), by=SYSTEM)
        return sessions.start(session, agent, address="127.0.0.1", browser="Chromium").token

    return state_of(db.retrying(join))


def state_of(token: str) -> StorageState:
    """Return what a browser keeps that is signed in by this token."""
    return {"cookies": [_cookie(token)]}


def _cookie(token: str) -> StorageStateCookie:
    return {
        "name": "session",
        "value": token,
        "domain": "127.0.0.1",
        "path": "/",
        "expires": -1,
        "httpOnly": True,
        "secure": False,
        "sameSite": "Lax",
    }
