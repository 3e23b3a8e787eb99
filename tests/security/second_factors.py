"""Second factors of a test: an app, its codes, who is in."""

from sqlalchemy import update

from helpdesk import clock, db
from helpdesk.actions.accounts import second_factor_changes, second_factors, totp
from helpdesk.actions.accounts.second_factors import Verdict
from helpdesk.models import Agent, SecondFactor
from helpdesk.permissions import SYSTEM
from tests.edge import Browser
from tests.security.forms import fill_form


def code(seed: str, *, off: int = 0) -> str:
    """Return what an app shows now, or shows when its clock is wrong by so many steps."""
    return totp.code_at(seed, totp.step_of(clock.now()) + off)


def enrol(agent_id: int) -> tuple[str, list[str]]:
    """Give somebody an app whose code of the step before the last has been used; return seed and recovery codes."""
    with db.transaction() as session:
        seed = second_factors.begin(session, session.get_one(Agent, agent_id)).seed
        verdict, codes = second_factor_changes.turn_on(
            session, agent_id, code(seed), by=SYSTEM, keep_id=None, address=""
        )
        assert verdict.is_right
        session.execute(update(SecondFactor).values(last_step=totp.step_of(clock.now()) - 2))
    return seed, codes


def give(browser: Browser, given: str, **fields: str) -> tuple[int, str]:
    """Enter a code at the second step; return status and page."""
    answer = browser.submit("/sign-in/code", {**fill_form(browser, "/sign-in/code"), "code": given, **fields})
    return answer.status_code, answer.text


def is_in(browser: Browser) -> bool:
    return browser.get("/api/me").status_code == 200


def check(agent_id: int, given: str) -> Verdict:
    with db.transaction() as session:
        return second_factors.check(session, agent_id, given)
