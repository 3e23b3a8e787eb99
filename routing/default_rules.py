"""The rules a new desk starts with, in English, Russian and Ukrainian; an administrator edits them from there."""

from typing import Final

from routing import default_words as words
from routing.rule_shapes import Actions, Conditions, Rule


def _rule(id: str, name: str, wanted: str, *, without: str = "", type: str = "", priority: str = "") -> Rule:
    return Rule(
        id=id,
        name=name,
        conditions=Conditions(words=_entries(wanted), without_words=_entries(without)),
        actions=Actions(type=type or None, priority=priority or None),
    )


def _entries(text: str) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(entry.strip() for line in text.splitlines() for entry in line.split(",") if entry.strip())
    )


_IN_ORDER: Final = (
    _rule("solved", "Thanks, solved", words.SOLVED, without=words.NOT_SOLVED, priority="low"),
    _rule("security", "Security", words.SECURITY, type="incident", priority="urgent"),
    _rule("fraud", "Fraud", words.FRAUD, type="incident", priority="urgent"),
    _rule("outage", "Outage", words.OUTAGE, type="incident", priority="urgent"),
    _rule("payment", "Cannot pay or charged wrongly", words.PAYMENT, type="incident", priority="high"),
    _rule("sign_in", "Cannot sign in", words.SIGN_IN, without=words.HOW_TO, type="incident", priority="high"),
    _rule("escalation", "Threatens to go further", words.ESCALATION, type="complaint", priority="high"),
    _rule("urgent", "Says it is urgent", words.URGENT, without=words.NOT_URGENT, priority="high"),
    _rule("complaint", "Complaint", words.COMPLAINT, type="complaint"),
    _rule("suggestion", "Suggestion", words.SUGGESTION, type="suggestion", priority="low"),
    _rule("problem", "Keeps happening", words.PROBLEM, without=words.NOT_AGAIN, type="problem"),
    _rule("incident", "Something broke", words.INCIDENT, type="incident"),
    _rule("question", "Asks how, where, when", words.QUESTION, type="question"),
    _rule("request", "Wants something done", words.REQUEST, type="request"),
    _rule("question_mark", "Question mark", "?", type="question"),
    _rule("polite_request", "Says please or names what they want", words.POLITE, type="request"),
)

DEFAULT_RULES: Final = tuple(
    Rule(rule.id, rule.name, position, rule.conditions, rule.actions) for position, rule in enumerate(_IN_ORDER, 1)
)
