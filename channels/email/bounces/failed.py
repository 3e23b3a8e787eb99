"""The address that failed, in what a mail server says."""

import re
from collections.abc import Collection
from typing import Final

from channels.email.bounces.addresses import ADDRESS, clean, distinct

MAX_CHARS: Final = 30_000
_A: Final = ADDRESS.pattern

# The surest first: an address that opens a line of its own, one that a server was told, one beside a word for recipient.
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"^[ \t>]{{0,12}}<({_A})>[:,]?(?:[ \t]|$)",
        rf"rcpt to:[ \t]{{0,3}}<?({_A})",
        rf"^[ \t>*-]{{0,12}}(?:failed |final |original |intended |addressed |invalid |unknown |unable to deliver message )?(?:recipients?|rcpt|user|address|mailbox|account|to|an|кому|получатель|empfänger|destinataire|destinatario)(?: address)?[ \t]{{0,8}}:[ \t]{{0,8}}[^\n@]{{0,60}}?<?({_A})",
        rf"^[ \t>*\"'-]{{0,12}}({_A})[ \t:\"'*]{{0,4}}$",
        rf"^[ \t>*-]{{0,12}}<?({_A})>?[ \t]{{0,3}}(?::|\(|\.\.\.|-|,? on )",
        rf"(?:message to|mail to|email to|deliver(?:y|ed)? to|recipients?|address|user|to)[ \t:]{{1,4}}[<'\"*]?({_A})",
        rf"[45]\d\d[ -][^\n]{{0,80}}?<?({_A})",
    )
)


def failed_in(told: str, *, but_not: Collection[str]) -> tuple[str, ...]:
    """Return the addresses that failed.

    but_not: lower-case addresses that wrote or received the bounce; they count only when there is no other.
    """
    told = told[:MAX_CHARS]
    others: tuple[str, ...] = ()
    for pattern in _PATTERNS:
        found = distinct(clean(match) for match in pattern.findall(told))
        wanted = tuple(address for address in found if address.lower() not in but_not)
        if wanted:
            return wanted
        others = others or found
    found = distinct(clean(match) for match in ADDRESS.findall(told))
    wanted = tuple(address for address in found if address.lower() not in but_not)
    return wanted[:1] or others or found[:1]
