"""Screens are right: events have positions without gaps, visitors' facts and reports follow them."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock
from helpdesk.models import Event, ReportFact, Ticket, VisitorEvent
from helpdesk.reporting.progress import progress
from helpdesk.reporting.reading import calendar_of, facts
from helpdesk.reporting.shapes import Fact
from runtime.checks.finding import Finding, broken

NAME: Final = "events"
PATIENCE: Final = timedelta(minutes=1)
BEHIND: Final = 10_000  # events the facts of reports may be behind
SAMPLE: Final = 100


def telling(session: Session) -> Iterator[Finding]:
    """Look at events and at what is made of them."""
    yield from _positions(session)
    yield from _visitors(session)
    yield from _facts(session)


def _positions(session: Session) -> Iterator[Finding]:
    lowest, highest, count = session.execute(
        select(func.min(Event.position), func.max(Event.position), func.count(Event.position))
    ).one()
    if lowest is not None and highest is not None and highest - lowest + 1 != count:
        what = f"{count} events have the positions {lowest} to {highest}: some are missing or doubled"
        yield Finding(NAME, what, "Consoles must be reloaded; restore a backup if the tickets are wrong too.")
    waiting = select(Event.id).where(Event.position.is_(None), Event.created_at < clock.now() - PATIENCE)
    remedy = "Is `helpdesk relay` running? Until it does, no screen changes by itself."
    yield from broken(session, NAME, waiting.order_by(Event.id), "events wait for a position", remedy)


def _visitors(session: Session) -> Iterator[Finding]:
    told = select(VisitorEvent.ticket_id, func.count().label("n"), func.max(VisitorEvent.seq).label("last"))
    by_ticket = told.group_by(VisitorEvent.ticket_id).subquery()
    asked = (
        select(Ticket.id)
        .outerjoin(by_ticket, by_ticket.c.ticket_id == Ticket.id)
        .where((by_ticket.c.n != by_ticket.c.last) | (func.coalesce(by_ticket.c.last, 0) != Ticket.last_seq))
    )
    remedy = "Their visitors reload the chat to see all of it."
    yield from broken(session, NAME, asked, "tickets told their visitor facts with gaps", remedy)


def _facts(session: Session) -> Iterator[Finding]:
    """Compare the facts of the newest tickets with what their events tell."""
    kept = progress(session)
    last = session.scalar(select(func.max(Event.position))) or 0
    if kept is None or kept.rebuilt_to is not None:
        return
    if last - kept.position > BEHIND:
        yield Finding(NAME, f"reports are {last - kept.position} events behind", "Is `helpdesk clock` running?")
    if last != kept.position:
        return
    _, calendar = calendar_of(session)
    ids = session.scalars(select(Ticket.id).order_by(Ticket.id.desc()).limit(SAMPLE)).all()
    wanted = facts(session, ids, calendar)
    columns = (getattr(ReportFact, name) for name in Fact._fields)
    found = [Fact(*row) for row in session.execute(select(*columns).where(ReportFact.ticket_id.in_(ids)))]
    wrong = sorted({fact.ticket_id for fact in set(wanted) ^ set(found)})
    if wrong:
        what = "tickets have facts of reports that their events do not tell"
        remedy = "Ask again in a minute; if it stays, remove the setting `report_facts` and the clock makes all anew."
        yield Finding(NAME, what, remedy, len(wrong), wrong[:5])
