"""What must be in order before a visitor's first message is taken: identity, consent, the form."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from channels.webchat.parse import Reason, Refused
from helpdesk.incoming import IncomingMessage
from helpdesk.widget.asked import kept, missing
from helpdesk.widget.design import Design, design_of
from helpdesk.widget.signed import Person


def admitted(incoming: IncomingMessage, config: Mapping[str, Any], person: Person | None) -> IncomingMessage:  # JSON
    """Return the message with what the form says in its place; Refused names what is lacking."""
    assert incoming.visitor is not None
    design = design_of(config)
    visitor = incoming.visitor
    if design.needs_identity and person is None:
        raise Refused(Reason.IDENTITY, "This chat is for visitors whom their site has identified.")
    if design.consent.is_asked and not visitor.consents:
        raise Refused(Reason.CONSENT, "The visitor has to agree first.")
    said = dict(visitor.said)
    if (lacking := missing(design, said, known=_known(person))) is not None:
        raise Refused(Reason.FORM, lacking)
    said = kept(design, said)
    email = _of_kind(design, said, "email") or incoming.details.get("email") or (person.email if person else "")
    name = _of_kind(design, said, "name") or incoming.sender.name
    return replace(
        incoming,
        visitor=replace(visitor, said=said),
        sender=replace(incoming.sender, name=name),
        details={**incoming.details, "email": email} if email else incoming.details,
    )


def _known(person: Person | None) -> frozenset[str]:
    if person is None:
        return frozenset()
    return frozenset(kind for kind in ("name", "email", "phone") if getattr(person, kind))


def _of_kind(design: Design, said: Mapping[str, str], kind: str) -> str:
    return next((said[field.key] for field in design.form if field.kind == kind and field.key in said), "")
