"""Signing in at a provider: sent there, come back, let in as the agent an identity belongs to."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from helpdesk import clock, db, outside
from helpdesk.actions import audit
from helpdesk.actions.accounts import sessions, sign_in_steps, sign_on_people, sign_on_settings
from helpdesk.actions.accounts.sessions import Started
from helpdesk.actions.accounts.sign_in_steps import Waiting
from helpdesk.actions.accounts.sign_on_settings import SignOn
from helpdesk.models import SignOnAttempt
from helpdesk.permissions import SYSTEM
from helpdesk.sign_on import provider, tokens
from helpdesk.sign_on.tokens import Person
from helpdesk.sign_on.trouble import SignOnTrouble, Why
from helpdesk.tokens import hash_token, new_token

CALLBACK: Final = "/sign-in/returned"
LIFE: Final = timedelta(minutes=10)
SCOPES: Final = "openid email profile"
MAX_CHARS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Sent:
    """Where a browser is sent, and what it keeps meanwhile."""

    url: str
    browser_token: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a browser brings back from the provider."""

    code: str
    state: str
    browser_token: str
    error: str = ""
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Proven:
    """Who came back, by the provider's word; agent_id: who links this identity to themselves."""

    person: Person
    kept: SignOn
    next_path: str
    agent_id: int | None


def callback_url() -> str:
    """Return the address to register with the provider."""
    return f"{outside.public_url()}{CALLBACK}"


def begin(*, next_path: str = "", agent_id: int | None = None) -> Sent:
    """Return where to send a browser. Waits for the network, so never call it in a transaction."""
    kept, _ = _settings()
    found = provider.find(kept.issuer)
    state, browser_token = new_token(), new_token()

    def note(session: Session) -> None:
        now = clock.now()
        session.execute(delete(SignOnAttempt).where(SignOnAttempt.expires_at <= now))
        session.add(
            SignOnAttempt(
                state_hash=hash_token(state),
                browser_hash=hash_token(browser_token),
                issuer=kept.issuer,
                next_path=next_path,
                agent_id=agent_id,
                expires_at=now + LIFE,
            )
        )

    db.retrying(note)
    query = {
        "response_type": "code",
        "client_id": kept.client_id,
        "redirect_uri": callback_url(),
        "scope": SCOPES,
        "state": state,
        "nonce": _made_of(browser_token, "nonce"),
        "code_challenge": _challenge(_made_of(browser_token, "verifier")),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in found.authorize_url else "?"
    return Sent(f"{found.authorize_url}{joint}{urlencode(query)}", browser_token)


def prove(returned: Returned) -> Proven:
    """Return who came back; SignOnTrouble when nobody can say. Waits for the network, so never in a transaction."""
    attempt = db.retrying(lambda session: _claim(session, returned))
    kept, secret = _settings()
    if attempt.issuer != kept.issuer or returned.issuer not in ("", kept.issuer):
        raise SignOnTrouble(Why.OVER)
    if returned.error or not returned.code or len(returned.code) > MAX_CHARS:
        raise SignOnTrouble(Why.DENIED, returned.error)
    token = provider.redeem(
        provider.find(kept.issuer),
        client_id=kept.client_id,
        client_secret=secret,
        code=returned.code,
        verifier=_made_of(returned.browser_token, "verifier"),
        redirect_url=callback_url(),
    )
    nonce = _made_of(returned.browser_token, "nonce")
    person = tokens.read(token, issuer=kept.issuer, client_id=kept.client_id, nonce=nonce)
    return Proven(person, kept, attempt.next_path, attempt.agent_id)


def sign_in(session: Session, proven: Proven, *, address: str, browser: str) -> Started | Waiting:
    """Begin a session for who came back, or the step that is asked before; SignOnTrouble when they may not in."""
    agent = sign_on_people.find_or_make(session, proven.person, proven.kept, address=address)
    enter = sign_in_steps.begin if proven.kept.asks_code else sign_in_steps.enter
    return enter(session, agent, address=address, browser=browser)


def end_before(session: Session, token: str) -> None:
    """End the session that the new one takes the place of."""
    sessions.end_by_token(session, token)


def note_refusal(session: Session, why: Why, *, address: str) -> None:
    """Put a sign-in that failed into the audit log."""
    audit.append(session, "sign_on.refused", by=SYSTEM, address=address, data={"why": why.value})


def _settings() -> tuple[SignOn, str]:
    with db.reading() as session:
        kept = sign_on_settings.current(session)
        if not kept.is_on:
            raise SignOnTrouble(Why.OFF)
        return kept, sign_on_settings.secret_of(session, kept)


def _claim(session: Session, returned: Returned) -> SignOnAttempt:
    """Take an attempt off the list, so that nobody can come back with it again."""
    mine = (
        SignOnAttempt.state_hash == hash_token(returned.state[:MAX_CHARS]),
        SignOnAttempt.browser_hash == hash_token(returned.browser_token[:MAX_CHARS]),
        SignOnAttempt.expires_at > clock.now(),
    )
    found = session.scalar(select(SignOnAttempt).where(*mine))
    if found is None:
        raise SignOnTrouble(Why.OVER)
    session.expunge(found)
    if db.changed(session, delete(SignOnAttempt).where(SignOnAttempt.id == found.id)) != 1:
        raise SignOnTrouble(Why.OVER)
    return found


def _made_of(browser_token: str, what: str) -> str:
    digest = hmac.new(browser_token.encode(), what.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
