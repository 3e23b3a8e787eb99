"""Who a widget says its visitor is, believed only when their site signed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions import visitor_identity
from helpdesk.actions.visitor_identity import Browser, Taken
from helpdesk.models import Channel, Visitor
from helpdesk.queries.rows import Json
from helpdesk.widget.signed import Person, Unproved
from web.chat import limits


@dataclass(frozen=True, slots=True)
class Proved:
    """What came of a claim: the person, or why not ("identity_invalid", "identity_expired", "identity_taken")."""

    person: Person | None = None
    problem: str | None = None

    def on_top_of(self, welcome: Json) -> Json:
        """Return a welcome with what came of the claim; of who has not written yet the desk knows what was signed."""
        if self.problem is not None:
            return {**welcome, "problem": self.problem}
        if self.person is None or welcome["verified"]:
            return welcome
        known = {name: bool(getattr(self.person, name)) for name in ("name", "email", "phone")}
        return {**welcome, "known": {**welcome["known"], **known}, "verified": True}


NOTHING = Proved()


def prove(
    channel_id: int, token_hash: str, given: Mapping[str, Any] | None, *, locale: str = "", address: str = ""
) -> Proved:  # given: JSON
    """Check a claim and bind the browser to the person; nothing is written for who has never written before."""
    if given is None:
        return NOTHING
    limits.spend_identity(address)
    try:
        with db.transaction() as session:
            channel = session.get_one(Channel, channel_id)
            person = visitor_identity.prove(session, channel, dict(given))
            if _has_written(session, channel_id, token_hash, person):
                visitor_identity.bind(session, Browser(channel, token_hash, locale), person)
            return Proved(person)
    except Unproved as error:
        return Proved(problem=error.code)
    except Taken as error:
        return Proved(problem=error.code)


def bind(session: Session, channel_id: int, token_hash: str, person: Person, *, locale: str = "") -> None:
    """Bind the browser in the transaction that takes its first message."""
    visitor_identity.bind(session, Browser(session.get_one(Channel, channel_id), token_hash, locale), person)


def _has_written(session: Session, channel_id: int, token_hash: str, person: Person) -> bool:
    row = select(Visitor.id).where(Visitor.token_hash == token_hash, Visitor.channel_id == channel_id)
    return session.scalar(row) is not None or visitor_identity.is_known(session, channel_id, person)
