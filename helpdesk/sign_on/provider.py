"""A provider's papers and keys: fetched where the desk may go, kept for an hour, keys anew when one is unknown."""

import base64
import json
import threading
import time
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote_plus, urlencode, urlsplit

from helpdesk import outgoing
from helpdesk.config import LOOPBACK
from helpdesk.sign_on.trouble import SignOnTrouble, Why

KEPT_S: Final = 3600.0
KEYS_ANEW_S: Final = 30.0  # a stranger's tokens must not make us ask without end
MOST_BYTES: Final = 256 * 1024
WELL_KNOWN: Final = "/.well-known/openid-configuration"

Json = dict[str, Any]  # what a provider says


@dataclass(frozen=True, slots=True)
class Provider:
    """Where a provider is asked; basic: it wants the client's secret in a header."""

    issuer: str
    authorize_url: str
    token_url: str
    keys_url: str
    basic: bool


@dataclass(slots=True)
class _Kept:
    provider: Provider
    at: float
    keys: list[Json]
    keys_at: float


_kept: dict[str, _Kept] = {}
_turn = threading.Lock()


def find(issuer: str) -> Provider:
    """Return a provider by its issuer; waits for the network, so never in a transaction."""
    return _find(issuer).provider


def keys(issuer: str, *, key_id: str | None) -> list[Json]:
    """Return the provider's keys with this id (all of them without one); fetched anew when there is none."""
    found = _find(issuer)
    fitting = _fitting(found.keys, key_id)
    if not fitting and time.monotonic() - found.keys_at > KEYS_ANEW_S:
        found.keys, found.keys_at = _keys(found.provider), time.monotonic()
        fitting = _fitting(found.keys, key_id)
    return fitting


def redeem(
    provider: Provider, *, client_id: str, client_secret: str, code: str, verifier: str, redirect_url: str
) -> str:
    """Turn a code into an ID token; SignOnTrouble when the provider will not have it."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_url,
        "code_verifier": verifier,
    }
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "application/json"}
    if client_secret and provider.basic:
        pair = f"{quote_plus(client_id)}:{quote_plus(client_secret)}"
        headers["authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    else:
        fields |= {"client_id": client_id} | ({"client_secret": client_secret} if client_secret else {})
    answer = _asked(provider.token_url, urlencode(fields).encode(), headers)
    found = _read(answer.body)
    token = found.get("id_token")
    if not answer.is_good or not isinstance(token, str):
        raise SignOnTrouble(Why.CODE_REFUSED, f"{answer.status} {found.get('error', '')}")
    return token


def forget_all() -> None:
    """Ask providers anew: settings have changed."""
    with _turn:
        _kept.clear()


def _find(issuer: str) -> _Kept:
    with _turn:
        found = _kept.get(issuer)
    if found is not None and time.monotonic() - found.at < KEPT_S:
        return found
    provider = _discover(issuer)
    fresh = _Kept(provider, time.monotonic(), _keys(provider), time.monotonic())
    with _turn:
        _kept.clear()
        _kept[issuer] = fresh
    return fresh


def _discover(issuer: str) -> Provider:
    papers = _json(issuer.rstrip("/") + WELL_KNOWN)
    places = [papers.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if papers.get("issuer") != issuer or not all(isinstance(place, str) and _is_safe(place) for place in places):
        raise SignOnTrouble(Why.NO_PROVIDER, f"it calls itself {papers.get('issuer')}")
    ways = papers.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return Provider(issuer, str(places[0]), str(places[1]), str(places[2]), "client_secret_basic" in ways)


def _keys(provider: Provider) -> list[Json]:
    found = _json(provider.keys_url).get("keys")
    return [key for key in found if isinstance(key, dict)] if isinstance(found, list) else []


def _fitting(found: list[Json], key_id: str | None) -> list[Json]:
    return [key for key in found if key.get("use", "sig") == "sig" and key_id in (None, key.get("kid"))]


def _is_safe(place: str) -> bool:
    parts = urlsplit(place)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _json(url: str) -> Json:
    answer = _asked(url, None, {"accept": "application/json"})
    if not answer.is_good:
        raise SignOnTrouble(Why.NO_PROVIDER, f"{answer.status} at {url}")
    return _read(answer.body)


def _asked(url: str, body: bytes | None, headers: dict[str, str]) -> outgoing.Answer:
    try:
        if body is None:
            return outgoing.get(url, headers=headers, most_bytes=MOST_BYTES)
        return outgoing.post(url, body, headers=headers, most_bytes=MOST_BYTES)
    except (outgoing.AddressRefused, outgoing.NotSent, outgoing.Unanswered) as error:
        raise SignOnTrouble(Why.UNREACHABLE, f"{url}: {error}") from None


def _read(text: str) -> Json:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise SignOnTrouble(Why.NO_PROVIDER, "it does not answer in JSON")
    return found
