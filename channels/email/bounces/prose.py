"""Bounces that only speak: qmail, Exim, Exchange, and many more, in many languages."""

import re
from collections.abc import Sequence
from typing import Final

from channels.email.bounces.addresses import ADDRESS, clean, distinct
from channels.email.bounces.failed import failed_in
from channels.email.bounces.returned import original_to, told_text
from channels.email.bounces.verdict import is_hard, status_in
from channels.email.mime.headers import Headers
from channels.email.parsed import BounceInfo, ReportPart
from channels.email.phrases import phrases

_WORDS: Final = {kind: tuple(phrase.casefold() for phrase in listed) for kind, listed in phrases("bounces").items()}
_SUBJECTS: Final = re.compile(
    rf"\W{{0,3}}(?:{'|'.join(re.escape(phrase) for phrase in sorted(_WORDS['subject'], key=len, reverse=True))})(?![^\W_])"
)
_DAEMONS: Final = frozenset(_WORDS["daemon"])
_WEAK: Final = frozenset(_WORDS["weak"])
_ANSWER: Final = re.compile(r"(?:re|aw|sv|antw|odp|res|ответ|відповідь|fwd?|wg|tr|rv)\s?[:：]")
_REFUSAL: Final = re.compile(r"(?<![\d.])(?:[45]\d\d[ -]|[45]\.\d\.\d{1,3})")
HEAD: Final = 3_000
_diagnostic: Final = re.compile(r"^.{0,200}(?<![\d.])[45]\d\d[ \-#].{0,300}$", re.MULTILINE)


def may_bounce(headers: Headers, from_email: str) -> bool:
    """Tell whether the sender or the envelope is such that the words are worth reading."""
    return (
        "x-failed-recipients" in headers
        or _has_null_path(headers)
        or _is_automatic(headers)
        or from_email.partition("@")[0].casefold() in _WEAK
        or _is_daemon(headers, from_email)
    )


def read_prose(
    headers: Headers, *, subject: str, from_email: str, parts: Sequence[ReportPart], text: str, message_id: str
) -> BounceInfo | None:
    """Return the bounce a mail server tells of in its own words."""
    told = told_text(text)
    head = " ".join(told[:HEAD].split()).casefold()
    if not _is_bounce(headers, subject=subject, from_email=from_email, head=head):
        return None
    recipients = _recipients(headers, parts, text, told=told, from_email=from_email)
    status = status_in(told) or status_in(text)
    line = _diagnostic.search(told[:20_000])
    diagnostic = " ".join(line[0].split()) if line else ""
    return BounceInfo(is_hard(status, f"{diagnostic} {head}"), status, diagnostic[:500], message_id, recipients)


def _is_bounce(headers: Headers, *, subject: str, from_email: str, head: str) -> bool:
    folded = " ".join(subject.split()).casefold()
    if _is_delay(folded, head) or _is_fine(folded, head):
        return False
    if headers.get("x-failed-recipients"):
        return True
    if any(name in headers for name in ("list-id", "list-unsubscribe", "x-autoreply", "x-autorespond")):
        return False
    says_subject = bool(_SUBJECTS.match(folded))
    says_body = any(phrase in head for phrase in _WORDS["body"])
    is_answer = bool(_ANSWER.match(folded))
    if _is_daemon(headers, from_email) and (not is_answer or _has_null_path(headers)):
        return says_subject or says_body
    is_refusal = bool(_REFUSAL.search(head)) and bool(ADDRESS.search(head))
    local = from_email.partition("@")[0].casefold()
    if _has_null_path(headers) or (local in _WEAK and not is_answer and not headers.get("in-reply-to")):
        return says_body and (says_subject or is_refusal)
    return says_subject and says_body and _is_automatic(headers) and bool(ADDRESS.search(head))


def _is_fine(subject: str, head: str) -> bool:
    """Tell whether the mail says that another arrived."""
    if any(phrase in subject for phrase in _WORDS["fine"]):
        return True
    said = any(phrase in head for phrase in _WORDS["fine"] if not phrase.endswith(":"))
    return said and not any(phrase in head for phrase in _WORDS["bad"])


def _is_delay(subject: str, head: str) -> bool:
    if not any(phrase in subject or phrase in head for phrase in _WORDS["delay"]):
        return False
    return any(phrase in subject for phrase in _WORDS["delay"]) or not any(phrase in head for phrase in _WORDS["final"])


def _is_daemon(headers: Headers, from_email: str) -> bool:
    local = from_email.partition("@")[0].casefold()
    if local in _DAEMONS or local.startswith(("mailer-daemon", "microsoftexchange")):
        return True
    sender = headers.get("from").casefold()
    return any(name in sender for name in _WORDS["name"]) or sender.strip(" <>") in _DAEMONS


def _has_null_path(headers: Headers) -> bool:
    return "return-path" in headers and headers.get("return-path").strip().lower() in (
        "<>",
        "< >",
        "",
        "<mailer-daemon>",
    )


def _is_automatic(headers: Headers) -> bool:
    return headers.get("auto-submitted").strip().lower() not in ("", "no") or "x-failed-recipients" in headers


def _recipients(
    headers: Headers, parts: Sequence[ReportPart], text: str, *, told: str, from_email: str
) -> tuple[str, ...]:
    named = distinct(clean(found) for found in ADDRESS.findall(headers.get("x-failed-recipients")))
    if named:
        return named
    written_to = {clean(found).lower() for found in ADDRESS.findall(f"{headers.get('to')} {from_email}")}
    found = failed_in(told, but_not=written_to)
    if found and not written_to.issuperset(address.lower() for address in found):
        return found
    named = distinct(clean(found) for found in ADDRESS.findall(original_to(parts, text)))
    return named or failed_in(text, but_not=written_to) or found
