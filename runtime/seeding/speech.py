"""Texts of invented people: sentences put together, of lengths as real mailboxes have them."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from runtime.seeding.phrases import PHRASES, Phrases, Topic

LONGEST: Final = 60  # sentences
LETTER_SPREAD: Final = 0.8  # of the logarithm of how many sentences a letter has


@dataclass(slots=True)
class Matter:
    """What one ticket is about, and the words it is told with."""

    phrases: Phrases
    topic: Topic
    words: dict[str, str]
    is_letter: bool


class Speech:
    """Speaks for customers and agents, the same for the same chance."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._next = chance.random

    def matter(self, language: str, *, topic: int, customer: str, agent: str, is_letter: bool) -> Matter:
        """Choose what a ticket is about."""
        phrases = PHRASES[language]
        words = {
            "product": self._one(phrases.products),
            "order": f"{'ABCDEKMP'[int(self._next() * 8)]}-{100000 + int(self._next() * 900000)}",
            "city": self._one(phrases.cities),
            "day": self._one(phrases.days),
            "sum": f"{5 + int(self._next() ** 3 * 900)},{int(self._next() * 100):02} €",
            "name": customer,
            "agent": agent,
        }
        return Matter(phrases, phrases.topics[topic], words, is_letter)

    def subject(self, matter: Matter) -> str:
        """Return what a ticket is called."""
        return self._said(matter, matter.topic.subjects)

    def opening(self, matter: Matter) -> str:
        """Return what a customer writes first."""
        greeting = self._one(matter.phrases.greetings)
        first = self._said(matter, matter.topic.openings)
        if not matter.is_letter:
            return first if self._next() < 0.4 else f"{greeting} {first}"
        more = self._sentences(matter, matter.phrases.more)
        return f"{greeting}\n\n{first} {more}\n\n{matter.words['name']}"

    def addition(self, matter: Matter) -> str:
        """Return what a customer adds or answers."""
        self._another_day(matter)
        if not matter.is_letter:
            return self._said(matter, matter.phrases.more)
        return f"{self._one(matter.phrases.greetings)}\n\n{self._sentences(matter, matter.phrases.more)}"

    def thanks(self, matter: Matter) -> str:
        """Return what a customer says in the end."""
        return self._one(matter.phrases.thanks)

    def answer(self, matter: Matter) -> str:
        """Return what an agent answers."""
        self._another_day(matter)
        said = self._said(matter, matter.topic.answers if self._next() < 0.6 else matter.phrases.further)
        if not matter.is_letter:
            return said
        hello, goodbye = self._said(matter, matter.phrases.hellos), self._said(matter, matter.phrases.goodbyes)
        return f"{hello}\n\n{said} {self._sentences(matter, matter.phrases.further)}\n\n{goodbye}"

    def note(self, matter: Matter) -> str:
        """Return what an agent notes for colleagues."""
        return self._said(matter, matter.phrases.notes)

    def file(self, matter: Matter) -> str:
        """Return the name of a file somebody sends along."""
        return self._said(matter, matter.phrases.files)

    def comment(self, matter: Matter) -> str:
        """Return what a customer writes beside a rating, mostly nothing."""
        return self._one(matter.phrases.comments) if self._next() < 0.2 else ""

    def _sentences(self, matter: Matter, some: Sequence[str]) -> str:
        count = min(LONGEST, int(self._chance.lognormvariate(0.5, LETTER_SPREAD)))
        return " ".join(self._said(matter, some) for _ in range(count))

    def _another_day(self, matter: Matter) -> None:
        matter.words["day"] = self._one(matter.phrases.days)

    def _said(self, matter: Matter, some: Sequence[str]) -> str:
        sentence = self._one(some)
        return sentence.format_map(matter.words) if "{" in sentence else sentence

    def _one(self, some: Sequence[str]) -> str:
        return some[int(self._next() * len(some))]
