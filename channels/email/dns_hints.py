"""What the DNS says of a sending domain: whether receivers will believe that our mails are from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from helpdesk.late import Late

if TYPE_CHECKING:
    from dns import exception, resolver
else:
    exception, resolver = Late("dns.exception"), Late("dns.resolver")

TIMEOUT_S: Final = 5.0
MAX_SPF_LOOKUPS: Final = 10  # RFC 7208, 4.6.4
MAX_RECORDS: Final = 50
SELECTORS: Final = (
    "google", "selector1", "selector2", "default", "dkim", "mail", "s1", "s2", "k1", "k2", "k3", "fm1", "fm2", "fm3",
    "zoho", "mailru", "protonmail", "protonmail2", "protonmail3", "smtp", "amazonses", "mandrill", "sig1", "ukrnet",
)  # fmt: skip

Lookup = Callable[[str, str], Sequence[str]]  # name, record type -> records; LookupFailed when nobody answered


class LookupFailed(Exception):
    """The DNS did not answer, so nothing is known."""


class Hint(StrEnum):
    """What an admin should hear; each is a key below `mailbox.hint` in helpdesk/texts."""

    SPF_MISSING = "spf_missing"
    SPF_SEVERAL = "spf_several"
    SPF_TOO_DEEP = "spf_too_deep"
    SPF_OPEN = "spf_open"
    DKIM_NOT_FOUND = "dkim_not_found"
    DMARC_MISSING = "dmarc_missing"
    DMARC_NONE = "dmarc_none"
    DNS_SILENT = "dns_silent"


@dataclass(frozen=True, slots=True)
class DomainReport:
    """What was found for a domain; empty hints mean that all is well. mail_exchangers: who receives its mail."""

    domain: str
    spf: str = ""
    dmarc: str = ""
    dkim_selectors: tuple[str, ...] = ()
    mail_exchangers: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()


def look_up(domain: str, *, selectors: Sequence[str] = (), lookup: Lookup | None = None) -> DomainReport:
    """Ask the DNS about a sending domain; waits for the network. selectors: of DKIM, tried before the usual ones."""
    ask = lookup or dns_lookup
    try:
        name = domain.strip().rstrip(".").encode("idna").decode()
        spf, spf_hints = _spf(name, ask)
        dmarc, dmarc_hints = _dmarc(name, ask)
        found = _dkim(name, (*selectors, *SELECTORS), ask)
        exchangers = tuple(record.split()[-1] for record in ask(name, "MX"))
    except (LookupFailed, UnicodeError):
        return DomainReport(domain, hints=(Hint.DNS_SILENT,))
    dkim_hints = () if found else (Hint.DKIM_NOT_FOUND,)
    return DomainReport(domain, spf, dmarc, found, exchangers, (*spf_hints, *dkim_hints, *dmarc_hints))


def dns_lookup(name: str, kind: str) -> Sequence[str]:
    """Ask the resolver of this machine."""
    asking = resolver.Resolver()
    try:
        answer = asking.resolve(name, kind, lifetime=TIMEOUT_S)
    except (resolver.NXDOMAIN, resolver.NoAnswer):
        return []
    except exception.DNSException as error:
        raise LookupFailed(str(error)) from error
    records = list(answer)[:MAX_RECORDS]
    if kind == "TXT":
        return [b"".join(record.strings).decode("utf-8", "replace") for record in records]
    return [record.to_text() for record in records]


def _spf(domain: str, ask: Lookup) -> tuple[str, tuple[Hint, ...]]:
    records = [record for record in ask(domain, "TXT") if record.lower().split(" ")[0] == "v=spf1"]
    if not records:
        return "", (Hint.SPF_MISSING,)
    hints = []
    if len(records) > 1:
        hints.append(Hint.SPF_SEVERAL)
    if _lookups(records[0], ask, seen={domain}) > MAX_SPF_LOOKUPS:
        hints.append(Hint.SPF_TOO_DEEP)
    if any(term.lower() in ("+all", "all", "?all") for term in records[0].split()):
        hints.append(Hint.SPF_OPEN)
    return records[0], tuple(hints)


def _lookups(record: str, ask: Lookup, *, seen: set[str]) -> int:
    """Count the DNS queries a receiver makes for a record; stops counting soon after there are too many."""
    count = 0
    for term in record.lower().split()[1:]:
        mechanism, _, value = term.lstrip("+-~?").replace("redirect=", "include:").partition(":")
        if mechanism.partition("/")[0] not in ("include", "a", "mx", "ptr", "exists"):
            continue
        count += 1
        if mechanism == "include" and value and value not in seen and len(seen) <= MAX_SPF_LOOKUPS:
            seen.add(value)
            inner = [one for one in ask(value, "TXT") if one.lower().startswith("v=spf1")]
            count += _lookups(inner[0], ask, seen=seen) if inner else 0
        if count > MAX_SPF_LOOKUPS:
            break
    return count


def _dmarc(domain: str, ask: Lookup) -> tuple[str, tuple[Hint, ...]]:
    labels = domain.split(".")
    # Where the domain itself has none, that of the organisation counts; two labels are close enough for a hint.
    for name in dict.fromkeys((domain, ".".join(labels[-2:]))):
        for record in ask(f"_dmarc.{name}", "TXT"):
            if record.lower().startswith("v=dmarc1"):
                is_none = any(tag.strip().lower() == "p=none" for tag in record.split(";"))
                return record, (Hint.DMARC_NONE,) if is_none else ()
    return "", (Hint.DMARC_MISSING,)


def _dkim(domain: str, selectors: Sequence[str], ask: Lookup) -> tuple[str, ...]:
    found = []
    for selector in dict.fromkeys(selectors):
        records = ask(f"{selector}._domainkey.{domain}", "TXT")
        if any("p=" in record and not record.replace(" ", "").rstrip(";").endswith("p=") for record in records):
            found.append(selector)
    return tuple(found)
