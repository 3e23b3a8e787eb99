"""A ticket's story read from its events in order: waits, answers, ends, and who had it; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from helpdesk.reporting.shapes import Happening, Letter, Sheet

ENDED: Final = ("resolved", "closed")
WORKED: Final = ("new", "open")  # the others wait for somebody else
REOPENED_WITHIN: Final = timedelta(days=7)
CUSTOMER: Final = "customer"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply by a person. since: the first customer message it answers, None where nobody waited."""

    at: datetime
    agent_id: int | None
    team_id: int | None
    is_first: bool
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Written:
    """A customer's message."""

    at: datetime
    agent_id: int | None


@dataclass(slots=True)
class Stretch:
    """A time in which the ticket was not ended, and who had it when it was."""

    began_at: datetime
    ended_at: datetime | None = None
    agent_id: int | None = None
    team_id: int | None = None
    replies: int = 0
    reopened_at: datetime | None = None

    @property
    def is_reopened_soon(self) -> bool:
        """Whether the customer or an agent came back to it within a week of its end."""
        ended, reopened = self.ended_at, self.reopened_at
        return ended is not None and reopened is not None and reopened - ended <= REOPENED_WITHIN


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which an agent had the ticket and it was theirs to work on."""

    agent_id: int
    began_at: datetime
    ended_at: datetime


@dataclass(slots=True)
class Story:
    """What reports need to know of one ticket."""

    is_told: bool = False
    has_person: bool = False
    written: list[Written] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    spells: list[Spell] = field(default_factory=list)


def tell(sheet: Sheet, happenings: Iterable[Happening], letters: Mapping[int, Letter]) -> Story:
    """Read a ticket's story; happenings: in order, letters: the messages they name, by id."""
    told = _without_undone(happenings)
    teller = _Teller(sheet, letters, told)
    for happening in told:
        teller.take(happening)
    return teller.story


class _Teller:
    """Reads one ticket's events, one after the other."""

    def __init__(self, sheet: Sheet, letters: Mapping[int, Letter], told: Sequence[Happening]) -> None:
        self.story = Story()
        self._letters = letters
        self._team_id = _first_team(sheet, told)
        self._agent_id: int | None = None
        self._held = {one.message_id for one in told if one.kind in ("message.released", "message.withdrawn")}
        self._asked_at: datetime | None = None
        self._waiting: dict[int, datetime] = {}  # customer messages without an answer
        self._seen: set[int] = set()
        self._on_its_way: set[int] = set()
        self._newest_customers: int | None = None  # the last word, where it is the customer's
        self._has_answered = False
        self._is_ended = _begins_ended(sheet, told)
        self._category = _first_category(sheet, told)
        self._works_since: datetime | None = None
        self._takes = {
            "message.received": self._received,
            "message.stored": self._stored,
            "message.queued": self._queued,
            "message.released": self._released,
            "message.withdrawn": self._withdrawn,
            "ticket.created": self._created,
            "ticket.status_changed": self._moved,
            "ticket.reopened": self._moved,
            "ticket.spam_cleared": self._cleared,
            "ticket.assigned": self._assigned,
            "ticket.unassigned": self._unassigned,
            "ticket.team_changed": self._regrouped,
            "ticket.classified": self._classified,
        }
        if not self._is_ended:
            self.story.stretches.append(Stretch(sheet.created_at))

    def take(self, happening: Happening) -> None:
        """Take the next event in; kinds that change nothing here are passed over."""
        step = self._takes.get(happening.kind)
        if step is not None:
            step(happening)

    def _created(self, _happening: Happening) -> None:
        self.story.is_told = True

    def _received(self, happening: Happening) -> None:
        letter = self._letter(happening)
        if letter is None or not letter.is_customers:
            return
        self._seen.add(letter.id)
        self._newest_customers = letter.id
        if letter.is_persons:
            self._customer_wrote(letter.id, letter.at)

    def _stored(self, happening: Happening) -> None:
        letter = self._letter(happening)
        if letter is None or not letter.is_customers or happening.actor != CUSTOMER:
            return
        self._newest_customers = letter.id
        if letter.id in self._seen and letter.is_persons:
            self._waits(letter.id, happening.at)  # one more picture of an album

    def _customer_wrote(self, id: int, at: datetime) -> None:
        self.story.has_person = True
        self.story.written.append(Written(at, self._agent_id))
        self._waits(id, at)

    def _waits(self, id: int, at: datetime) -> None:
        self._asked_at = self._asked_at or at
        self._waiting.setdefault(id, at)

    def _queued(self, happening: Happening) -> None:
        letter = self._letter(happening)
        if letter is None or not letter.answers:
            return
        if letter.is_held or letter.id in self._held:
            self._on_its_way.add(letter.id)
        else:
            self._answer(letter, happening.at)

    def _released(self, happening: Happening) -> None:
        letter = self._letter(happening)
        if letter is not None and letter.answers:
            self._on_its_way.discard(letter.id)
            self._answer(letter, happening.at)

    def _withdrawn(self, happening: Happening) -> None:
        self._on_its_way.discard(happening.message_id or 0)

    def _answer(self, letter: Letter, at: datetime) -> None:
        answered = {id: since for id, since in self._waiting.items() if id < letter.id}
        is_first = not self._has_answered
        since = self._asked_at if is_first else min(answered.values(), default=None)
        self.story.answers.append(Answer(at, letter.agent_id, self._team_id, is_first, since))
        self.story.has_person = self._has_answered = True
        self._newest_customers = None
        self._waiting = {id: since for id, since in self._waiting.items() if id not in answered}
        if self.story.stretches:
            self.story.stretches[-1].replies += 1

    def _moved(self, happening: Happening) -> None:
        self._turn(happening.at, agent_id=self._agent_id, category=happening.data["to_category"])
        is_ended = happening.data["to_category"] in ENDED
        if is_ended and not self._is_ended:
            self._end(happening.at)
        elif not is_ended and self._is_ended:
            self._open(happening.at)
        self._is_ended = is_ended

    def _end(self, at: datetime) -> None:
        stretch = self.story.stretches[-1]
        stretch.ended_at, stretch.agent_id, stretch.team_id = at, self._agent_id, self._team_id
        covered = max(self._on_its_way, default=0)
        self._waiting = {id: since for id, since in self._waiting.items() if id < covered}

    def _open(self, at: datetime) -> None:
        if self.story.stretches:
            self.story.stretches[-1].reopened_at = at
        self.story.stretches.append(Stretch(at))

    def _cleared(self, happening: Happening) -> None:
        """It was no spam: being closed as such was no end, and who wrote last waits from now on."""
        self._turn(happening.at, agent_id=self._agent_id, category="new")
        if self.story.stretches and self.story.stretches[-1].ended_at is not None:
            self.story.stretches[-1].ended_at = None
        elif not self.story.stretches:
            self.story.stretches.append(Stretch(happening.at))
        self._is_ended = False
        self._waiting.clear()
        if self._newest_customers is None:
            return
        letter = self._letters[self._newest_customers]
        if not letter.is_persons:
            return
        if not self._has_answered:
            self._asked_at = None
        if letter.id in self._seen:
            self._waits(letter.id, happening.at)
        else:
            self._seen.add(letter.id)
            self._customer_wrote(letter.id, happening.at)

    def _assigned(self, happening: Happening) -> None:
        self._turn(happening.at, agent_id=happening.data["to_agent_id"], category=self._category)

    def _unassigned(self, happening: Happening) -> None:
        self._turn(happening.at, agent_id=None, category=self._category)

    def _turn(self, at: datetime, *, agent_id: int | None, category: str) -> None:
        """Take in who has it now and whether it is theirs to work on; a spell ends where either changes."""
        if self._agent_id is not None and self._works_since is not None:
            self.story.spells.append(Spell(self._agent_id, self._works_since, at))
        self._agent_id, self._category = agent_id, category
        self._works_since = at if agent_id is not None and category in WORKED else None

    def _regrouped(self, happening: Happening) -> None:
        self._team_id = happening.data["to"]

    def _classified(self, happening: Happening) -> None:
        if "from_team_id" in happening.data:
            self._team_id = happening.data["team_id"]

    def _letter(self, happening: Happening) -> Letter | None:
        return self._letters.get(happening.message_id or 0)


def _without_undone(happenings: Iterable[Happening]) -> list[Happening]:
    """Leave out what merges did to the status and took back, as if it had not happened."""
    told: list[Happening] = []
    moved: list[int] = []  # where in `told` merges moved it
    for happening in happenings:
        way = happening.data.get("merge")
        if way == "back" and moved:
            del told[moved.pop()]
        elif way != "back":
            if way == "there":
                moved.append(len(told))
            told.append(happening)
    return told


def _first_team(sheet: Sheet, told: Sequence[Happening]) -> int | None:
    """Return the team a ticket began with, which only its first change tells."""
    for happening in told:
        if happening.kind == "ticket.team_changed":
            first: int | None = happening.data["from"]
            return first
        if happening.kind == "ticket.classified" and "from_team_id" in happening.data:
            before: int | None = happening.data["from_team_id"]
            return before
    return sheet.team_id


def _begins_ended(sheet: Sheet, told: Sequence[Happening]) -> bool:
    """Say whether a ticket was made as nobody's work."""
    for happening in told:
        if happening.kind in ("ticket.status_changed", "ticket.reopened"):
            return happening.data["from_category"] in ENDED
        if happening.kind == "ticket.spam_cleared":
            return True
    return sheet.category in ENDED


def _first_category(sheet: Sheet, told: Sequence[Happening]) -> str:
    for happening in told:
        if happening.kind in ("ticket.status_changed", "ticket.reopened"):
            return str(happening.data["from_category"])
    return sheet.category
