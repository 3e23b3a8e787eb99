"""Telling classes by where an encoder puts the meaning of a text."""

from collections.abc import Sequence
from importlib import import_module

import numpy as np

from routing.classifier.encoders import Encoder
from routing.classifier.shapes import Arrays, Floats, Labels, squared


class Meanings:
    """A logistic regression over the vectors of one encoder."""

    def __init__(self, encoder: Encoder, stored: Arrays | None = None) -> None:
        """Start empty, or from what `arrays` returned."""
        self.name = encoder.name
        self._encoder = encoder
        self._known: dict[str, Floats] = {}
        self._weights = stored["weights"] if stored else np.zeros((0, 0), np.float32)
        self._bias = stored["bias"] if stored else np.zeros(0, np.float32)

    def fit(self, texts: Sequence[str], labels: Labels) -> None:
        """Learn from texts; labels are the numbers of their classes."""
        learning = import_module("routing.classifier.learning")
        self._weights, self._bias = learning.learn_vectors(self._vectors(texts), labels)

    def scores(self, texts: Sequence[str]) -> Floats:
        """Score every class for every text."""
        margins = self._vectors(texts) @ self._weights + self._bias
        # Of two classes there is one column: half of it to each side is what its probability says.
        return squared(margins[:, 0] / 2) if margins.shape[1] == 1 else np.asarray(margins)

    def arrays(self) -> Arrays:
        """Return what was learnt, for storing."""
        return {"weights": self._weights, "bias": self._bias}

    def remember(self, texts: Sequence[str]) -> None:
        """Encode texts that are asked for several times while learning."""
        self._known = dict(zip(texts, self._encoder.encode(texts), strict=True))

    def forget(self) -> None:
        """Let go of what `remember` encoded."""
        self._known = {}

    def _vectors(self, texts: Sequence[str]) -> Floats:
        if self._known and all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return self._encoder.encode(texts)
