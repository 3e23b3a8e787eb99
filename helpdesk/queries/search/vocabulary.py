"""Which words there are in messages, as PostgreSQL keeps them (migration 0038): beginnings are asked for as whole words.

Its index reads each hit of a beginning; of whole words that are wanted together only those near the rarest one's.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

MOST: Final = 64  # words of one beginning; to ask for more is slower than to read their hits
LONGEST: Final = 40  # letters that are kept of a word
CUT: Final = "*"  # ends what more may follow in a message
LAST: Final = "\U0010ffff"
_BEGINNING: Final[TextClause] = text(
    "SELECT wanted.beginning, known.word FROM unnest(CAST(:beginnings AS text[])) AS wanted (beginning)"
    " CROSS JOIN LATERAL (SELECT DISTINCT word FROM message_search_vocabulary"
    ' WHERE word >= wanted.beginning COLLATE "C" AND word < (wanted.beginning || :last) COLLATE "C"'
    " ORDER BY word LIMIT :most) AS known"
)
_KNOWN: Final = "words with a beginning"  # of one search, kept with its session

Beginnings = Mapping[str, Sequence[str]]


def words_with(session: Session, beginnings: Sequence[str]) -> Beginnings:
    """Return the words of messages by what they begin with; none for what too many begin with.

    A word that ends with a star stands for all that begin with the rest of it.
    """
    known: dict[str, Sequence[str] | None] = session.info.setdefault(_KNOWN, {})
    asked = [one for one in dict.fromkeys(beginnings) if one not in known and _is_kept_whole(one)]
    if asked:
        wanted = {"beginnings": asked, "last": LAST, "most": MOST + 1}
        found: dict[str, list[str]] = {one: [] for one in asked}
        for beginning, word in session.connection().execute(_BEGINNING, wanted):
            found[beginning].append(word)
        known |= {one: words if _is_usable(words) else None for one, words in found.items()}
    return {one: words for one in beginnings if (words := known.get(one)) is not None}


def _is_kept_whole(word: str) -> bool:
    return word.isalpha() and len(word) <= LONGEST


def _is_usable(words: Sequence[str]) -> bool:
    """Say whether these are few, and each is one that PostgreSQL reads as one word again."""
    return len(words) <= MOST and all(word.removesuffix(CUT).isalnum() for word in words)
