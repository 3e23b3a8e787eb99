"""Members that tell together: each calibrated, then a mean, the shares as held-out texts say."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from routing.classifier.calibration import best_mean, best_slope, probabilities, sharpened
from routing.classifier.shapes import Floats, Labels, Member
from routing.classifier.splits import splits


@dataclass(frozen=True, slots=True)
class Tuning:
    """How steep the scores of each member are to be taken, its share in the mean, and how steep the mean itself."""

    slopes: tuple[float, ...]
    shares: tuple[float, ...]
    sharpness: float = 1.0

    def blend(self, scores: Sequence[Floats]) -> Floats:
        """Turn the scores of the members into the probabilities of the mix."""
        told = [probabilities(each, slope) for each, slope in zip(scores, self.slopes, strict=True)]
        mean = sum(share * each for share, each in zip(self.shares, told, strict=True))
        return sharpened(np.asarray(mean), self.sharpness)


@dataclass(frozen=True, slots=True)
class Examples:
    """What is learnt from: texts with the numbers of their classes, and for some classes what they are called."""

    texts: Sequence[str]
    labels: Labels
    names: Sequence[str] = ()
    named: Sequence[int] = ()

    def at(self, places: Labels) -> "Examples":
        """Return some of the texts, with all names."""
        return Examples([self.texts[place] for place in places], self.labels[places], self.names, self.named)

    def teach(self, member: Member) -> None:
        """Let a member learn the texts; the name of a class is one more text of it."""
        labels = np.concatenate([self.labels, np.asarray(self.named, int)])
        member.fit([*self.texts, *self.names], labels)


def tune(members: Sequence[Member], examples: Examples) -> Tuning:
    """Let members learn from parts of the examples and see how they do on the rest."""
    scores: list[list[Floats]] = [[] for _ in members]
    held_out: list[Labels] = []
    for learnt, asked in splits(examples.labels):
        held_out.append(examples.labels[asked])
        texts = [examples.texts[place] for place in asked]
        for number, member in enumerate(members):
            examples.at(learnt).teach(member)
            scores[number].append(member.scores(texts))
    if not held_out:
        return Tuning((1.0,) * len(members), (1.0 / len(members),) * len(members))
    right = np.concatenate(held_out)
    whole = [np.vstack(parts) for parts in scores]
    slopes = tuple(best_slope(each, right) for each in whole)
    told = [probabilities(each, slope) for each, slope in zip(whole, slopes, strict=True)]
    return Tuning(slopes, *best_mean(told, right))
