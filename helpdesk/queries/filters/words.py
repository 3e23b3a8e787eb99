"""Words in filters: what is said in a subject, in a customer's name, in their addresses, in their organisation's name."""

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, false, func, or_, select

from helpdesk.models import Customer, Identity, IdentityKind, Organisation, Ticket
from helpdesk.queries.filters.shape import Condition, Op

Part = ColumnElement[bool]
Holds = Callable[[ColumnElement[str]], Part]


def says(text: ColumnElement[str], word: str) -> Part:
    """Return the condition that a text holds a word, in whatever case it is written."""
    # SQLite folds only ASCII letters: what was typed is tried with a capital as well.
    forms = {word, word.lower(), word.upper(), word.capitalize(), word.title()}
    return func.coalesce(or_(*(text.contains(form, autoescape=True) for form in sorted(forms))), false())


def worded(condition: Condition) -> Part:
    """Return the condition on Ticket of a field that holds words."""
    (value,) = condition.values
    of_field = _FIELDS[condition.field]
    if condition.op is Op.CONTAINS:
        return of_field(lambda text: says(text, str(value)))
    is_there = of_field(lambda text: text != "")
    return is_there if value else ~is_there


def _of_customer(holds: Any) -> Part:  # a condition on Customer
    return Ticket.customer_id.in_(select(Customer.id).where(holds))


def _address(holds: Holds) -> Part:
    # Browsers' own marks are no addresses that anybody reads.
    is_shown = Identity.kind != IdentityKind.VISITOR
    written = or_(holds(_column(Identity.address)), holds(_column(Identity.display)))
    return Ticket.customer_id.in_(select(Identity.customer_id).where(and_(is_shown, written)))


def _organisation(holds: Holds) -> Part:
    named = select(Organisation.id).where(holds(_column(Organisation.name)))
    return _of_customer(and_(Customer.organisation_id.is_not(None), Customer.organisation_id.in_(named)))


def _column(column: Any) -> ColumnElement[str]:  # a mapped column of words
    return func.coalesce(column, "")


_FIELDS: Final[dict[str, Callable[[Holds], Part]]] = {
    "subject": lambda holds: holds(_column(Ticket.subject)),
    "customer_name": lambda holds: _of_customer(holds(_column(Customer.name))),
    "address": _address,
    "organisation_name": _organisation,
}
