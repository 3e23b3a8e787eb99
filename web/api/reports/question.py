"""A question about reports, read from an address."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from helpdesk.errors import Invalid
from helpdesk.queries.reports.arrangement import Arrangement

Word = Annotated[str, QueryParameter(max_length=40)]
Chosen = Annotated[
    str, QueryParameter(max_length=2_000, description='Ids or words with commas between; "none": without one.')
]
NONE = "none"

Filters = Mapping[str, Sequence[int | str | None]]


def question(
    measure: Word = "created",
    by: Word = "none",
    period: Word = "30d",
    hours: Word = "calendar",
    team: Chosen = "",
    agent: Chosen = "",
    channel: Chosen = "",
    type: Chosen = "",
    priority: Chosen = "",
    language: Chosen = "",
    segment: Chosen = "",
    tag: Chosen = "",
) -> Arrangement:
    """Return the question; 400 names the parameter that cannot be asked.

    period: "30d", "today", "yesterday", "this_week", "last_week", "this_month", "last_month", "this_year" or
    "2026-01-01..2026-03-31", in the desk's time zone.
    """
    given = {"team": team, "agent": agent, "channel": channel, "type": type, "segment": segment, "tag": tag}
    filters: dict[str, Sequence[int | str | None]] = {name: _ids(name, text) for name, text in given.items() if text}
    if priority:
        filters["priority"] = priority.split(",")
    if language:
        filters["language"] = ["" if word == NONE else word for word in language.split(",")]
    return Arrangement(measure, by=by, period=period, hours=hours, filters=filters)


def _ids(name: str, text: str) -> list[int | None]:
    words = text.split(",")
    if not all(word == NONE or (word.isascii() and word.isdigit() and len(word) < 19) for word in words):
        raise Invalid("Give ids with commas between.", **{name: "ids"})
    return [None if word == NONE else int(word) for word in words]


TheQuestion = NamedDependency[Arrangement]
QUESTION = {"question": Provide(question, sync_to_thread=False)}
