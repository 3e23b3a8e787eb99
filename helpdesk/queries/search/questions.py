"""Words as the index is asked for them, on SQLite and on PostgreSQL."""

from collections.abc import Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.queries.search.forms import forms_of
from helpdesk.queries.search.frequency import Wanted
from helpdesk.queries.search.vocabulary import CUT, Beginnings, words_known


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
NOTHING_KNOWN: Final[Beginnings] = MappingProxyType({})


def sqlite_words(
    indexed: Indexed, words: Sequence[str], known: Beginnings = NOTHING_KNOWN, among: frozenset[str] | None = None
) -> str:
    """Write a question to FTS5: rows with each word; known, among: as `known_on_sqlite` says."""

    def write(one: Wanted) -> str:
        forms = [f'"{form}"' for form in one.forms if among is None or form in among]
        return " OR ".join([*_on_sqlite(one, known), *forms])

    return " AND ".join(f"({write(wanted_word(indexed, word))})" for word in words)


def _on_sqlite(one: Wanted, known: Beginnings) -> list[str]:
    if one.is_beginning and one.word not in known:
        return [f'"{one.word}"*']
    return [
        f'"{word.removesuffix(CUT)}"*' if word.endswith(CUT) else f'"{word}"' for word in known.get(one.word, ())
    ] or [f'"{one.word}"']


def known_on_sqlite(session: Session, indexed: Indexed, words: Sequence[str]) -> str:
    """Write the same with the words there are in place of what they begin with, and with those forms that there are."""
    if indexed is not Indexed.MESSAGE:
        return sqlite_words(indexed, words)
    wanted = [wanted_word(indexed, word) for word in words]
    beginnings = [one.word for one in wanted if one.is_beginning]
    return sqlite_words(
        indexed, words, *words_known(session, beginnings, (form for one in wanted for form in one.forms))
    )


def known_words(session: Session, indexed: Indexed, words: Sequence[str], *, are_whole: bool = False) -> str:
    """Write a question to PostgreSQL with those forms that there are.

    are_whole: with the words there are in place of what they begin with too, where it is worth it.
    """
    if indexed is not Indexed.MESSAGE:
        return postgresql_words(indexed, words)
    wanted = [wanted_word(indexed, word) for word in words]
    # Together at once: what one question needs not the next may.
    beginnings = [one.word for one in wanted if one.is_beginning] if len(words) > 1 else []
    known, forms = words_known(session, beginnings, (form for one in wanted for form in one.forms))
    return postgresql_words(indexed, words, known if are_whole else NOTHING_KNOWN, forms)


def postgresql_words(
    indexed: Indexed, words: Sequence[str], known: Beginnings = NOTHING_KNOWN, among: frozenset[str] | None = None
) -> str:
    """Write a question to PostgreSQL, as to_tsquery reads it: rows with each word; among: which forms to ask for."""

    def write(one: Wanted) -> str:
        forms = [f"'{form}'" for form in one.forms if among is None or form in among]
        return " | ".join([*_itself(one, known), *forms])

    return " & ".join(f"({write(wanted_word(indexed, word))})" for word in words)


def _itself(one: Wanted, known: Beginnings) -> list[str]:
    if one.is_beginning and one.word not in known:
        return [f"'{one.word}':*"]
    return [_whole_word(word) for word in known.get(one.word, ())] or [f"'{one.word}'"]


def _whole_word(word: str) -> str:
    return f"'{word.removesuffix(CUT)}':*" if word.endswith(CUT) else f"'{word}'"


def wanted_word(indexed: Indexed, word: str) -> Wanted:
    """Return what a typed word stands for in this table."""
    has_sentences = indexed in WITH_FORMS
    others = sorted(form for form in forms_of(word) if not form.startswith(word)) if has_sentences else []
    return Wanted(word, is_beginning=len(word) > STANDS_ALONE[has_sentences], forms=others)
