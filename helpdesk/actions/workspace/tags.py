"""Tags of the desk: renamed, merged into another, removed, together with all that names them."""

from collections.abc import Collection
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import db, sla_policies, tag_words
from helpdesk.actions.tags import NAME_CHARS
from helpdesk.actions.workspace import tag_rows, tag_undo
from helpdesk.actions.workspace.changes import What, leave_trace, one_line, require_known
from helpdesk.errors import Conflict, NotFound
from helpdesk.models import ACTIVE, Automation, CustomerTag, Macro, SlaPolicy, Tag, Ticket, TicketTag
from helpdesk.permissions import Actor
from helpdesk.queries import uses
from helpdesk.queries.uses import Writing
from helpdesk.tag_words import Named


def rename_tag(session: Session, tag_id: int, *, name: str, by: Actor, address: str = "") -> Tag:
    """Rename a tag; what names it follows. Conflict "name_taken" gives the other's id as `other_id`."""
    tag = _open(session, [tag_id])[tag_id]
    name = _free_name(session, name, but=tag.id)
    if name == tag.name:
        return tag
    before, tag.name = _named(tag), name
    uses.rename_tag(session, before, to=_named(tag))
    _trace(session, "tag.renamed", tag.id, by=by, address=address)
    return tag


def merge_tag(tag_id: int, *, into_id: int, by: Actor, address: str = "") -> None:
    """Make a tag another one: what has it or names it has or names that. Opens its own transactions.

    At each moment between them all conditions hold for what they held for; breaking off loses nothing, and merging again
    goes on. Conflict "same_tag" for a tag and itself.
    """
    if into_id == tag_id:
        raise Conflict("Choose another tag.", code="same_tag", into=into_id)
    with db.reading() as session:
        counts = {table: tag_rows.count(session, table, tag_id) for table in tag_rows.TABLES}
        _require_both(session, tag_id, into_id)
    tag_undo.follow(tag_id, into_id)
    tag_rows.give_other(tag_id, into_id)
    db.retrying(partial(_give_words, tag_id=tag_id, into_id=into_id))
    tag_rows.let_go_of_both(tag_id, into_id)
    data = {"into": into_id, "tickets": counts[TicketTag], "customers": counts[CustomerTag]}
    db.retrying(partial(_end_merged, tag_id=tag_id, into_id=into_id, by=by, address=address, data=data))


def remove_tag(tag_id: int, *, by: Actor, even_if_used: bool = False, address: str = "") -> None:
    """Take a tag from all that has it, and from the desk. Opens its own transactions.

    Conflict "tag_in_use" tells how many tickets and customers have it and what names it, unless even_if_used: conditions
    then go on naming it, and nothing has it; steps no longer put it on or take it off. A macro that did nothing else goes
    with it, an automation that did nothing else is switched off.
    """
    with db.reading() as session:
        tag = session.get(Tag, tag_id)
        if tag is None:
            raise NotFound
        if not even_if_used:
            _refuse_used(session, tag)
    if even_if_used:
        tag_rows.let_go(tag_id)
    db.retrying(partial(_end_removed, tag_id=tag_id, by=by, even_if_used=even_if_used, address=address))


def _require_both(session: Session, tag_id: int, into_id: int) -> None:
    if session.get(Tag, tag_id) is None:
        raise NotFound
    require_known(session, Tag.id, [into_id], field="into")


def _open(session: Session, ids: Collection[int]) -> dict[int, Tag]:
    """Return tags that nobody else changes or puts on anything until the transaction ends; NotFound unless all are there."""
    db.lock(session, tag_rows.TURN)
    wanted = select(Tag).where(Tag.id.in_(ids)).order_by(Tag.id).with_for_update()
    found = {tag.id: tag for tag in session.scalars(wanted.execution_options(populate_existing=True))}
    if len(found) < len(ids):
        raise NotFound
    return found


def _give_words(session: Session, *, tag_id: int, into_id: int) -> None:
    tags = _open(session, [tag_id, into_id])
    changed = uses.rename_tag(session, _named(tags[tag_id]), to=_named(tags[into_id]))
    _raise_versions(session, changed)


def _end_merged(session: Session, *, tag_id: int, into_id: int, by: Actor, address: str, data: dict[str, int]) -> None:
    tags = _open(session, [tag_id, into_id])
    _give_words(session, tag_id=tag_id, into_id=into_id)
    tag_rows.give_rest(session, tag_id, other_id=into_id)
    _forget(session, tags[tag_id], followed=into_id)
    _trace(session, "tag.merged", tag_id, by=by, address=address, data=data)


def _end_removed(session: Session, *, tag_id: int, by: Actor, even_if_used: bool, address: str) -> None:
    tag = _open(session, [tag_id])[tag_id]
    if not even_if_used:
        _refuse_used(session, tag)
    _drop_steps(session, _named(tag))
    _forget(session, tag, followed=tag_id)
    _trace(session, "tag.removed", tag_id, by=by, address=address)


def _forget(session: Session, tag: Tag, *, followed: int) -> None:
    """Delete a tag; where service levels go by it or by the one it became, open tickets are looked at again."""
    kept = select(SlaPolicy.conditions).where(SlaPolicy.removed_at.is_(None))
    if any({tag.id, followed}.intersection(said.get("tag_ids", ())) for said in session.scalars(kept)):
        sla_policies.renew(session)
    session.delete(tag)


def _drop_steps(session: Session, tag: Named) -> None:
    in_use = select(Automation).where(Automation.removed_at.is_(None))
    rows: list[Macro | Automation] = [*session.scalars(select(Macro)), *session.scalars(in_use)]
    for row in rows:
        left = tag_words.without_steps(row.steps, tag)
        if left == row.steps:
            continue
        if left:
            row.steps = left
        elif isinstance(row, Macro):
            session.delete(row)
        if isinstance(row, Automation):
            row.is_enabled = row.is_enabled and bool(left)  # what did nothing else keeps its steps, to be read
            row.version += 1


def _raise_versions(session: Session, changed: Collection[Writing]) -> None:
    for row in changed:
        if isinstance(row, SlaPolicy | Automation):
            row.version += 1
    if any(isinstance(row, SlaPolicy) for row in changed):
        sla_policies.renew(session)


def _refuse_used(session: Session, tag: Tag) -> None:
    tickets, customers = (tag_rows.count(session, table, tag.id) for table in (TicketTag, CustomerTag))
    with_it = select(func.count()).select_from(TicketTag).join(Ticket, Ticket.id == TicketTag.ticket_id)
    active = session.scalar(with_it.where(TicketTag.tag_id == tag.id, Ticket.category.in_(ACTIVE))) or 0
    users = uses.uses_of_tag(session, _named(tag))
    if tickets or customers or users:
        raise Conflict(
            f"{tickets} tickets and {customers} customers have {tag.name}, and {len(users)} rules, views and the like "
            "name it. Repeat with force to take it from them all.",
            code="tag_in_use",
            open_tickets=active,
            tickets=tickets,
            customers=customers,
            uses=[one.as_json() for one in users],
        )


def _free_name(session: Session, name: str, *, but: int) -> str:
    name = one_line(name, field="name", max_chars=NAME_CHARS)
    for id, other in session.execute(select(Tag.id, Tag.name).where(Tag.id != but)):
        if tag_words.same_name(name, other):
            raise Conflict("There is a tag of this name already.", code="name_taken", name="taken", other_id=id)
    return name


def _named(tag: Tag) -> Named:
    return Named(tag.id, tag.name)


def _trace(
    session: Session, verb: str, tag_id: int, *, by: Actor, address: str, data: dict[str, int] | None = None
) -> None:
    leave_trace(session, verb, what=What.TAG_NAMES, thing=f"tag:{tag_id}", by=by, address=address, data=data)
