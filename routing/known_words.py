"""What was once found out about a word, remembered: the same few thousand are said again and again."""

from collections.abc import Callable
from typing import Final, TypeVar

LONGEST: Final = 40  # characters: what is longer is no word that comes again
MOST: Final = 20_000

T = TypeVar("T")


class KnownWords(dict[str, T]):
    """Asked like a dict, which finds out what it does not know yet; a full one begins anew."""

    def __init__(self, find_out: Callable[[str], T]) -> None:
        super().__init__()
        self._find_out = find_out

    def __missing__(self, word: str) -> T:
        """Find out about a word and remember it unless it is too long."""
        found = self._find_out(word)
        if len(word) <= LONGEST:
            if len(self) >= MOST:
                self.clear()
            self[word] = found
        return found
