"""Which words there are in messages, as PostgreSQL keeps them (migration 0038).

Beginnings are asked for as whole words: its index reads each hit of a beginning; of whole words that are wanted together
only those near the rarest one's. Forms that no message has are left out: each would be looked for in every row.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

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
    wanted = {"beginnings": beginnings, "forms": forms, "last": LAST, "most": MOST + 1}
    found: dict[str, list[str]] = {one: [] for one in beginnings}
    seen.forms |= dict.fromkeys(forms, False)
    for beginning, word in session.connection().execute(_WORDS, wanted):
        if beginning is None:
            seen.forms[word] = True
        else:
            found[beginning].append(word)
    seen.beginnings |= {one: words if _is_usable(words) else None for one, words in found.items()}


def _is_kept_whole(word: str) -> bool:
    return word.isalpha() and len(word) <= LONGEST


def _is_usable(words: Sequence[str]) -> bool:
    """Say whether these are few, and each is one that PostgreSQL reads as one word again."""
    return len(words) <= MOST and all(word.removesuffix(CUT).isalnum() for word in words)
