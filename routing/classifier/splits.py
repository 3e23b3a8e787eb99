"""Holding texts out, to see how a classifier does on what it has not learnt."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from routing.classifier.shapes import Labels

FEW: Final = 3_000  # texts up to which every one is held out once
FOLDS: Final = 4
_SEED: Final = 7


def splits(labels: Labels) -> Iterator[tuple[Labels, Labels]]:
    """Yield what to learn from and what to hold out, as places; every class stays in what is learnt from."""
    fold = _folds(labels)
    for number in range(FOLDS if len(labels) <= FEW else 1):
        held_out = np.flatnonzero(fold == number)
        if held_out.size:
            yield np.flatnonzero(fold != number), held_out


def _folds(labels: Labels) -> Labels:
    """Deal the texts of each class out in turn; the only text of a class is never held out."""
    order = np.random.default_rng(_SEED).permutation(len(labels))
    seen: dict[int, int] = {}
    dealt = np.full(len(labels), -1)
    counts = np.bincount(labels)
    for place in order:
        label = int(labels[place])
        if counts[label] > 1:
            dealt[place] = (label + seen.get(label, 0)) % FOLDS
            seen[label] = seen.get(label, 0) + 1
    return dealt
