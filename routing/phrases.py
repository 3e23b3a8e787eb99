"""Words and phrases that a rule looks for: word starts, "exact words" in quotes, gaps written as three dots."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from routing.folding import words_of

GAP_WORDS: Final = 4
_PARTS: Final = re.compile(r'"[^"]*"|[^"]+')
_GAP: Final = re.compile(r"\.{3}|…")


@dataclass(frozen=True, slots=True)
class _Step:
    """One word of a phrase, how it is compared, and how many words may stand before it."""

    word: str
    exact: bool
    gap: int

    def fits(self, word: str) -> bool:
        return word == self.word if self.exact else word.startswith(self.word)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was written, and the steps it was read as."""

    written: str
    steps: tuple[_Step, ...]

    def starts_at(self, words: Sequence[str], place: int) -> bool:
        """Tell whether the phrase begins with the word at this place."""
        if not self.steps[0].fits(words[place]):
            return False
        ends = {place + 1}
        for step in self.steps[1:]:
            ends = {
                at + 1 for end in ends for at in range(end, min(end + step.gap + 1, len(words))) if step.fits(words[at])
            }
        return bool(ends)

    def may_be_in(self, *, whole: set[str], starts: set[str]) -> bool:
        """Tell whether a text has all words of the phrase somewhere: its words each once, and their beginnings."""
        return all(step.word in (whole if step.exact else starts) for step in self.steps)


def read_phrase(written: str) -> Phrase:
    """Read a phrase; one without any word has no steps and never matches."""
    steps: list[_Step] = []
    for number, part in enumerate(_GAP.split(written)):
        before = len(steps)
        for piece in _PARTS.findall(part):
            exact = piece.startswith('"')
            for word in words_of(piece):
                far = number > 0 and len(steps) == before
                steps.append(_Step(word, exact, GAP_WORDS if far and steps else 0))
    return Phrase(written, tuple(steps))


class PhraseIndex:
    """Many phrases, found in one pass over the words of a text."""

    def __init__(self, written: Iterable[str]) -> None:
        self._by_first: dict[str, list[Phrase]] = {}
        steps: list[_Step] = []
        for phrase in map(read_phrase, written):
            if phrase.steps:
                self._by_first.setdefault(phrase.steps[0].word, []).append(phrase)
                steps += phrase.steps
        self._lengths = sorted({len(step.word) for step in steps})

    def found_in(self, words: Sequence[str]) -> frozenset[str]:
        """Tell which phrases, as they were written, occur in the words."""
        # A text has far fewer words than places, and most phrases lack some word of theirs altogether.
        whole = set(words)
        starts = {word[:length] for word in whole for length in self._lengths}
        found: set[str] = set()
        for start in starts & self._by_first.keys():
            near = [phrase for phrase in self._by_first[start] if phrase.may_be_in(whole=whole, starts=starts)]
            found.update(phrase.written for phrase in near if len(phrase.steps) == 1)
            longer = [phrase for phrase in near if len(phrase.steps) > 1]
            if longer:
                begun = {word for word in whole if word.startswith(start)}
                places = [place for place, word in enumerate(words) if word in begun]
                found.update(one.written for one in longer if any(one.starts_at(words, place) for place in places))
        return frozenset(found)
