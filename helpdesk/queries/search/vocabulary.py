"""Which words there are in messages, as both databases keep them (migrations 0038 and 0049).

Beginnings are asked for as whole words: an index reads each hit of a beginning; of whole words PostgreSQL reads only those
near the hits of the rarest one that is wanted together with them, SQLite only the newest. Forms that no message has are
left out: each would be looked for again and again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, TextClause, text
from sqlalchemy.orm import Session

from helpdesk import json_text

MOST: Final = 64  # words of one beginning; to ask for more is slower than to read their hits
LONGEST: Final = 40  # letters that are kept of a word
CUT: Final = "*"  # ends what more may follow in a message
LAST: Final = "\U0010ffff"
_WORDS: Final[TextClause] = text(
    "SELECT wanted.beginning, known.word FROM unnest(CAST(:beginnings AS text[])) AS wanted (beginning)"
    " CROSS JOIN LATERAL (SELECT DISTINCT word FROM message_search_vocabulary"
    ' WHERE word >= wanted.beginning COLLATE "C" AND word < (wanted.beginning || :last) COLLATE "C"'
    " ORDER BY word LIMIT :most) AS known"
    " UNION ALL SELECT NULL, word FROM message_search_vocabulary"
    ' WHERE word = ANY(CAST(:forms AS text[]) COLLATE "C") GROUP BY word'
)
_BEGINNING_ON_SQLITE: Final[TextClause] = text(
    "SELECT word FROM message_search_vocabulary WHERE word >= :beginning AND word < :last ORDER BY word LIMIT :most"
)
_FORMS_ON_SQLITE: Final[TextClause] = text(
    "SELECT word FROM message_search_vocabulary WHERE word IN (SELECT value FROM json_each(:forms))"
)
_SEEN: Final = "words of messages"  # of one search, kept with its session

Beginnings = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Seen:
    """What was asked for so far: words by their beginnings (None: too many), and of forms whether there are any."""

    beginnings: dict[str, Sequence[str] | None] = field(default_factory=dict)
    forms: dict[str, bool] = field(default_factory=dict)


def words_known(session: Session, beginnings: Iterable[str], forms: Iterable[str]) -> tuple[Beginnings, frozenset[str]]:
    """Return the words of messages by what they begin with, none for what too many begin with; and which forms there are.

    A word that ends with a star stands for all that begin with the rest of it. What is not kept whole counts as there.
    """
    seen: _Seen = session.info.setdefault(_SEEN, _Seen())
    beginnings, forms = list(dict.fromkeys(beginnings)), list(dict.fromkeys(forms))
    _look(
        session,
        seen,
        [one for one in beginnings if one not in seen.beginnings and _is_kept_whole(one)],
        [one for one in forms if one not in seen.forms and _is_kept_whole(one)],
    )
    known = {one: words for one in beginnings if (words := seen.beginnings.get(one)) is not None}
    return known, frozenset(one for one in forms if seen.forms.get(one, True))


def _look(session: Session, seen: _Seen, beginnings: Sequence[str], forms: Sequence[str]) -> None:
    if not beginnings and not forms:
        return
    look = _on_sqlite if session.get_bind().dialect.name == "sqlite" else _on_postgresql
    found: dict[str, list[str]] = {one: [] for one in beginnings}
    seen.forms |= dict.fromkeys(forms, False)
    for beginning, word in look(session.connection(), beginnings, forms):
        if beginning is None:
            seen.forms[word] = True
        else:
            found[beginning].append(word)
    seen.beginnings |= {one: words if _is_usable(words) else None for one, words in found.items()}


Told = Iterable[tuple[str | None, str]]  # a beginning, None for a form, and a word there is


def _on_sqlite(connection: Connection, beginnings: Sequence[str], forms: Sequence[str]) -> Told:
    for one in beginnings:
        asked = {"beginning": one, "last": one + LAST, "most": MOST + 1}
        yield from ((one, word) for word in connection.scalars(_BEGINNING_ON_SQLITE, asked))
    if forms:
        asked = {"forms": json_text.written(forms)}
        yield from ((None, word) for word in connection.scalars(_FORMS_ON_SQLITE, asked))


def _on_postgresql(connection: Connection, beginnings: Sequence[str], forms: Sequence[str]) -> Told:
    wanted = {"beginnings": beginnings, "forms": forms, "last": LAST, "most": MOST + 1}
    return [(beginning, word) for beginning, word in connection.execute(_WORDS, wanted)]


def _is_kept_whole(word: str) -> bool:
    return word.isalpha() and len(word) <= LONGEST


def _is_usable(words: Sequence[str]) -> bool:
    """Say whether these are few, and each is one that PostgreSQL reads as one word again."""
    return len(words) <= MOST and all(word.removesuffix(CUT).isalnum() for word in words)
