"""Proof asked again of somebody who is signed in: the password, and a code where they have a second factor."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from helpdesk import db, ratelimit
from helpdesk.actions.accounts import passwords, second_factors
from helpdesk.actions.accounts.second_factors import Verdict
from helpdesk.actions.accounts.sessions import SignedIn
from web import code_tries
from web.api.schemas.me import Reproof

T = TypeVar("T")


def proven(given: Reproof, signed_in: SignedIn, *, address: str, work: Callable[[Session], T]) -> T:
    """Run `work` in a transaction when somebody is who they are; Invalid names the field, WrongCode why a code does not count."""
    ratelimit.spend(ratelimit.PASSWORD_CHANGE, str(signed_in.agent_id))
    with db.reading() as session:
        passwords.require_own(session, signed_in, given.password)
        has_second = second_factors.is_on(session, signed_in.agent_id)
    if not has_second:
        with db.transaction() as session:
            return work(session)
    return with_code(lambda session: second_factors.check(session, signed_in.agent_id, given.code), work,
                     agent_id=signed_in.agent_id, address=address)  # fmt: skip


def with_code(check: Callable[[Session], Verdict], work: Callable[[Session], T], *, agent_id: int, address: str) -> T:
    """Check a code and run `work` in one transaction; a code that does not count is noted all the same."""
    spent = code_tries.spend(agent_id, address=address, is_known_address=True)
    found: list[T] = []
    with db.transaction() as session:
        verdict = check(session)
        if verdict.is_right:
            found.append(work(session))
    second_factors.require_right(verdict)
    code_tries.give_back(spent)
    return found[0]
