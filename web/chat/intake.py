"""Taking in what visitors write: all who wait go together. Everything here blocks and runs in a thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from channels.webchat.parse import Reason, Refused
from helpdesk import clock, db
from helpdesk.actions import guard
from helpdesk.actions.chat_run import ChatRun
from helpdesk.actions.receive import receive_message
from helpdesk.actions.visitor_identity import Taken
from helpdesk.crash import crash_point
from helpdesk.errors import Invalid, NotFound
from helpdesk.incoming import IncomingMessage
from helpdesk.models import Channel, Customer, Identity, Visitor
from helpdesk.models.base import UtcDateTime
from helpdesk.queries.visitor_news import Told, told_of_messages
from helpdesk.widget.signed import Person, Unproved
from web.chat import identity, limits
from web.chat.entry import Entrance, admitted, answered, entrance

MAX_TOGETHER: Final = 64

log = structlog.get_logger()

_STANDINGS: Final = (
    select(
        Visitor.channel_id,
        Visitor.token_hash,
        func.max(Customer.blocked_at, type_=UtcDateTime),  # of either whom the browser is to the desk
        Visitor.proved_until,
    )
    .join(Identity, or_(Identity.id == Visitor.identity_id, Identity.id == Visitor.earlier_identity_id))
    .join(Customer, Customer.id == Identity.customer_id)
    .group_by(Visitor.id)
    .where(Visitor.token_hash.in_(bindparam("tokens", expanding=True)))
)
_CONFIGS: Final = select(Channel.id, Channel.config).where(Channel.id.in_(bindparam("ids", expanding=True)))

Outcome = Told | Exception
_Stored = Told | int | Exception  # an id of a message is what a fact is still to be read for


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a browser sent it. address: where from; person: whom their site proved them to be."""

    incoming: IncomingMessage
    address: str
    person: Person | None = None

    @property
    def who(self) -> tuple[int, str]:
        """Channel id and hash of the token it was written under."""
        assert self.incoming.visitor is not None
        return self.incoming.channel_id, self.incoming.visitor.token_hash


@dataclass(frozen=True, slots=True)
class _Standing:
    blocked_at: datetime | None
    proved_until: datetime | None


def take_many(letters: Sequence[Letter]) -> list[Outcome]:
    """Receive messages in one transaction; return what each visitor is told, or why theirs alone was not taken.

    Refused says what is wrong with a message. What fails together is tried one by one.
    """
    outcomes: dict[int, _Stored] = {}
    admitted_ones = _admitted(letters, outcomes)
    open_ones = [at for at in admitted_ones if at not in outcomes]
    wanted = [admitted_ones[at] for at in open_ones]
    outcomes |= dict(zip(open_ones, _stored(wanted), strict=True))
    if wanted:
        crash_point("receive.after_commit")
        crash_point("chat.before_ack")
    return _told([outcomes[at] for at in range(len(letters))])


def _admitted(letters: Sequence[Letter], outcomes: dict[int, _Stored]) -> dict[int, Letter]:
    """Return those that may come in, by place, as they come in; notes what the others are refused for."""
    standings, entrances = _standings(letters)
    coming: dict[int, Letter] = {}
    for at, letter in enumerate(letters):
        try:
            coming[at] = _checked(letter, standings.get(letter.who), entrances)
        except Exception as error:
            outcomes[at] = error
    tries = [
        limits.Try(*one.who, address=one.address, is_new=letters[at].who not in standings) for at, one in coming.items()
    ]
    for at, verdict in zip(coming, limits.spend_messages(tries), strict=True):
        if verdict is not None:
            outcomes[at] = Refused(Reason.TOO_MANY, verdict.detail)
    return coming


def _standings(letters: Sequence[Letter]) -> tuple[dict[tuple[int, str], _Standing], dict[int, Entrance]]:
    with db.reading() as session:
        found = session.execute(_STANDINGS, {"tokens": [letter.who[1] for letter in letters]})
        known = {(channel_id, token): _Standing(*rest) for channel_id, token, *rest in found}
        asked = {letter.who[0] for letter in letters if letter.who not in known or _has_answers(letter)}
        found_configs = session.execute(_CONFIGS, {"ids": sorted(asked)}).all() if asked else ()
        return known, {one.id: entrance(session, one.config) for one in found_configs}


def _has_answers(letter: Letter) -> bool:
    return letter.incoming.visitor is not None and bool(letter.incoming.visitor.said)


def _checked(letter: Letter, known: _Standing | None, entrances: dict[int, Entrance]) -> Letter:
    if known is None:
        incoming = admitted(letter.incoming, entrances[letter.incoming.channel_id], letter.person)
        return replace(letter, incoming=_looked_at(incoming))
    if known.blocked_at is not None:
        raise Refused(Reason.BLOCKED, "The desk takes no messages from here.")
    if known.proved_until is not None and known.proved_until <= clock.now():
        raise Refused(Reason.IDENTITY, "What the site proved has run out; it has to identify the visitor again.")
    if not _has_answers(letter):
        return replace(letter, person=None)
    return replace(letter, person=None, incoming=answered(letter.incoming, entrances[letter.incoming.channel_id]))


def _looked_at(incoming: IncomingMessage) -> IncomingMessage:
    assert incoming.visitor is not None
    suspect = incoming.visitor.is_suspect or guard.is_suspect(incoming.text)
    return replace(incoming, visitor=replace(incoming.visitor, is_suspect=suspect))


def _stored(letters: Sequence[Letter]) -> list[_Stored]:
    if not letters:
        return []
    try:
        with db.transaction() as session:
            stored = _write(session, letters)
    except Exception as error:
        log.warning("messages are taken one by one", messages=len(letters), error=repr(error))
        return [_alone(letter) for letter in letters]
    # Within a transaction of many, one that crossed another writer cannot simply be tried again.
    again = [isinstance(one, IntegrityError | OperationalError) for one in stored]
    return [_alone(letter) if is_due else one for letter, one, is_due in zip(letters, stored, again, strict=True)]


def _alone(letter: Letter) -> _Stored:
    try:
        return db.retrying(lambda session: _receive(session, letter))
    except Exception as error:
        return error


def _write(session: Session, letters: Sequence[Letter]) -> list[_Stored]:
    run = ChatRun(session, [letter.incoming for letter in letters])
    is_plain = [letter.person is None and run.add(letter.incoming) for letter in letters]
    written = iter(run.write())
    return [
        next(written) if plain else _within(session, letter) for letter, plain in zip(letters, is_plain, strict=True)
    ]


def _within(session: Session, letter: Letter) -> _Stored:
    """Take one as a part of the transaction; failing, it takes back only itself."""
    try:
        with session.begin_nested():
            return _receive(session, letter)
    except Exception as error:
        return error


def _receive(session: Session, letter: Letter) -> int:
    incoming, visitor = letter.incoming, letter.incoming.visitor
    assert visitor is not None
    try:
        if letter.person is not None:
            identity.bind(session, incoming.channel_id, visitor.token_hash, letter.person, locale=visitor.locale)
        message = receive_message(session, incoming)
        if visitor.is_suspect:
            guard.set_aside(session, message)
        return message.id
    except (Unproved, Taken) as error:
        raise Refused(Reason.IDENTITY, error.code) from None
    except Invalid as error:
        raise Refused(Reason.ATTACHMENT if "attachment_ids" in error.fields else Reason.INVALID, error.detail) from None


def _told(stored: Sequence[_Stored]) -> list[Outcome]:
    ids = [one for one in stored if isinstance(one, int)]
    if not ids:
        return [one for one in stored if not isinstance(one, int)]
    with db.reading() as session:
        told = told_of_messages(session, ids)
    return [told.get(one, NotFound()) if isinstance(one, int) else one for one in stored]
