"""Turning scores into probabilities that mean what they say."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from routing.classifier.shapes import Floats, Labels

SLOPES: Final = np.geomspace(0.25, 32.0, 36)
# Of words beside meanings. What is held out while learning makes words look weaker than they are.
SHARES: Final = (0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_LEAST: Final = 1e-9


def probabilities(scores: Floats, slope: float) -> Floats:
    """Return the softmax of scores that were made steeper or flatter."""
    steep = np.asarray(scores, np.float64) * slope
    grown = np.exp(steep - steep.max(axis=1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=1, keepdims=True))


def surprise(told: Floats, labels: Labels) -> float:
    """Return the mean of minus the logarithm of what the right classes were given."""
    return float(-np.log(np.maximum(told[np.arange(len(labels)), labels], _LEAST)).mean())


def best_slope(scores: Floats, labels: Labels) -> float:
    """Return the slope under which held-out labels surprise least."""
    return min(map(float, SLOPES), key=lambda slope: surprise(probabilities(scores, slope), labels))


def sharpened(told: Floats, slope: float) -> Floats:
    """Make probabilities steeper or flatter: members that disagree leave their mean less sure than it may be."""
    return told if slope == 1 else probabilities(np.log(np.maximum(told, _LEAST)), slope)


def best_mean(told: Sequence[Floats], labels: Labels) -> tuple[tuple[float, ...], float]:
    """Return how much of a mean each of one or two members should have, and how steep the mean should be."""
    if len(told) == 1:
        return (1.0,), 1.0
    first, second = told
    share = min(SHARES, key=lambda part: surprise(part * first + (1 - part) * second, labels))
    mean = share * first + (1 - share) * second
    return (share, 1.0 - share), best_slope(np.log(np.maximum(mean, _LEAST)), labels)
