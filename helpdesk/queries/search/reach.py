"""How far PostgreSQL has to look for so many rows with some words, as its statistics know them."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.queries.search.frequency import Frequencies, expected, frequencies
from helpdesk.queries.search.questions import Indexed, wanted_word

FEW: Final = 2  # times what is wanted: no window is worth its while
MANY: Final = 20  # times what is wanted, of words that may or may not be said together
ROW_COSTS: Final = 3  # times what a hit in the index of words costs: to look for the words in a row (0.7 to 1 us)
MORE: Final = 1.5  # so much wider than needed if words were spread evenly
WIDER: Final = 8


def expected_hits(session: Session, indexed: Indexed, words: Sequence[str]) -> tuple[Frequencies, float, float]:
    """Return what is known of a table's words, and how many rows have all of these: as expected, and at most."""
    known = frequencies(session, indexed.value)
    return known, *expected(known, [wanted_word(indexed, word) for word in words])


def windows_for(known: Frequencies, hits: tuple[float, float], limit: int, below: int) -> list[int]:
    """Return above which ids so many hits (as expected, at most) are looked for; none where there are hardly more.

    Frequent words may be said together as often as the rarest of them is: then one look near is worth its while.
    """
    last, (likely, most) = min(known.last_id, below), hits
    if likely > FEW * limit:
        near = last - int(MORE * known.rows * limit / likely)
        windows = [near, near - WIDER * (last - near)]
    elif most > MANY * limit:
        windows = [last - int(MORE * known.rows * limit / most)]
    else:
        windows = []
    return [above for above in windows if above > 0]


def is_walked(known: Frequencies, hits: float, limit: int) -> bool:
    """Say whether PostgreSQL finds so many hits sooner among all rows, newest first, than in the index of words.

    It looks at `rows * limit / hits` rows, or at where all hits are.
    """
    return hits * hits > ROW_COSTS * limit * known.rows > 0
