"""What our own receiving server said about who a mail is from (RFC 8601); nobody else's word counts."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from helpdesk.models import SenderProof

MAX_CHARS: Final = 4_000

_comment = re.compile(r"\([^()]*\)")
_result = re.compile(r"(?i)^(dmarc|dkim|spf|arc|iprev|auth)\s*=\s*([a-z]{2,20})")
_property = re.compile(r"(?i)\b(header\.d|header\.from|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]{1,320})")


def authentication_of(results: Sequence[str], *, trusted: Collection[str]) -> dict[str, str]:
    """Return what the topmost Authentication-Results says, {"dmarc": "pass", "dkim": ..., "dkim_domain": ...}.

    Empty unless one of our own receiving servers wrote it: whoever sends a mail can write the others.
    """
    if not results:
        return {}
    server, clauses = _said_by(results[0])
    if server not in {host.lower().rstrip(".") for host in trusted}:
        return {}
    found: dict[str, str] = {"server": server}
    for clause in clauses:
        said = _result.match(clause.strip())
        if said is None:
            continue
        method, result = said[1].lower(), said[2].lower()
        # Of several signatures one that holds is enough.
        if method not in found or result == "pass":
            found[method] = result
            found.update({f"{method}_domain": _domain(value) for name, value in _property.findall(clause) if value})
    return found


def voucher_of(results: Sequence[str]) -> str:
    """Return the server that wrote the topmost Authentication-Results, as a mailbox's receiving_hosts names it, or ""."""
    return _said_by(results[0])[0][:253] if results else ""


def proof_of(authentication: dict[str, str], *, from_email: str, is_clear: bool) -> SenderProof:
    """Say what is known of a sender: DMARC, or a DKIM signature of their very domain, proves one that is clear."""
    if not is_clear or not from_email:
        return SenderProof.UNCLEAR
    domain = from_email.rpartition("@")[2].lower()
    is_dmarc = authentication.get("dmarc") == "pass" and authentication.get("dmarc_domain", domain) == domain
    is_dkim = (
        authentication.get("dmarc", "none") == "none"
        and authentication.get("dkim") == "pass"
        and authentication.get("dkim_domain") == domain
    )
    return SenderProof.VERIFIED if is_dmarc or is_dkim else SenderProof.CLAIMED


def _said_by(result: str) -> tuple[str, list[str]]:
    first, *clauses = _comment.sub(" ", result[:MAX_CHARS]).split(";")
    return (first.split()[0].lower().rstrip(".") if first.split() else ""), clauses


def _domain(value: str) -> str:
    return value.rpartition("@")[2].strip("<>\"' ").lower()
