"""A filter of customers in SQL. What it counts of tickets is what the actor may see of them.

Counted things are asked for as sets of ids, not customer by customer: one pass over an index instead of forty thousand.
Whether there is something is asked of each customer, so that a page ends where it is full.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Float, Select, String, and_, cast, false, func, or_, select, true, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from helpdesk import clock
from helpdesk.customers.filters import Condition, Filter
from helpdesk.errors import Invalid
from helpdesk.models import (
    ACTIVE,
    Customer,
    CustomerDate,
    CustomerTag,
    CustomField,
    FieldEntity,
    Identity,
    OutsideEvent,
    Rating,
    Tag,
    Ticket,
)
from helpdesk.models.channels import Channel
from helpdesk.models.unindexed import unindexed
from helpdesk.permissions import Actor, visible_to

Clause = ColumnElement[bool]
Ids = Select[int]  # customers
Meant = Clause | Ids


def matching(session: Session, actor: Actor, wanted: Filter) -> Clause:
    """Return the condition on Customer of a filter; Invalid when it names a field that is not there any more."""
    clauses = map(_as_clause, _meant(session, actor, wanted))
    return true() if not wanted.conditions else or_(*clauses) if wanted.is_any else and_(*clauses)


def on_pages(session: Session, actor: Actor, wanted: Filter) -> Clause:
    """Return the same for a page of customers: of which one must hold, conditions that are sets become one set.

    PostgreSQL goes through all customers to ask each for two sets. For those of other tables' rows it does better with them.
    """
    if not wanted.is_any:
        return matching(session, actor, wanted)
    meant = _meant(session, actor, wanted)
    sets = [one for one in meant if isinstance(one, Select)]
    if len(sets) < 2:
        return or_(*map(_as_clause, meant)) if meant else true()
    all_of_them = union(*(ids.order_by(None) for ids in sets)).subquery()
    others = [one for one in meant if not isinstance(one, Select)]
    return or_(Customer.id.in_(select(all_of_them.c[0])), *others)


def _meant(session: Session, actor: Actor, wanted: Filter) -> list[Meant]:
    if not wanted.conditions:
        return []
    kinds = dict(
        session.execute(
            select(CustomField.key, CustomField.kind).where(CustomField.entity == FieldEntity.CUSTOMER)
        ).all()
    )
    return [_clause(one, actor, {key: kind.value for key, kind in kinds.items()}) for one in wanted.conditions]


def _as_clause(meant: Meant) -> Clause:
    return Customer.id.in_(meant) if isinstance(meant, Select) else meant


def _clause(one: Condition, actor: Actor, kinds: Mapping[str, str]) -> Meant:
    if one.field.startswith("fields."):
        return _custom(one, one.field.removeprefix("fields."), kinds)
    return _CLAUSES[one.field](one, actor)


def _name(one: Condition, _actor: Actor) -> Clause:
    if one.op == "contains":
        # SQLite folds only ASCII letters: what was typed is tried with a capital as well.
        words = {one.value, one.value.lower(), one.value.capitalize(), one.value.title()}
        return or_(*(Customer.name.contains(word, autoescape=True) for word in words))
    return Customer.name == "" if one.op == "empty" else Customer.name != ""


def _language(one: Condition, _actor: Actor) -> Clause:
    return _listed(Customer.language.in_([str(word) for word in one.value]), one)


def _organisation(one: Condition, _actor: Actor) -> Clause:
    if one.op in ("empty", "not_empty"):
        return Customer.organisation_id.is_(None) if one.op == "empty" else Customer.organisation_id.is_not(None)
    is_one = func.coalesce(Customer.organisation_id, 0).in_([int(id) for id in one.value if str(id).isdigit()])
    return _listed(is_one, one)


def _tag(one: Condition, _actor: Actor) -> Meant:
    names = [str(word) for word in one.value]
    has = select(CustomerTag.customer_id).join(Tag, Tag.id == CustomerTag.tag_id).where(Tag.name.in_(names))
    return has if one.op == "is" else Customer.id.not_in(has)


def _channel(one: Condition, actor: Actor) -> Clause:
    kinds = [str(word) for word in one.value]
    channels = select(Channel.id).where(cast(Channel.kind, String).in_(kinds))
    # SQLite would begin with all tickets of the channel.
    came = select(Ticket.id).where(Ticket.customer_id == Customer.id, unindexed(Ticket.channel_id).in_(channels))
    return _listed(came.where(visible_to(actor)).exists(), one)


def _address(one: Condition, _actor: Actor) -> Meant:
    kinds = [str(word) for word in one.value]
    has = select(Identity.customer_id).where(cast(Identity.kind, String).in_(kinds))
    return has if one.op == "has" else Customer.id.not_in(has)


def _blocked(one: Condition, _actor: Actor) -> Clause:
    return Customer.blocked_at.is_not(None) if one.op == "yes" else Customer.blocked_at.is_(None)


def _created(one: Condition, _actor: Actor) -> Clause:
    since = clock.now() - timedelta(days=one.value)
    return Customer.created_at >= since if one.op == "within_days" else Customer.created_at < since


def _tickets(one: Condition, actor: Actor) -> Meant:
    found = select(Ticket.customer_id).where(visible_to(actor))
    if one.field == "open_tickets":
        found = found.where(Ticket.category.in_(ACTIVE))
    return _counted(Ticket.customer_id, found, func.count(), one)


def _last_ticket(one: Condition, actor: Actor) -> Clause:
    since = clock.now() - timedelta(days=one.value)
    lately = select(Ticket.id).where(Ticket.customer_id == Customer.id, Ticket.last_message_at >= since)
    is_so = lately.where(visible_to(actor)).exists()
    return is_so if one.op == "within_days" else ~is_so


def _rating(one: Condition, actor: Actor) -> Ids:
    rated = (
        select(Ticket.customer_id)
        .join(Rating, Rating.ticket_id == Ticket.id)
        .where(visible_to(actor), Rating.score.is_not(None))
    )
    if one.days:
        rated = rated.where(Rating.rated_at >= clock.now() - timedelta(days=one.days))
    score = Rating.score >= one.value if one.op == "at_least" else Rating.score <= one.value
    if one.days:
        score = and_(score, Rating.rated_at >= clock.now() - timedelta(days=one.days))
    # Only of those with such a rating is it asked whether it is their last, or all of them on average: nobody's average
    # is beyond each of their ratings, and those of everybody are read ten times as long.
    if one.field == "rating_average":
        some = select(Ticket.customer_id).where(Ticket.id.in_(select(Rating.ticket_id).where(score)), visible_to(actor))
        average = func.avg(Rating.score)
        held = average >= one.value if one.op == "at_least" else average <= one.value
        return rated.where(Ticket.customer_id.in_(some)).group_by(Ticket.customer_id).having(held)
    theirs, again = aliased(Ticket), aliased(Rating)
    newer = (
        select(again.id)
        .join(theirs, theirs.id == again.ticket_id)
        .where(
            theirs.customer_id == Ticket.customer_id,
            again.id > Rating.id,
            again.score.is_not(None),
            visible_to(actor, theirs),
        )
        .correlate(Ticket, Rating)
    )
    return rated.where(score, ~newer.exists())


def _outside(one: Condition, _actor: Actor) -> Meant:
    found = select(OutsideEvent.customer_id)
    if one.kind:
        found = found.where(OutsideEvent.kind == one.kind)
    if one.field == "outside_last":
        since = clock.now() - timedelta(days=one.value)
        return _recent(found.where(OutsideEvent.happened_at >= since), one)
    if one.days:
        found = found.where(OutsideEvent.happened_at >= clock.now() - timedelta(days=one.days))
    if one.field == "outside_count":
        return _counted(OutsideEvent.customer_id, found, func.count(), one)
    found = found.where(OutsideEvent.currency == one.currency)
    return _counted(OutsideEvent.customer_id, found, func.sum(OutsideEvent.amount_minor), one)


def _date(one: Condition, _actor: Actor) -> Ids:
    today = clock.now().date()
    days = [today + timedelta(days=ahead) for ahead in range(min(one.value, 366) + 1)]
    yearly = and_(CustomerDate.is_yearly, CustomerDate.month_day.in_(sorted({day.isoformat()[5:] for day in days})))
    once = CustomerDate.day.between(days[0].isoformat(), days[-1].isoformat())
    found = select(CustomerDate.customer_id).where(or_(yearly, once))
    return found.where(CustomerDate.kind == one.kind) if one.kind else found


def _custom(one: Condition, key: str, kinds: Mapping[str, str]) -> Clause:
    kind = kinds.get(key)
    if kind is None:
        raise Invalid("This field is not there any more.", **{f"fields.{key}": "unknown"})
    held = Customer.fields[key]
    as_text = cast(held.as_string(), String)
    if one.op in ("empty", "not_empty"):
        return as_text.is_(None) if one.op == "empty" else as_text.is_not(None)
    if one.op in ("at_least", "at_most"):
        side: Any = cast(held.as_string(), Float) if kind == "number" else as_text
        value: Any = float(one.value) if kind == "number" and _is_number(one.value) else str(one.value)
        if kind == "number" and isinstance(value, str):
            return false()
        bound: Clause = side >= value if one.op == "at_least" else side <= value
        return bound
    if one.op == "contains":
        words = {one.value, one.value.lower(), one.value.capitalize()}
        return or_(*(as_text.contains(word, autoescape=True) for word in words))
    return _is(one, kind, as_text)


def _is(one: Condition, kind: str, as_text: ColumnElement[str]) -> Clause:
    if kind == "several":
        is_so = as_text.contains(f'"{one.value}"', autoescape=True)
    elif kind == "yes_no":
        is_so = as_text.in_(("true", "1") if str(one.value).lower() in ("true", "1") else ("false", "0"))
    elif kind == "number":
        is_so = cast(as_text, Float) == float(one.value) if _is_number(one.value) else false()
    else:
        is_so = as_text == str(one.value)
    return is_so if one.op == "is" else func.coalesce(is_so, false()).is_(False)


def _is_number(value: Any) -> bool:  # JSON
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _listed(is_one: Clause, one: Condition) -> Clause:
    return is_one if one.op == "is" else ~is_one


def _recent(lately: Ids, one: Condition) -> Meant:
    return lately if one.op == "within_days" else Customer.id.not_in(lately)


def _counted(customer_id: InstrumentedAttribute[int], ids: Ids, number: ColumnElement[Any], one: Condition) -> Meant:
    """At most n includes those with nothing at all, at least nothing everybody."""
    grouped = ids.group_by(customer_id)
    if one.op == "at_most":
        return Customer.id.not_in(grouped.having(number > one.value))
    # In the order of pages, newest first: PostgreSQL then counts from an index, and ends where the page is full.
    some = grouped.having(number >= one.value).order_by(customer_id.desc())
    return true() if one.value <= 0 else some


_CLAUSES: Final[dict[str, Callable[[Condition, Actor], Meant]]] = {
    "name": _name,
    "language": _language,
    "organisation": _organisation,
    "tag": _tag,
    "channel": _channel,
    "address": _address,
    "blocked": _blocked,
    "created": _created,
    "tickets": _tickets,
    "open_tickets": _tickets,
    "last_ticket": _last_ticket,
    "rating_last": _rating,
    "rating_average": _rating,
    "outside_count": _outside,
    "outside_sum": _outside,
    "outside_last": _outside,
    "date": _date,
}
