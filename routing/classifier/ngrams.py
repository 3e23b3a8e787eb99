"""Telling classes by the words and pieces of words that occur in a text. Only learning needs scikit-learn."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import numpy as np

from routing.classifier import pieces
from routing.classifier.shapes import Arrays, Floats, Labels, squared

KINDS: Final[tuple[Callable[[str], list[str]], ...]] = (pieces.words, pieces.letters)


@dataclass(frozen=True, slots=True)
class Terms:
    """One kind of pieces: the place of each that counts, and how rare they are."""

    places: dict[str, int]
    rarity: Floats
    weights: Floats  # a row a term, a column a class

    def scores(self, found: Sequence[str]) -> Floats:
        """Return what the pieces of one text say about each class; often is little more than once."""
        counts = Counter(place for term in found if (place := self.places.get(term)) is not None)
        if not counts:
            return np.zeros(self.weights.shape[1], np.float32)
        rows = np.fromiter(counts, np.intp, len(counts))
        values = (1 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))) * self.rarity[rows]
        return np.asarray(values / np.linalg.norm(values) @ self.weights[rows])


class Ngrams:
    """Words, pairs of words and pieces of two to five letters, weighted by rarity, under linear machines."""

    name: Final = "ngrams"

    def __init__(self, stored: Arrays | None = None) -> None:
        """Start empty, or from what `arrays` returned."""
        self._terms: list[Terms] = []
        self._bias: Floats = np.zeros(0, np.float32)
        if stored is not None:
            self._terms = [_restored(number, stored) for number in range(len(KINDS))]
            self._bias = stored["bias"]

    def fit(self, texts: Sequence[str], labels: Labels) -> None:
        """Learn from texts; labels are the numbers of their classes."""
        learning = import_module("routing.classifier.learning")  # 130 MB that telling does without
        self._terms, self._bias = learning.learn_terms(texts, labels)

    def scores(self, texts: Sequence[str]) -> Floats:
        """Score every class for every text."""
        margins = np.stack([self._score(text) for text in texts]) if texts else np.zeros((0, len(self._bias)))
        return squared(margins[:, 0] if len(self._bias) == 1 else margins)

    def arrays(self) -> Arrays:
        """Return what was learnt, for storing."""
        parts: Arrays = {"bias": self._bias}
        for number, one in enumerate(self._terms):
            parts[f"terms_{number}"] = _packed(list(one.places))
            parts[f"rarity_{number}"] = np.asarray(one.rarity)
            parts[f"weights_{number}"] = np.asarray(one.weights)
        return parts

    def _score(self, text: str) -> Floats:
        parts = (one.scores(kind(text)) for kind, one in zip(KINDS, self._terms, strict=True))
        return np.asarray(sum(parts, start=self._bias))


def _restored(number: int, stored: Arrays) -> Terms:
    terms = stored[f"terms_{number}"].tobytes().decode().split("\n")
    rarity, weights = stored[f"rarity_{number}"], stored[f"weights_{number}"]
    if len(terms) != len(rarity) or weights.shape[0] != len(rarity) or weights.shape[1] != len(stored["bias"]):
        raise ValueError("the parts of the file do not fit each other")
    return Terms({term: place for place, term in enumerate(terms)}, rarity, weights)


def _packed(terms: Sequence[str]) -> Labels:
    # One run of bytes: an array of texts takes four bytes a letter of the longest. No term holds a line break.
    return np.frombuffer("\n".join(terms).encode(), np.uint8)
