"""OAuth2 for mailboxes at Google and Microsoft: the code flow with PKCE, and refreshing what it gave."""

import base64
import hashlib
import http.client
import secrets as random
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec

from channels.email.config import Auth, MailboxSecret
from channels.email.trouble import MailTrouble, Trouble
from helpdesk import clock
from helpdesk.config import LOOPBACK

TIMEOUT_S: Final = 15.0
MAX_ANSWER_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider is asked, and for what. extra: what its authorization page wants beside the standard."""

    authorize_url: str
    token_url: str
    scopes: tuple[str, ...]
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class App:
    """This desk as registered with a provider."""

    provider: Provider
    client_id: str
    client_secret: str = field(default="", repr=False)


PROVIDERS: Final[dict[Auth, Provider]] = {
    Auth.GOOGLE: Provider(
        authorize_url="https://accounts.google.com/o/oauth2/v2/auth",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106  an address
        scopes=("https://mail.google.com/",),
        # Without both, Google gives a refresh token only the first time somebody agrees.
        extra={"access_type": "offline", "prompt": "consent"},
    ),
    Auth.MICROSOFT: Provider(
        authorize_url="https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        token_url="https://login.microsoftonline.com/common/oauth2/v2.0/token",  # noqa: S106  an address
        scopes=(
            "https://outlook.office.com/IMAP.AccessAsUser.All",
            "https://outlook.office.com/SMTP.Send",
            "offline_access",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Proof:
    """PKCE (RFC 7636): the verifier stays here, its challenge goes to the provider."""

    verifier: str = field(repr=False)

    @classmethod
    def new(cls) -> "Proof":
        """Return a proof nobody can guess."""
        return cls(random.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """The SHA-256 of the verifier, as the provider wants it."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def authorize_url(app: App, *, redirect_url: str, state: str, proof: Proof, address: str = "") -> str:
    """Return where the mailbox's owner is sent to agree. address: the mailbox, filled in for them."""
    query = {
        "response_type": "code",
        "client_id": app.client_id,
        "redirect_uri": redirect_url,
        "scope": " ".join(app.provider.scopes),
        "state": state,
        "code_challenge": proof.challenge,
        "code_challenge_method": "S256",
        **app.provider.extra,
    }
    if address:
        query["login_hint"] = address
    return f"{app.provider.authorize_url}?{urlencode(query)}"


def redeem(app: App, *, code: str, proof: Proof, redirect_url: str) -> MailboxSecret:
    """Turn the code the provider sent back into tokens; MailTrouble when it will not have it."""
    answer = _ask(
        app,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_url,
            "code_verifier": proof.verifier,
        },
    )
    if not answer.get("refresh_token"):
        raise MailTrouble(Trouble.OAUTH_EXPIRED, "no refresh token was given")
    return _tokens(answer, refresh_token="")


def refreshed(app: App, secret: MailboxSecret) -> MailboxSecret:
    """Return fresh tokens; MailTrouble oauth_expired when the owner has to agree again, oauth_unavailable for now."""
    if not secret.refresh_token:
        raise MailTrouble(Trouble.OAUTH_EXPIRED)
    answer = _ask(app, {"grant_type": "refresh_token", "refresh_token": secret.refresh_token})
    return _tokens(answer, refresh_token=secret.refresh_token)


def _tokens(answer: Mapping[str, Any], *, refresh_token: str) -> MailboxSecret:
    lives_s = str(answer.get("expires_in"))
    return MailboxSecret(
        # A provider that turns refresh tokens over sends the next one; the others keep the one there is.
        refresh_token=str(answer.get("refresh_token") or refresh_token),
        access_token=str(answer.get("access_token", "")),
        expires_at=clock.now() + timedelta(seconds=int(lives_s) if lives_s.isdigit() else 3_000),
    )


def _ask(app: App, fields: Mapping[str, str]) -> dict[str, Any]:
    body = {"client_id": app.client_id, **fields}
    if app.client_secret:
        body["client_secret"] = app.client_secret
    status, answer = _post(app.provider.token_url, body)
    if status == 200 and answer.get("access_token"):
        return answer
    words = f"{answer.get('error', status)} {answer.get('error_description', '')}".strip()
    if status in (400, 401, 403):
        raise MailTrouble(Trouble.OAUTH_EXPIRED, words)
    raise MailTrouble(Trouble.OAUTH_UNAVAILABLE, words)


def _post(url: str, fields: Mapping[str, str]) -> tuple[int, dict[str, Any]]:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        raise MailTrouble(Trouble.OAUTH_UNAVAILABLE, "tokens are asked for over https only")
    request = urllib.request.Request(  # noqa: S310  https, or this very machine
        url, data=urlencode(fields).encode(), headers={"Accept": "application/json"}, method="POST"
    )
    try:
        with _opener.open(request, timeout=TIMEOUT_S) as answer:
            return answer.status, _json(answer.read(MAX_ANSWER_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _json(error.read(MAX_ANSWER_BYTES))
    except (OSError, http.client.HTTPException) as error:
        raise MailTrouble(Trouble.OAUTH_UNAVAILABLE, str(error)) from error


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token request that is sent elsewhere would hand the secret over."""

    def redirect_request(self, *_: Any) -> None:  # as the library passes them
        return None


_opener = urllib.request.build_opener(_NoRedirects)
