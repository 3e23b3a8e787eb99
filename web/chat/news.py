"""What a batch of events means to visitors, read in a few statements for all of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from helpdesk.models import Event
from helpdesk.queries.rows import Json
from helpdesk.queries.visitor_news import MAX_FACTS, ChatThread, chat_threads, desk_seen_seq, facts_after, tokens_of
from web.chat.desk import Key, Keys

MAX_SEQ: Final = 2**31

Stranger = tuple[int, str]  # channel id and hash of a token
ASKS: Final[Mapping[int, int]] = {}  # who only waits to ask for himself
# visitor -> ticket number -> least cursor; None for who is not here
Wanted = Callable[[Key], Mapping[int, int] | None]


@dataclass(slots=True)
class VisitorNews:
    """News by visitor. is_cut: there is more than was read, so whoever is concerned must look for himself."""

    threads: dict[Key, list[ChatThread]] = field(default_factory=dict)
    facts: dict[Key, list[Json]] = field(default_factory=dict)
    seen: list[tuple[Key, int, int]] = field(default_factory=list)  # visitor, ticket number, seq
    newcomers: Mapping[Stranger, Keys] = field(default_factory=dict)
    is_cut: bool = False


def read_news(session: Session, events: Sequence[Event], wanted: Wanted) -> VisitorNews:
    """Read what events mean to the visitors who are here, and who of them has just written for the first time."""
    news = VisitorNews()
    threads = chat_threads(session, {event.ticket_id for event in events if event.ticket_id is not None})
    created = _tickets(events, "ticket.created")
    news.newcomers = tokens_of(session, [one for one in threads if one.ticket_id in created])
    here = {key: cursors for key in _keys(threads) if (cursors := wanted(key)) is not None}
    known = [(key, one) for one in threads if (key := (one.channel_id, one.peer)) in here]
    for key, one in known:
        news.threads.setdefault(key, []).append(one)
    _add_facts(session, news, known, here)
    seen = _tickets(events, "thread.seen")
    news.seen = [(key, one.number, desk_seen_seq(session, one)) for key, one in known if one.ticket_id in seen]
    return news


def _keys(threads: Sequence[ChatThread]) -> set[Key]:
    return {(one.channel_id, one.peer) for one in threads}


def _add_facts(
    session: Session, news: VisitorNews, known: Sequence[tuple[Key, ChatThread]], here: Mapping[Key, Mapping[int, int]]
) -> None:
    after: dict[int, int] = {}
    keys: dict[int, list[Key]] = {}
    for key, one in known:
        if here[key] is ASKS:
            continue
        keys.setdefault(one.number, []).append(key)
        after[one.ticket_id] = min(after.get(one.ticket_id, MAX_SEQ), here[key].get(one.number, 0))
    facts = facts_after(session, after)
    news.is_cut = len(facts) == MAX_FACTS
    for fact in facts:
        for key in keys[fact["ticket"]]:
            news.facts.setdefault(key, []).append(fact)


def _tickets(events: Sequence[Event], kind: str) -> set[int | None]:
    return {event.ticket_id for event in events if event.kind == kind}
