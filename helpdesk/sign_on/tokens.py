"""ID tokens: whose word they are, for whom, for how long, and who they say it is (OpenID Connect Core, 3.1.3.7)."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, Final

from helpdesk import clock
from helpdesk.late import Late
from helpdesk.sign_on import provider
from helpdesk.sign_on.trouble import SignOnTrouble, Why

if TYPE_CHECKING:
    import jwt
else:
    jwt = Late("jwt")

# Never "none", and never HMAC: our keys are the provider's public ones, which everybody has.
ALGORITHMS: Final = frozenset({"RS256", "ES256", "PS256", "EdDSA"})
LEEWAY_S: Final = 60
MAX_CHARS: Final = 20_000
MAX_SUBJECT_CHARS: Final = 255


@dataclass(frozen=True, slots=True)
class Person:
    """Who a provider says somebody is; email is empty unless the provider has verified it."""

    issuer: str
    subject: str
    email: str
    name: str
    locale: str


def read(token: str, *, issuer: str, client_id: str, nonce: str) -> Person:
    """Return who a token is about; SignOnTrouble for anything that is not as it must be."""
    if len(token) > MAX_CHARS:
        raise SignOnTrouble(Why.TOKEN_REFUSED, "it is too long")
    claims = _claims(token, issuer=issuer, client_id=client_id)
    audience, party = claims.get("aud"), claims.get("azp")
    if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (None, client_id):
        raise SignOnTrouble(Why.TOKEN_REFUSED, "it was made for another")
    if not compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise SignOnTrouble(Why.TOKEN_REFUSED, "it answers another question")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT_CHARS:
        raise SignOnTrouble(Why.TOKEN_REFUSED, "it names nobody")
    is_verified = claims.get("email_verified") in (True, "true")
    email = str(claims.get("email") or "") if is_verified else ""
    return Person(issuer, subject, email, str(claims.get("name") or ""), str(claims.get("locale") or ""))


def _claims(token: str, *, issuer: str, client_id: str) -> dict[str, Any]:  # what a provider says
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise SignOnTrouble(Why.TOKEN_REFUSED, f"it is signed by {str(algorithm)[:20]}")
        for key in provider.keys(issuer, key_id=header.get("kid")):
            if key.get("alg", algorithm) == algorithm:
                claims = _opened(token, key, algorithm, issuer=issuer, client_id=client_id)
                if claims is not None:
                    return claims
    except jwt.PyJWTError as error:
        raise SignOnTrouble(Why.TOKEN_REFUSED, f"{type(error).__name__}") from None
    raise SignOnTrouble(Why.TOKEN_REFUSED, "no key of the provider fits")


def _opened(
    token: str, key: dict[str, Any], algorithm: str, *, issuer: str, client_id: str
) -> dict[str, Any] | None:  # what a provider says
    """Return what a token says; None when the signature is not of this key."""
    try:
        public = jwt.PyJWK(key, algorithm=algorithm)
        claims: dict[str, Any] = jwt.decode(
            token,
            public.key,
            algorithms=[algorithm],
            audience=client_id,
            issuer=issuer,
            options={"require": ["exp", "iat", "iss", "aud", "sub"], "verify_exp": False, "verify_iat": False},
        )
    except (jwt.InvalidSignatureError, jwt.InvalidKeyError, jwt.PyJWKError):
        return None
    _require_now(claims)
    return claims


def _require_now(claims: dict[str, Any]) -> None:  # what a provider says
    """Raise unless a token counts now, by the desk's own clock."""
    now = clock.now().timestamp()
    begins, ends = claims.get("nbf", claims["iat"]), claims["exp"]
    if not isinstance(begins, int | float) or not isinstance(ends, int | float):
        raise SignOnTrouble(Why.TOKEN_REFUSED, "its times are none")
    if not begins - LEEWAY_S <= now < ends + LEEWAY_S:
        raise SignOnTrouble(Why.TOKEN_REFUSED, "it does not count now: one of the two clocks is wrong")
