"""The second factor: an authenticator app set up, asked at sign-in, replaced, turned off."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, secrets, settings
from helpdesk.actions.accounts import recovery_codes, totp
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Agent, Role, SecondFactor

MAX_CODE_CHARS: Final = 60
RULE: Final = "second_factor"  # the setting, and the lock of whoever changes it or begins a session by it
REQUIRED_OF: Final = {"nobody": frozenset[Role](), "admins": frozenset({Role.ADMIN}), "everybody": frozenset(Role)}


class Outcome(StrEnum):
    """What became of a code."""

    RIGHT = "right"
    RECOVERY = "recovery"  # right, and one recovery code less
    WRONG = "wrong"
    USED = "used"
    BEHIND = "behind"  # the code of some minutes ago: the phone's clock is wrong
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a code; minutes: by how much the phone's clock is wrong."""

    outcome: Outcome
    minutes: int = 0

    @property
    def is_right(self) -> bool:
        """Whether the code counts."""
        return self.outcome in (Outcome.RIGHT, Outcome.RECOVERY)


class WrongCode(Invalid):
    """This code does not count."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an app needs to know: the seed to type, and the address for the picture."""

    seed: str
    uri: str


def require_right(verdict: Verdict) -> None:
    """Raise WrongCode saying why a code does not count; after the transaction that noted it."""
    if not verdict.is_right:
        raise WrongCode(code=verdict.outcome.value, minutes=verdict.minutes)


def is_on(session: Session, agent_id: int) -> bool:
    """Say whether an agent's sign-in asks for a code."""
    on = select(SecondFactor.agent_id).where(SecondFactor.agent_id == agent_id, SecondFactor.since.is_not(None))
    return session.scalar(on) is not None


def is_required(session: Session, role: Role) -> bool:
    """Say whether the desk wants a second factor of everybody with this role."""
    return role in REQUIRED_OF[settings.get(session, "second_factor")]


def begin(session: Session, agent: Agent) -> Enrolment:
    """Make a new seed; it counts once its first code has come, until then the one before does."""
    db.lock(session, f"second_factor:{agent.id}")  # the first time there is no row that two could wait for
    found = _lock(session, agent.id) or SecondFactor(agent_id=agent.id, last_step=0, told_steps=[])
    if found.pending_secret_id is not None:
        secrets.forget(session, found.pending_secret_id)
    seed = totp.new_seed()
    found.pending_secret_id = secrets.store(session, seed.encode())
    session.add(found)
    session.flush()
    return _enrolment(session, agent, seed)


def pending(session: Session, agent: Agent) -> Enrolment | None:
    """Return an enrolment that was begun and waits for its first code."""
    found = session.get(SecondFactor, agent.id)
    if found is None or found.pending_secret_id is None:
        return None
    return _enrolment(session, agent, secrets.reveal(session, found.pending_secret_id).decode())


def confirm(session: Session, agent_id: int, given: str) -> Verdict:
    """Let the pending seed count if this is a code of it; Conflict "not_begun" when there is none."""
    found = _lock(session, agent_id)
    if found is None or found.pending_secret_id is None:
        raise Conflict("Begin to set the second factor up first.", code="not_begun")
    verdict, step = _judge(session, found.pending_secret_id, given, spent=0, told=[])
    if not verdict.is_right:
        return verdict
    if found.secret_id is not None:
        secrets.forget(session, found.secret_id)
    found.secret_id, found.pending_secret_id = found.pending_secret_id, None
    found.since, found.last_step, found.told_steps = clock.now(), step, []
    return verdict


def check(session: Session, agent_id: int, given: str) -> Verdict:
    """Judge a code of the app or a recovery code, and spend it; Conflict "not_on" when there is no second factor."""
    found = _lock(session, agent_id)
    if found is None or found.secret_id is None or found.since is None:
        raise Conflict("There is no second factor.", code="not_on")
    if not _is_of_app(given):
        used = len(given) <= MAX_CODE_CHARS and recovery_codes.use(session, agent_id, given)
        return Verdict(Outcome.RECOVERY if used else Outcome.WRONG)
    verdict, step = _judge(session, found.secret_id, given, spent=found.last_step, told=found.told_steps)
    if verdict.outcome is Outcome.AHEAD:
        # Somebody who guesses must not learn today what will be right in four minutes.
        found.told_steps = [one for one in found.told_steps if one >= totp.step_of(clock.now())] + [step]
    if verdict.is_right and not _spend(session, found, step):
        return Verdict(Outcome.USED)
    return verdict


def forget(session: Session, agent_id: int) -> bool:
    """Delete an agent's second factor and all codes; return whether there was one that counted."""
    found = _lock(session, agent_id)
    if found is None:
        return False
    for secret_id in filter(None, (found.secret_id, found.pending_secret_id)):
        secrets.forget(session, secret_id)
    was_on = found.since is not None
    session.delete(found)
    recovery_codes.forget(session, agent_id)
    session.flush()
    return was_on


def _enrolment(session: Session, agent: Agent, seed: str) -> Enrolment:
    desk = str(settings.get(session, "desk_name"))
    return Enrolment(seed, totp.address_for(seed, account=agent.email, desk=desk))


def _is_of_app(given: str) -> bool:
    code = "".join(given.split())
    return len(code) == totp.DIGITS and code.isascii() and code.isdigit()


def _judge(session: Session, secret_id: str, given: str, *, spent: int, told: list[int]) -> tuple[Verdict, int]:
    seed = secrets.reveal(session, secret_id).decode()
    match = totp.match(seed, "".join(given.split()), now=clock.now()) if _is_of_app(given) else None
    if match is None:
        return Verdict(Outcome.WRONG), 0
    if match.step in told or (match.is_in_time and match.step <= spent):
        return Verdict(Outcome.USED), match.step
    if match.is_in_time:
        return Verdict(Outcome.RIGHT), match.step
    return Verdict(Outcome.BEHIND if match.off < 0 else Outcome.AHEAD, match.minutes), match.step


def _spend(session: Session, found: SecondFactor, step: int) -> bool:
    """Say whether nobody was faster: SQLite has no row locks, and PostgreSQL's may be gone by now."""
    spent = (
        update(SecondFactor)
        .where(
            SecondFactor.agent_id == found.agent_id,
            SecondFactor.secret_id == found.secret_id,
            SecondFactor.last_step < step,
        )
        .values(last_step=step)
        .execution_options(synchronize_session=False)
    )
    return db.changed(session, spent) == 1


def _lock(session: Session, agent_id: int) -> SecondFactor | None:
    return session.get(SecondFactor, agent_id, with_for_update=True, populate_existing=True)
