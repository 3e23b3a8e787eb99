"""What the parts of a classifier hand each other."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

MAX_CHARS: Final = 2_000  # of a text; what it is about stands at its beginning

Floats = NDArray[np.floating[Any]]
Labels = NDArray[Any]  # whatever numpy makes of the labels: texts or numbers
Arrays = dict[str, NDArray[Any]]  # a part as it is stored


class Member(Protocol):
    """One way of telling classes apart. Its scores are a row a text, a column a class; a higher one is likelier."""

    def fit(self, texts: Sequence[str], labels: Labels) -> None:
        """Learn from texts; labels are the numbers of their classes, each of which occurs."""

    def scores(self, texts: Sequence[str]) -> Floats:
        """Score every class for every text."""

    def arrays(self) -> Arrays:
        """Return what was learnt, for storing."""


def squared(scores: Floats) -> Floats:
    """Return a column for each of two classes where a linear model gave only one."""
    return np.stack([-scores, scores], axis=1) if scores.ndim == 1 else scores
