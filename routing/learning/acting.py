"""What was learnt decides what rules leave open: only where it is sure, and it says by which words."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from io import BytesIO
from typing import Any, Final, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db, settings
from helpdesk.actions.classify import Verdict
from helpdesk.actions.learning import SETTING, Aspect
from helpdesk.db import Database
from helpdesk.models import Learning, LearntModel, PlanningState, Priority

log = logging.getLogger(__name__)

_PERSONAL: Final = re.compile(r"\S+@\S+|https?://\S+|\S*\d\S*")
NAMED: Final = 3  # words
NO_SKILL: Final = "0"  # the label of tickets that ask for none
LEARNT: Final = "learnt"  # who decided, among the reasons


class Model(Protocol):
    """What is asked of a TextClassifier."""

    @property
    def classes_(self) -> Any: ...  # an array

    def predict_proba(self, texts: list[str]) -> Any: ...  # an array

    def why(self, text: str, label: object, most: int, *, among: frozenset[str]) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class InForce:
    """thresholds: of the aspects that may be decided; levels: of skills, by id as text."""

    version: int
    thresholds: Mapping[Aspect, float]
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket's text, and what may still be answered."""

    text: str
    types: frozenset[int]
    skills: frozenset[int]


def in_force(session: Session) -> InForce | None:
    """Return what may decide now: of the newest learning, what came out better and is switched on."""
    on = settings.get(session, SETTING)
    if not any(on.values()):
        return None
    done = Learning.state == PlanningState.DONE
    newest = session.scalar(select(Learning).where(done).order_by(Learning.id.desc()).limit(1))
    if newest is None or not newest.outcome:
        return None
    return InForce(newest.id, worth_asking(newest.outcome, on), newest.outcome.get("levels", {}))


def worth_asking(outcome: Mapping[str, Any], on: Mapping[str, bool]) -> dict[Aspect, float]:
    """Return the thresholds of the aspects that are switched on and come out better than by rules alone."""
    found = outcome.get("aspects", {})
    return {
        aspect: found[aspect.value]["threshold"]
        for aspect in Aspect
        if on.get(aspect.value) and found.get(aspect.value, {}).get("is_better")
    }


def plain(text: str) -> str:
    """Return a text without addresses, links and numbers: of those nothing is learnt."""
    return _PERSONAL.sub(" ", text)


def completed(session: Session, known: InForce, verdict: Verdict, asked: Asked) -> Verdict:
    """Return a verdict with what rules left open and what was learnt is sure of; what fails says nothing."""
    for aspect, threshold in known.thresholds.items():
        if _is_open(verdict, aspect):
            verdict = _decided(session, known, verdict, asked, aspect, threshold)
    return verdict


def _is_open(verdict: Verdict, aspect: Aspect) -> bool:
    decided = {Aspect.TYPE: verdict.type_id, Aspect.PRIORITY: verdict.priority, Aspect.SKILL: verdict.skills or None}
    return decided[aspect] is None


def _decided(
    session: Session, known: InForce, verdict: Verdict, asked: Asked, aspect: Aspect, threshold: float
) -> Verdict:
    try:
        model, words = _model(session, known.version, aspect)
        sureness = model.predict_proba([plain(asked.text)])[0]
        best = int(sureness.argmax())
        label, sure = str(model.classes_[best]), float(sureness[best])
        change = _change(aspect, label, known, asked) if sure >= threshold else {}
        if not change:
            return verdict
        # Where it can name no word it knows nothing of such texts, however sure it says it is.
        named = model.why(plain(asked.text), model.classes_[best], NAMED, among=words)
        if not named:
            return verdict
    except Exception:  # a file that is no model, or no memory for it: the rules stand, and the ticket must go on
        log.exception("what was learnt about %s is left out", aspect.value)
        return verdict
    reason = {"field": aspect.value, "value": label, "by": LEARNT, "version": known.version, "sure": round(sure, 3)}
    return replace(
        verdict, **change, reasons=[*verdict.reasons, reason | {"words": [word.casefold() for word in named]}]
    )


def _change(aspect: Aspect, label: str, known: InForce, asked: Asked) -> dict[str, Any]:
    """Return the fields of a verdict that a label stands for; none where it is gone, or says that nothing is asked."""
    if aspect is Aspect.PRIORITY:
        return {"priority": Priority[label.upper()]}
    if aspect is Aspect.TYPE:
        return {"type_id": int(label)} if int(label) in asked.types else {}
    if label == NO_SKILL or int(label) not in asked.skills:
        return {}
    return {"skills": {int(label): known.levels.get(label, 1)}}


_models: dict[tuple[int, Aspect], tuple[Model, frozenset[str]]] = {}
_of: Database | None = None


def _model(session: Session, version: int, aspect: Aspect) -> tuple[Model, frozenset[str]]:
    """Return a model, read once by each process: only the newest is kept."""
    global _of
    if _of is not db.current() or any(kept[0] != version for kept in _models):
        _models.clear()
        _of = db.current()
    key = (version, aspect)
    if key not in _models:
        asked = select(LearntModel.stored, LearntModel.words)
        stored, words = session.execute(
            asked.where(LearntModel.learning_id == version, LearntModel.aspect == aspect.value)
        ).one()
        classifier = import_module("routing.classifier").TextClassifier  # numpy: only where somebody switched it on
        _models[key] = (classifier.load(BytesIO(stored)), frozenset(words))
    return _models[key]
