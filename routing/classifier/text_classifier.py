"""A classifier of texts that learns from examples and says how sure it is."""

import os
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any, BinaryIO, Final, Self

import numpy as np

from routing.classifier import stored
from routing.classifier.alphabets import LATIN, LEAST_SHARE, alphabet_of, shares
from routing.classifier.encoders import ANY_LANGUAGE, ENGLISH, Encoder, find, installed
from routing.classifier.meanings import Meanings
from routing.classifier.mix import Examples, Tuning, tune
from routing.classifier.ngrams import Ngrams
from routing.classifier.shapes import MAX_CHARS, Arrays, Floats, Labels

MOSTLY: Final = 0.8  # share of Latin texts from which on the English encoder is worth having
SAMPLE: Final = 2_000  # texts that teach the slow encoder where another does most of the work
_SEED: Final = 11
_NGRAMS: Final = Ngrams.name
_WORDS: Final = re.compile(r"[^\W_]+")


class NotLearnt(ValueError):
    """The classifier has learnt nothing yet: call fit or load first."""


class TextClassifier:
    """Words and pieces of words, and meanings where an encoder is installed.

    Deterministic. Probabilities are calibrated on held-out examples. A text in an alphabet that hardly occurred in the
    examples is judged by meaning alone, if a multilingual encoder is there.
    """

    def __init__(self, encoders: Mapping[str, Encoder] | None = None) -> None:
        """encoders: by name, instead of those that are installed."""
        self._encoders = encoders
        self._words: Ngrams | None = None
        self._meanings: dict[str, Meanings] = {}
        self._tunings: dict[str, Tuning] = {}  # by the member beside the words, "" for none
        self._alphabets: dict[str, float] = {}
        self.classes_: Labels = np.array([])

    def fit(self, texts: Iterable[str], labels: Iterable[Any]) -> Self:
        """Learn which label goes with which text, forgetting what was learnt before; labels are texts or numbers.

        Raises ValueError when there is nothing to learn from, or not a label for every text.
        """
        given, wanted = [_cut(text) for text in texts], np.asarray(list(labels))
        if not given or len(given) != len(wanted):
            raise ValueError(
                f"{len(given)} texts and {len(wanted)} labels: there must be one of each, and at least one"
            )
        self.classes_, numbers = np.unique(wanted, return_inverse=True)
        self._words, self._meanings, self._tunings = None, {}, {}
        self._alphabets = shares(given)
        if len(self.classes_) > 1:
            self._learn(Examples(given, numbers, *_names(self.classes_)))
        return self

    def predict_proba(self, texts: Iterable[str]) -> Floats:
        """Return a row a text, a column a class in the order of `classes_`; each row adds up to 1."""
        given = [_cut(text) for text in texts]
        if not len(self.classes_):
            raise NotLearnt(NotLearnt.__doc__)
        told = np.ones((len(given), len(self.classes_)))
        if self._words is None:
            return told
        by_way: dict[tuple[str, ...], list[int]] = {}
        for place, text in enumerate(given):
            by_way.setdefault(self._way(text), []).append(place)
        for way, places in by_way.items():
            told[places] = self._tell(way, [given[place] for place in places])
        return told

    def predict(self, texts: Iterable[str]) -> Labels:
        """Return the likeliest label of each text."""
        return np.asarray(self.classes_[self.predict_proba(texts).argmax(axis=1)])

    def why(self, text: str, label: object, most: int = 3, *, among: Container[str] | None = None) -> list[str]:
        """Return the words of the text that speak most for a label: without them its score would be lower.

        among: the words, folded by `casefold`, that may be named.
        """
        found = dict.fromkeys(_WORDS.findall(_cut(text)))
        words = [word for word in found if among is None or word.casefold() in among][:80]
        column = np.flatnonzero(self.classes_ == label)
        if self._words is None or not words or not column.size:
            return []
        less = [re.sub(rf"\b{re.escape(word)}\b", " ", _cut(text)) for word in words]
        scores = self._words.scores([_cut(text), *less])[:, column[0]]
        by_loss = sorted(zip(scores[0] - scores[1:], words, strict=True), key=lambda pair: -pair[0])
        return [word for loss, word in by_loss[:most] if loss > 0]

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write what was learnt to a file; there is no code in it."""
        if not len(self.classes_):
            raise NotLearnt(NotLearnt.__doc__)
        page = {
            "classes": self.classes_.tolist(),
            "alphabets": self._alphabets,
            "tunings": {name: [one.slopes, one.shares, one.sharpness] for name, one in self._tunings.items()},
        }
        members: list[Ngrams | Meanings] = [self._words] if self._words else []
        members += self._meanings.values()
        stored.write(path, page, {member.name: member.arrays() for member in members})

    @classmethod
    def load(cls, path: str | os.PathLike[str] | BinaryIO) -> Self:
        """Read a file that `save` wrote, or its bytes. Encoders that are not installed here are done without.

        Raises InvalidModel when it is none, OSError when it cannot be read.
        """
        page, parts = stored.read(path)
        made = cls()
        try:
            made._restore(page, parts)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise stored.InvalidModel(str(error)) from error
        return made

    def _restore(self, page: Mapping[str, Any], parts: Mapping[str, Arrays]) -> None:
        self.classes_ = np.asarray(page["classes"])
        self._alphabets = {str(name): float(share) for name, share in page["alphabets"].items()}
        self._tunings = {
            name: Tuning(tuple(one[0]), tuple(one[1]), float(one[2])) for name, one in page["tunings"].items()
        }
        if _NGRAMS in parts:
            self._words = Ngrams(parts[_NGRAMS])
        for name in parts.keys() - {_NGRAMS}:
            encoder = find(name)
            if encoder is not None:
                self._meanings[name] = Meanings(encoder, parts[name])

    def _learn(self, examples: Examples) -> None:
        encoders = installed() if self._encoders is None else self._encoders
        is_english = ENGLISH in encoders and self._alphabets.get(LATIN, 0) >= MOSTLY
        for name, encoder in encoders.items():
            if name == ENGLISH and not is_english:
                continue
            part = examples.at(_sample(examples.labels)) if name == ANY_LANGUAGE and is_english else examples
            self._meanings[name] = Meanings(encoder)
            self._learn_meanings(self._meanings[name], part)
        self._words = Ngrams()
        self._tunings[""] = tune([self._words], examples)
        examples.teach(self._words)

    def _learn_meanings(self, member: Meanings, examples: Examples) -> None:
        member.remember([*examples.texts, *examples.names])
        self._tunings[member.name] = tune([Ngrams(), member], examples)
        examples.teach(member)
        member.forget()

    def _way(self, text: str) -> tuple[str, ...]:
        """Return the members that are asked about a text."""
        alphabet = alphabet_of(text)
        known = self._alphabets.get(alphabet, 0) >= LEAST_SHARE
        if ENGLISH in self._meanings and alphabet == LATIN:
            return (_NGRAMS, ENGLISH)
        if ANY_LANGUAGE in self._meanings:
            return (_NGRAMS, ANY_LANGUAGE) if known else (ANY_LANGUAGE,)
        return (_NGRAMS,)

    def _tell(self, way: Sequence[str], texts: Sequence[str]) -> Floats:
        scores = [self._member(name).scores(texts) for name in way]
        tuning = self._tunings["" if way[-1] == _NGRAMS else way[-1]]
        if way == (ANY_LANGUAGE,):
            tuning = Tuning(tuning.slopes[1:], (1.0,))
        return tuning.blend(scores)

    def _member(self, name: str) -> Ngrams | Meanings:
        return self._words if name == _NGRAMS and self._words is not None else self._meanings[name]


def _cut(text: object) -> str:
    return str(text)[:MAX_CHARS]


def _names(classes: Labels) -> tuple[list[str], list[int]]:
    """Return what classes are called as people write it, with their numbers; names that say nothing are left out."""
    told = [(_WORDS.findall(str(name)), number) for number, name in enumerate(classes)]
    said = [(" ".join(words), number) for words, number in told if any(map(str.isalpha, words))]
    return [name for name, _ in said], [number for _, number in said]


def _sample(labels: Labels) -> Labels:
    """Return the places of at most 2,000 texts, of every class about as many."""
    order = np.random.default_rng(_SEED).permutation(len(labels))
    seen: dict[int, int] = {}
    turns = np.zeros(len(labels), int)
    for place in order:
        turns[place] = seen.setdefault(int(labels[place]), 0)
        seen[int(labels[place])] += 1
    return np.sort(np.lexsort((order, turns))[:SAMPLE])
