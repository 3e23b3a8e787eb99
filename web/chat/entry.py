"""What must be in order before a visitor's first message is taken: identity, consent, the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from channels.webchat.parse import Reason, Refused
from helpdesk.incoming import IncomingMessage, NewVisitor
from helpdesk.queries.widget_form import form_of
from helpdesk.widget.asked import Question, kept, missing, values
from helpdesk.widget.design import Design, design_of
from helpdesk.widget.signed import Person


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a widget asks of those who come."""

    design: Design
    form: Sequence[Question]


def entrance(session: Session, config: Mapping[str, Any]) -> Entrance:  # JSON
    """Return what a widget of this config asks now."""
    design = design_of(config)
    return Entrance(design, form_of(session, design))


def admitted(incoming: IncomingMessage, entrance: Entrance, person: Person | None) -> IncomingMessage:
    """Return a first message with what the form says in its place; Refused names what is lacking."""
    assert incoming.visitor is not None
    design, visitor = entrance.design, incoming.visitor
    if design.needs_identity and person is None:
        raise Refused(Reason.IDENTITY, "This chat is for visitors whom their site has identified.")
    if design.consent.is_asked and not visitor.consents:
        raise Refused(Reason.CONSENT, "The visitor has to agree first.")
    if (lacking := missing(entrance.form, visitor.said, known=_known(person))) is not None:
        raise Refused(Reason.FORM, lacking)
    visitor = _answering(visitor, entrance)
    email = _of_kind(entrance, visitor, "email") or incoming.details.get("email") or (person.email if person else "")
    name = _of_kind(entrance, visitor, "name") or incoming.sender.name
    return replace(
        incoming,
        visitor=visitor,
        sender=replace(incoming.sender, name=name),
        details={**incoming.details, "email": email} if email else incoming.details,
    )


def answered(incoming: IncomingMessage, entrance: Entrance) -> IncomingMessage:
    """Return a later message with those answers that were asked for; nothing is lacking of who is known."""
    assert incoming.visitor is not None
    return replace(incoming, visitor=_answering(incoming.visitor, entrance))


def _answering(visitor: NewVisitor, entrance: Entrance) -> NewVisitor:
    said = kept(entrance.form, visitor.said)
    return replace(
        visitor,
        said=said,
        ticket_fields=values(entrance.form, said, "ticket"),
        customer_fields=values(entrance.form, said, "customer"),
    )


def _known(person: Person | None) -> frozenset[str]:
    if person is None:
        return frozenset()
    return frozenset(kind for kind in ("name", "email", "phone") if getattr(person, kind))


def _of_kind(entrance: Entrance, visitor: NewVisitor, kind: str) -> str:
    said = visitor.said
    return next((str(said[one.key]) for one in entrance.form if one.kind == kind and one.key in said), "")
