"""What names a team, a skill, a calendar or a tag: rules, service levels, automations, macros, views, reports, segments."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from helpdesk import tag_words
from helpdesk.models import (
    Audience,
    Automation,
    Macro,
    Rule,
    SavedReport,
    SavedView,
    Segment,
    SlaPolicy,
    Template,
)
from helpdesk.tag_words import Named

Json = Any
Writing = Rule | SlaPolicy | Automation | Macro | SavedView | SavedReport | Segment
KEYS: Final = {
    "team": frozenset({"team", "team_id", "team_ids"}),
    "skill": frozenset({"skill", "skill_id", "skill_ids"}),
    "calendar": frozenset({"calendar_id"}),
}


class Use(NamedTuple):
    """Who names it: of which kind, with which id and name."""

    kind: str
    id: int
    name: str

    def as_json(self) -> dict[str, Any]:  # JSON
        """Return it as a refusal tells it."""
        return self._asdict()


class _Kind(NamedTuple):
    word: str
    model: Any  # one of Writing
    columns: Sequence[str]
    counts: ColumnElement[bool]
    is_owned: bool = False


_KINDS: Final = (
    _Kind("rule", Rule, ("conditions", "actions"), true()),
    _Kind("sla_policy", SlaPolicy, ("conditions", "escalations"), SlaPolicy.removed_at.is_(None)),
    _Kind("automation", Automation, ("trigger", "conditions", "steps"), Automation.removed_at.is_(None)),
    _Kind("macro", Macro, ("steps",), Macro.audience != Audience.PRIVATE, is_owned=True),
    _Kind("view", SavedView, ("filter",), SavedView.audience != Audience.PRIVATE, is_owned=True),
    _Kind("report", SavedReport, ("arrangement",), SavedReport.audience != Audience.PRIVATE, is_owned=True),
    _Kind("segment", Segment, ("filter",), true()),
)
OWNED: Final = (("template", Template), ("macro", Macro), ("view", SavedView), ("report", SavedReport))


def uses(session: Session, what: str, id: int) -> list[Use]:
    """Return what would decide or show otherwise without it; none of what only its owner sees."""
    return [
        Use(kind.word, row.id, row.name)
        for kind, row in _rows(session)
        if any(_names(getattr(row, column), what, id) for column in kind.columns)
    ]


def uses_of_tag(session: Session, tag: Named) -> list[Use]:
    """Return what would decide, do or show otherwise without a tag; none of what only its owner sees."""
    return [
        Use(kind.word, row.id, row.name)
        for kind, row in _rows(session)
        if any(tag_words.names(getattr(row, column), tag) for column in kind.columns)
    ]


def rename_tag(session: Session, tag: Named, *, to: Named) -> list[Writing]:
    """Have everything that names a tag name another, what only its owner sees as well; return what changed."""
    return _rewritten(session, lambda said: tag_words.replaced(said, tag, to))


def owned(session: Session, team_id: int) -> list[Use]:
    """Return what belongs to a team and would go with it."""
    return [
        Use(word, row.id, row.name)
        for word, model in OWNED
        for row in session.execute(select(model.id, model.name).where(model.team_id == team_id).order_by(model.id))
    ]


def give_to(session: Session, what: str, id: int, *, to: int) -> list[Writing]:
    """Have everything that names it name another; return what changed."""
    return _rewritten(session, lambda said: _replaced(said, what, id, to))


def _rewritten(session: Session, rewrite: Callable[[Json], Json]) -> list[Writing]:
    changed: dict[Writing, None] = {}
    for kind, row in _rows(session, with_private=True):
        for column in kind.columns:
            said = getattr(row, column)
            after = rewrite(said)
            if after != said:
                setattr(row, column, after)
                changed[row] = None
    return list(changed)


def _rows(session: Session, *, with_private: bool = False) -> Iterator[tuple[_Kind, Writing]]:
    for kind in _KINDS:
        counts = true() if kind.is_owned and with_private else kind.counts
        for row in session.scalars(select(kind.model).where(counts).order_by(kind.model.id)):
            yield kind, row


def _names(said: Json, what: str, id: int) -> bool:
    return bool(_replaced(said, what, id, 0) != said)


def _replaced(said: Json, what: str, id: int, to: int) -> Json:
    """Return it with another id wherever a key of ours, or a condition on the field, names this one."""
    if isinstance(said, list):
        return [_replaced(one, what, id, to) for one in said]
    if not isinstance(said, dict):
        return said
    is_about = said.get("field") == what
    return {
        key: _swapped(value, id, to)
        if key in KEYS[what] or (is_about and key in ("value", "values"))
        else _replaced(value, what, id, to)
        for key, value in said.items()
    }


def _swapped(value: Json, id: int, to: int) -> Json:
    if isinstance(value, list):
        return list(dict.fromkeys(_swapped(one, id, to) for one in value))
    return type(value)(to) if type(value) in (int, str) and str(value) == str(id) else value
