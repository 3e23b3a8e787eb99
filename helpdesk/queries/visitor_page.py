"""A chat's visitor as agents see them: where they are, where they came from, with what, and what they said of themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.errors import NotFound
from helpdesk.models import Channel, ChannelKind, Customer, Erasure, Identity, IdentityKind, Thread, Ticket, Visitor
from helpdesk.permissions import Actor, visible_to
from helpdesk.queries.rows import Json, iso
from helpdesk.queries.widget_form import form_of
from helpdesk.widget.asked import Question, text_of
from helpdesk.widget.design import design_of

KEPT: Final = timedelta(hours=24)


def recent(found: Visitor, now: datetime) -> list[Any]:  # JSON, see Visitor.visits
    """Return the pages of the last 24 hours, the newest last."""
    return [one for one in found.visits or [] if now - datetime.fromisoformat(one["at"]) < KEPT]


def visitor(session: Session, actor: Actor, ticket_id: int) -> Json:
    """Return the visitor of a chat ticket the actor may see; NotFound for other tickets."""
    found = session.execute(
        select(Thread, Channel, Identity)
        .join(Ticket, Ticket.id == Thread.ticket_id)
        .join(Channel, Channel.id == Thread.channel_id)
        .join(Identity, Identity.id == Thread.identity_id)
        .where(Thread.ticket_id == ticket_id, Channel.kind == ChannelKind.WEBCHAT, visible_to(actor))
        .order_by(Thread.id.desc())
        .limit(1)
    ).first()
    if found is None:
        raise NotFound
    thread, channel, identity = found
    browser = session.scalar(
        select(Visitor)
        .where(or_(Visitor.identity_id == identity.id, Visitor.earlier_identity_id == identity.id))
        .order_by(Visitor.last_seen_at.desc())
        .limit(1)
    )
    customer = session.get_one(Customer, identity.customer_id)
    return {
        "customer_id": customer.id,
        "channel": channel.name,
        "verified": identity.kind is IdentityKind.EXTERNAL,
        "later": _later(session, identity, browser),
        "blocked": customer.blocked_at is not None,
        "email": thread.details.get("email"),
        "said": _said(form_of(session, design_of(channel.config)), browser),
        **_browser(browser),
        "erasure_due_at": _erasure(session, identity.id),
    }


def _later(session: Session, identity: Identity, browser: Visitor | None) -> Json | None:
    """Return whom their site said later to be in the browser that wrote unnamed; it need not be the same person."""
    if browser is None or browser.earlier_identity_id != identity.id:
        return None
    named = session.get_one(Identity, browser.identity_id)
    if named.customer_id == identity.customer_id:
        return None
    return {"id": named.customer_id, "name": session.get_one(Customer, named.customer_id).name or named.display}


def _browser(found: Visitor | None) -> Json:
    if found is None:
        return {
            "page": {},
            "device": {},
            "locale": "",
            "visits": [],
            "first_seen_at": None,
            "last_seen_at": None,
            "consented_at": None,
        }
    return {
        "page": found.page,
        "device": found.device or {},
        "locale": found.locale,
        "visits": recent(found, clock.now()),
        "first_seen_at": iso(found.created_at),
        "last_seen_at": iso(found.last_seen_at),
        "consented_at": iso(found.consented_at),
    }


def _said(form: Sequence[Question], found: Visitor | None) -> list[Json]:
    """Return what they filled in, each with its question in the widget's languages; nobody has proved it.

    texts: by language, where the answer was chosen among words.
    """
    given = (found.said or {}) if found else {}
    asked = {question.key: question for question in form}
    return [_answer(asked.get(key, Question(key, key)), text) for key, text in given.items()]


def _answer(question: Question, text: str) -> Json:
    languages = {language for option in question.options for language in option.label}
    return {
        "key": question.key,
        "label": question.label,
        "kind": question.kind,
        "text": text,
        "texts": {language: text_of(question, text, language) for language in sorted(languages)},
    }


def _erasure(session: Session, identity_id: int) -> str | None:
    due = session.scalar(
        select(Erasure.due_at).where(
            Erasure.identity_id == identity_id, Erasure.done_at.is_(None), Erasure.cancelled_at.is_(None)
        )
    )
    return iso(due)
