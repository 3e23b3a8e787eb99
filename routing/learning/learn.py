"""Learning from solved tickets, in a process of its own: what came of it, and how it compares with the rules."""

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from helpdesk.actions.learning import LEAST_TICKETS, Aspect, Model
from routing.classifier import TextClassifier
from routing.desk_rules import Desk
from routing.learning.acting import plain
from routing.learning.examples import Example, TooFew, usual_levels
from routing.learning.judging import Judgement, Told, judge
from routing.rules import Classification, classify_by

HELD_OUT: Final = 0.3  # the newest
LEAST_HELD_OUT: Final = 200
LEAST_OF_A_KIND: Final = 10
LEAST_CUSTOMERS: Final = 5  # a word that so many have written tells nobody's secret
MOST_WORDS: Final = 20_000
MAX_BYTES: Final = 64_000_000
_WORDS: Final = re.compile(r"[^\W\d_]{2,}")

Watch = Callable[[float], None]


def learn(examples: Sequence[Example], desk: Desk, *, watch: Watch) -> tuple[dict[Aspect, Model], dict[str, Any]]:
    """Return what was learnt by aspect, where it may be of use, and the outcome as it is kept.

    The newest tickets are held out: what is kept has never seen them. watch: told the share that is done.
    """
    if len(examples) < LEAST_TICKETS:
        raise TooFew
    held_out = max(LEAST_HELD_OUT, round(len(examples) * HELD_OUT))
    older, newer = examples[:-held_out], examples[-held_out:]
    ruled = [classify_by(desk.book, one.described) for one in newer]
    watch(0.05)
    words, models, figures = common_words(older), {}, {}
    for number, aspect in enumerate(Aspect):
        model, judgement = _learn_aspect(aspect, older, newer, [_ruled(aspect, one, desk) for one in ruled], words)
        if model is not None and judgement.threshold is not None:
            models[aspect] = Model(model, words)
        figures[aspect.value] = judgement.as_json() | {"kinds": len(_known(aspect, older))}
        watch((number + 1) / len(Aspect))
    levels = {str(skill_id): level for skill_id, level in usual_levels(older).items()}
    return models, {"examples": len(older), "aspects": figures, "levels": levels}


def common_words(examples: Sequence[Example]) -> frozenset[str]:
    """Return the words that at least five customers have written, at most 20,000 of the most frequent."""
    writers: dict[str, set[int]] = defaultdict(set)
    for example in examples:
        for word in set(_WORDS.findall(example.described.text.casefold())):
            if len(writers[word]) < LEAST_CUSTOMERS:
                writers[word].add(example.customer_id)
    counts = Counter({word: len(some) for word, some in writers.items() if len(some) >= LEAST_CUSTOMERS})
    return frozenset(word for word, _ in counts.most_common(MOST_WORDS))


def _learn_aspect(
    aspect: Aspect,
    older: Sequence[Example],
    newer: Sequence[Example],
    ruled: Sequence[str | None],
    words: frozenset[str],
) -> tuple[bytes | None, Judgement]:
    known = _known(aspect, older)
    taught = [one for one in older if one.labels.get(aspect) in known]
    if len(known) < 2:
        return None, judge([])
    model = TextClassifier().fit([plain(one.described.text) for one in taught], [one.labels[aspect] for one in taught])
    sureness = model.predict_proba([plain(one.described.text) for one in newer])
    told = [
        Told(rule, one.usual[aspect], str(model.classes_[row.argmax()]), _sure(row, one, words), one.labels[aspect])
        for one, rule, row in zip(newer, ruled, sureness, strict=True)
        if aspect in one.labels
    ]
    return _stored(model), judge(told)


def _sure(row: Any, example: Example, words: frozenset[str]) -> float:  # a row of probabilities
    """Return how sure it is; not at all where no word is known that it could name."""
    return float(row.max()) if words & set(_WORDS.findall(example.described.text.casefold())) else 0.0


def _known(aspect: Aspect, older: Sequence[Example]) -> set[str]:
    """Return the labels that occur often enough to be learnt."""
    counts = Counter(one.labels[aspect] for one in older if aspect in one.labels)
    return {label for label, count in counts.items() if count >= LEAST_OF_A_KIND}


def _ruled(aspect: Aspect, found: Classification, desk: Desk) -> str | None:
    """Return what the rules of today say."""
    if aspect is Aspect.TYPE:
        type_id = desk.type_ids.get(found.type or "")
        return None if type_id is None else str(type_id)
    if aspect is Aspect.PRIORITY:
        return found.priority or None
    skills = [desk.skill_ids[name] for name in found.skills if name in desk.skill_ids]
    return str(skills[0]) if skills else None


def _stored(model: TextClassifier) -> bytes | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model.npz")
        model.save(path)
        return path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
