"""Classification by editable rules: conditions on words, sender, channel and language; who decided what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from routing.folding import words_of
from routing.language import detect_language
from routing.phrases import PhraseIndex
from routing.rule_shapes import Actions, Conditions, InvalidRule, Rule
from routing.senders import sender_matches

__all__ = [
    "Actions",
    "Classification",
    "Conditions",
    "Described",
    "InvalidRule",
    "Reason",
    "Rule",
    "RuleBook",
    "classify",
    "classify_by",
]

MAX_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a new ticket. `text` is what the customer newly wrote, the subject first.

    language: when already known; otherwise it is detected, `prior` (the customer's usual one) deciding when
    the text alone does not. segments: those the customer belongs to, of those the rules name, by their names.
    """

    text: str
    sender: str = ""
    channel_id: int | None = None
    channel_kind: str = ""
    language: str = ""
    prior: str = ""
    customer_id: int | None = None
    segments: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """What a rule set, and the part of the rule that made it match: never words of the customer."""

    field: str
    value: str | int | dict[str, int]
    rule_id: int | str
    rule: str
    by: str
    matched: str

    def to_dict(self) -> dict[str, object]:
        """Turn it into plain JSON values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Classification:
    """What the rules decided; None and empty where no rule spoke."""

    type: str | None = None
    priority: str | None = None
    skills: Mapping[str, int] = field(default_factory=dict)
    language: str = ""
    team_id: int | None = None
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Rules ready to be asked about many tickets: those that are enabled, in order, and an index of their words."""

    rules: Sequence[Rule]
    index: PhraseIndex

    @classmethod
    def of(cls, rules: Sequence[Rule]) -> "RuleBook":
        """Return the book of some rules."""
        in_order = sorted((rule for rule in rules if rule.enabled), key=lambda rule: (rule.position, str(rule.id)))
        return cls(in_order, _index(_all_phrases(in_order)))

    @property
    def segment_ids(self) -> frozenset[int]:
        """The segments that any of the rules asks for."""
        return frozenset(id for rule in self.rules for id in rule.conditions.segment_ids)


def classify(ticket: Described, rules: Sequence[Rule]) -> Classification:
    """Ask the rules in order of position; of each field the first rule that sets it decides."""
    return classify_by(RuleBook.of(rules), ticket)


def classify_by(book: RuleBook, ticket: Described) -> Classification:
    """Do the same with rules that are asked about many tickets."""
    language = ticket.language or detect_language(ticket.text, prior=ticket.prior)
    words = words_of(ticket.text)[:MAX_WORDS]
    found = book.index.found_in(words)
    reasons: dict[str, Reason] = {}
    for rule in book.rules:
        evidence = _evidence(rule.conditions, ticket, language=language, found=found)
        if evidence is None:
            continue
        for name, value in rule.actions.settings():
            reasons.setdefault(name, Reason(name, value, rule.id, rule.name, *evidence))
        if rule.actions.stop:
            break
    values = {name: reason.value for name, reason in reasons.items()}
    return Classification(**values, language=language, reasons=tuple(reasons.values()))  # type: ignore[arg-type]


def _evidence(
    conditions: Conditions, ticket: Described, *, language: str, found: frozenset[str]
) -> tuple[str, str] | None:
    """The most telling condition and its matching part, or None when one is not met."""
    if conditions.languages and language not in conditions.languages:
        return None
    if conditions.channel_kinds and ticket.channel_kind not in conditions.channel_kinds:
        return None
    if conditions.channel_ids and ticket.channel_id not in conditions.channel_ids:
        return None
    sender = next((glob for glob in conditions.senders if sender_matches(ticket.sender, glob)), None)
    if conditions.senders and sender is None:
        return None
    word = next((phrase for phrase in conditions.words if phrase in found), None)
    if conditions.words and word is None:
        return None
    if any(phrase in found for phrase in conditions.without_words):
        return None
    segment = next((ticket.segments[id] for id in conditions.segment_ids if id in ticket.segments), None)
    if conditions.segment_ids and segment is None:
        return None
    return _most_telling(conditions, word=word, sender=sender, segment=segment)


def _most_telling(
    conditions: Conditions, *, word: str | None, sender: str | None, segment: str | None
) -> tuple[str, str]:
    if word is not None:
        return "words", word
    if sender is not None:
        return "senders", sender
    if segment is not None:
        return "segment_ids", segment
    if conditions.channel_ids:
        return "channel_ids", ""
    if conditions.channel_kinds:
        return "channel_kinds", ", ".join(conditions.channel_kinds)
    if conditions.languages:
        return "languages", ", ".join(conditions.languages)
    return "always", ""


def _all_phrases(rules: Sequence[Rule]) -> tuple[str, ...]:
    both = ((rule.conditions.words, rule.conditions.without_words) for rule in rules)
    return tuple(dict.fromkeys(chain.from_iterable(chain.from_iterable(both))))


@lru_cache(maxsize=8)
def _index(phrases: tuple[str, ...]) -> PhraseIndex:
    return PhraseIndex(phrases)
