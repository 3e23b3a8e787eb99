"""What is kept: files named by rows, the audit log, the word index, the schema itself."""

import hashlib
import random
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import func, select, text, union
from sqlalchemy.orm import Session

from helpdesk import storage
from helpdesk.actions.audit import last_of, noted_end, verify_chain
from helpdesk.migrations.comparison import differences
from helpdesk.models import Attachment, AttachmentState, Customer, Identity, Message, Ticket
from helpdesk.queries.search.index import matching
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.words import fold, words_of
from runtime.backup.making import blob_columns
from runtime.backup.rows import tables
from runtime.checks.finding import COUNTED, SHOWN, Finding, broken

FILES: Final = "files"
AUDIT: Final = "audit log"
SEARCH: Final = "search"
DATABASE: Final = "database"
HASHED: Final = 300  # files that are read whole
ASKED: Final = 40  # rows of each kind that are searched for
SOURCES: Final = {
    Indexed.MESSAGE: Message,
    Indexed.TICKET: Ticket,
    Indexed.CUSTOMER: Customer,
    Indexed.IDENTITY: Identity,
}


def files(session: Session) -> Iterator[Finding]:
    """Look for every file a row names, and read some hundred of them."""
    asked = [select(column).where(column.is_not(None)) for table in tables() for column in blob_columns(table)]
    names = [str(name) for name in session.scalars(union(*asked))]
    missing = [name for name in names if not storage.path(name).is_file()]
    remedy = "Copy them from a backup into the folder `files`: a file's name is the SHA-256 of its bytes."
    if missing:
        yield Finding(FILES, "files that rows name are not there", remedy, min(len(missing), COUNTED), missing[:SHOWN])
    there = sorted(set(names) - set(missing))
    some = random.sample(there, min(HASHED, len(there)))
    damaged = [name for name in some if hashlib.sha256(storage.read(name)).hexdigest() != name]
    if damaged:
        yield Finding(FILES, "files have changed on the disk", remedy, len(damaged), damaged[:SHOWN])
    if orphaned := storage.orphaned_small():
        remedy = "Remove the folder `files/small`: whatever is needed of it is made again."
        yield Finding(
            FILES, "small copies of pictures are left whose picture is gone", remedy, len(orphaned), orphaned[:SHOWN]
        )
    nameless = select(Attachment.id).where(Attachment.state == AttachmentState.STORED, Attachment.blob.is_(None))
    remedy = "Restore a backup from before they lost their bytes."
    yield from broken(session, FILES, nameless, "attachments are said to be stored and name no file", remedy)


def audit(session: Session) -> Iterator[Finding]:
    """Follow the audit log from its first row to the last one that was written."""
    first = verify_chain(session)
    if first is not None:
        remedy = "Somebody has changed or removed rows. Compare with the log of a backup."
        yield Finding(AUDIT, f"row {first} does not follow the one before", remedy)
    ends = [(last_of(session), noted_end(session)) for _ in range(3)]  # somebody may write between the two
    if all(last != noted for last, noted in ends):
        last, noted = ends[-1]
        remedy = "Somebody has removed rows at the end, or what says where it is. Compare with the log of a backup."
        yield Finding(AUDIT, f"it ends with row {last and last[0]}, and row {noted and noted[0]} was the last", remedy)


def search(session: Session) -> Iterator[Finding]:
    """Compare how much is indexed with how much there is, and look for some rows by their own words."""
    for indexed, kind in SOURCES.items():
        if session.get_bind().dialect.name == "sqlite":
            known = session.execute(text(f"SELECT count(*) FROM {indexed}_search_docsize")).scalar()  # noqa: S608 - our names
            there = session.scalar(select(func.count()).select_from(kind))
            if known != there:
                what = f"the index of words knows {known} of {there} rows of {indexed.value}"
                yield Finding(SEARCH, what, _remedy(indexed))
    yield from _found_again(session, Indexed.MESSAGE, select(Message.id, Message.text).order_by(Message.id.desc()))
    yield from _found_again(session, Indexed.TICKET, select(Ticket.id, Ticket.subject).order_by(Ticket.id.desc()))
    yield from _found_again(session, Indexed.CUSTOMER, select(Customer.id, Customer.name).order_by(Customer.id.desc()))


def _found_again(session: Session, indexed: Indexed, asked: Any) -> Iterator[Finding]:  # select of id and text
    lost: list[int] = []
    for id, said in session.execute(asked.limit(ASKED)):
        words = [fold(match.group()) for match in words_of(said[:1000])][:3]
        if not words:
            continue
        hits = matching(session, indexed, words).subquery()
        if session.scalar(select(hits.c.id).where(hits.c.id == id)) is None:
            lost.append(id)
    if lost:
        yield Finding(
            SEARCH, f"rows of {indexed.value} are not found by their words", _remedy(indexed), len(lost), lost[:SHOWN]
        )


def _remedy(indexed: Indexed) -> str:
    return f"On SQLite: INSERT INTO {indexed}_search({indexed}_search) VALUES('rebuild'). On PostgreSQL: REINDEX TABLE {indexed}."


def database(session: Session) -> Iterator[Finding]:
    """Compare the schema with the models, keys included, and have SQLite look through its file."""
    for one in differences(session.connection())[:SHOWN]:
        remedy = "Run `helpdesk migrate`; if that changes nothing, restore a backup into an empty database."
        yield Finding(DATABASE, f"the schema differs from this version: {one!r}"[:300], remedy)
    if session.get_bind().dialect.name != "sqlite":
        return
    remedy = "The disk or a copy made while the desk ran has damaged the file. Restore a backup."
    for (row,) in session.execute(text("PRAGMA quick_check(5)")):
        if row != "ok":
            yield Finding(DATABASE, str(row), remedy)
    for table, id, other, _ in session.execute(text("PRAGMA foreign_key_check")).fetchmany(SHOWN):
        yield Finding(DATABASE, f"row {id} of {table} refers to a row of {other} that is not there", remedy)
