"""Whom a note names: `@[Anna](agent:3)`, `@[Support](team:2)`. Pure."""

import re
from dataclasses import dataclass
from typing import Final

MAX_MENTIONS: Final = 20
_mention: Final = re.compile(r"@\[(?P<name>[^\[\]\n]{1,120})\]\((?P<kind>agent|team):(?P<id>\d{1,15})\)")


@dataclass(frozen=True, slots=True)
class Named:
    """The agents and teams a text names, by id, each once."""

    agent_ids: tuple[int, ...] = ()
    team_ids: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.agent_ids or self.team_ids)


def named_in(text: str) -> Named:
    """Return whom a note names; of more than 20 only the first count."""
    found = [(match["kind"], int(match["id"])) for match in _mention.finditer(text)]
    distinct = list(dict.fromkeys(found))[:MAX_MENTIONS]
    return Named(
        tuple(id for kind, id in distinct if kind == "agent"), tuple(id for kind, id in distinct if kind == "team")
    )


def plain(text: str) -> str:
    """Return a note as people read it: "@Anna" for the whole mention."""
    return _mention.sub(lambda match: f"@{match['name']}", text)
