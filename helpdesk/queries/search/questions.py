"""Words as the index is asked for them, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.queries.search.forms import forms_of
from helpdesk.queries.search.frequency import Wanted
from helpdesk.queries.search.vocabulary import CUT, Beginnings, words_with


class Indexed(StrEnum):
    """The tables whose words are indexed."""

    MESSAGE = "message"
    TICKET = "ticket"
    CUSTOMER = "customer"
    IDENTITY = "identity"
    ATTACHMENT = "attachment"


WITH_FORMS: Final = (Indexed.MESSAGE, Indexed.TICKET)  # names, addresses and files are looked for as they are
# Letters of words that stand only for themselves: one letter begins a tenth of all words, two begin "the" and "they" and
# most of what people write. By whether the table holds whole sentences.
STANDS_ALONE: Final = {False: 1, True: 2}


def sqlite_words(indexed: Indexed, words: Sequence[str]) -> str:
    """Write a question to FTS5: rows with each word."""
    return " AND ".join(_one(indexed, word, lambda one, star: f'"{one}"{star}', "*", " OR ") for word in words)


def whole_words(session: Session, indexed: Indexed, words: Sequence[str]) -> str:
    """Write a question to PostgreSQL with the words there are in place of what they begin with, where it is worth it."""
    if indexed is not Indexed.MESSAGE or len(words) < 2:
        return postgresql_words(indexed, words)
    beginnings = [word for word in words if wanted_word(indexed, word).is_beginning]
    return postgresql_words(indexed, words, words_with(session, beginnings))


def postgresql_words(indexed: Indexed, words: Sequence[str], known: Beginnings = MappingProxyType({})) -> str:
    """Write a question to PostgreSQL, as to_tsquery reads it: rows with each word."""

    def write(one: str, star: str) -> str:
        if not star or one not in known:
            return f"'{one}'{star}"
        return " | ".join(_whole_word(word) for word in known[one]) or f"'{one}'"

    return " & ".join(_one(indexed, word, write, ":*", " | ") for word in words)


def _whole_word(word: str) -> str:
    return f"'{word.removesuffix(CUT)}':*" if word.endswith(CUT) else f"'{word}'"


def _one(indexed: Indexed, word: str, write: Callable[[str, str], str], star: str, either: str) -> str:
    wanted = wanted_word(indexed, word)
    itself = write(word, star if wanted.is_beginning else "")
    return f"({either.join([itself, *(write(form, '') for form in wanted.forms)])})"


def wanted_word(indexed: Indexed, word: str) -> Wanted:
    """Return what a typed word stands for in this table."""
    has_sentences = indexed in WITH_FORMS
    others = sorted(form for form in forms_of(word) if not form.startswith(word)) if has_sentences else []
    return Wanted(word, is_beginning=len(word) > STANDS_ALONE[has_sentences], forms=others)
