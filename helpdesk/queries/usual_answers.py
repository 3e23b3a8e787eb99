"""Whom answers by mail go to when the agent says nothing else, as the console shows it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.recipients import Usual, answering, usual_recipients
from helpdesk.models import Thread, Ticket
from helpdesk.queries.rows import Json


def answer_view(found: Ticket, usual: Usual) -> Json:
    """Return whom an answer goes to in the shape of the API."""
    chosen, newest = usual.recipients, usual.newest
    subject = chosen.subject or answering(newest.subject if newest else found.subject)
    return {"to": list(chosen.to), "cc": list(chosen.cc), "bcc": list(chosen.bcc), "subject": subject}


def usual_answers(session: Session, found: Sequence[Json]) -> dict[int, Json]:
    """Return whom answers to the newest mails of tickets go to, by ticket id; none where a reply is no mail.

    found: the tickets whole, see helpdesk.queries.ticket.
    """
    answered = {one["ticket"]["id"]: mail for one in found if (mail := _answered(one))}
    if not answered:
        return {}
    tickets = session.scalars(select(Ticket).where(Ticket.id.in_(answered))).all()
    threads = {one["thread_id"] for one in answered.values()}
    by_id = {one.id: one for one in session.scalars(select(Thread).where(Thread.id.in_(threads)))}
    talks = [(one, by_id[answered[one.id]["thread_id"]]) for one in tickets]
    return {
        one.id: answer_view(one, usual) | {"message_id": answered[one.id]["id"]}
        for (one, _), usual in zip(talks, usual_recipients(session, talks), strict=True)
    }


def _answered(found: Json) -> Json | None:
    """Return the newest mail where a reply would be one; the console chooses it so, too."""
    aside = {thread["id"] for thread in found["threads"] if thread["aside"]}
    said = [one for one in found["messages"] if one["kind"] != "note" and one["thread_id"] not in aside]
    if not said or said[-1]["channel_kind"] != "email":
        return None
    mails = [one for one in found["messages"] if one["mail"] and one["thread_id"] == said[-1]["thread_id"]]
    answered = [one for one in mails if one["kind"] == "in"] or mails
    return answered[-1] if answered else None
