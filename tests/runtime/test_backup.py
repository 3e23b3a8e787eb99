"""Backups: everything comes back, on either database; whoever has no key, or half a file, gets nothing."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text

from helpdesk import clock, db, outbox, secrets, storage
from helpdesk.actions import attachments, audit
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from helpdesk.models import Attachment, Channel, ChannelKind, Event, Lease, Message, Secret, Setting, Ticket
from helpdesk.models.tickets import TicketNumber
from runtime.backup.ends import End, noted_ends
from runtime.backup.making import Made, make_backup
from runtime.backup.restoring import restore, verify
from runtime.backup.rows import dump, tables
from runtime.backup.sealed import new_recovery_key, public_half
from runtime.backup.settings import BackupSettings, make_recovery_key
from runtime.checks.telling import telling
from runtime.keys import keys_of
from tests.cast import Desk
from tests.mailboxes import mailbox, writes

KEY, PUBLIC = new_recovery_key()
FILE = b"a file of a customer " * 1000


def everything() -> dict[str, list[Any]]:
    """All rows of the database at hand, by table."""
    with db.reading() as session:
        db.in_transaction(session)
        connection = session.connection()
        return {
            table.name: [json.loads(line) for chunk in dump(connection, table) for line in chunk.splitlines()]
            for table in tables()
        }


@pytest.fixture
def busy(either_desk: Desk) -> Desk:
    """A desk with mails, a merged pair of tickets, files and a secret, sealed by the keys of its folder."""
    secrets.configure(keys_of(either_desk.config.data_dir))
    channel = mailbox(1)
    first, second = (writes(channel, subject=name, address=f"{name}@shop.example") for name in ("lamp", "table"))
    file = attachments.keep_file([FILE], name="x.txt", max_bytes=10**6)
    with db.transaction() as session:
        session.get_one(Ticket, first.ticket_id).merged_into_id = second.ticket_id  # one that comes later
        secrets.store(session, b"a password")
        attachments.add_agent_file(session, file, agent_id=either_desk.cast.anna.agent_id or 0)
        assert outbox.number_waiting(session)
    return either_desk


def nobody_numbered() -> list[int]:
    """Ids of the events that have no position yet."""
    with db.reading() as session:
        return list(session.scalars(select(Event.id).where(Event.position.is_(None))))


def made_of(desk: Desk) -> Made:
    return make_backup(desk.config, desk.folder / "backups", public_half(PUBLIC))


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_everything_comes_back_on_either_database(busy: Desk, tmp_path: Path, postgresql_url: str, target: str) -> None:
    before, made = everything(), made_of(busy)
    elsewhere = Config(data_dir=tmp_path / "new", database_url=postgresql_url if target == "postgresql" else "")

    found = restore(elsewhere, made.path, KEY)

    db.connect(elsewhere.resolved_database_url)
    storage.connect(elsewhere.data_dir / "files")
    assert everything() == before
    assert found.rows == sum(map(len, before.values())) > 50
    assert found.files == made.files == 1
    secrets.configure(keys_of(elsewhere.data_dir))
    with db.reading() as session:
        blob = session.scalar(select(Attachment.blob))
        assert storage.read(blob or "") == FILE
        secret = session.scalars(select(Secret.id)).first()
        assert secret is not None
        assert secrets.reveal(session, secret) == b"a password"


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_a_restored_desk_goes_on_counting(busy: Desk, tmp_path: Path, postgresql_url: str, target: str) -> None:
    with db.reading() as session:
        last = session.scalar(select(func.max(Ticket.number))) or 0
    made = made_of(busy)
    elsewhere = Config(data_dir=tmp_path / "new", database_url=postgresql_url if target == "postgresql" else "")
    restore(elsewhere, made.path, KEY)
    db.connect(elsewhere.resolved_database_url)

    message = writes(_mailbox(), subject="Third", address="c@shop.example")

    with db.reading() as session:
        assert session.get_one(Ticket, message.ticket_id).number > last
        words = session.scalar(select(func.count()).select_from(Message))
        assert words == 3


def test_what_happened_in_the_moment_of_the_backup_is_in_order_before_the_desk_runs(
    either_desk: Desk, tmp_path: Path
) -> None:
    secrets.configure(keys_of(either_desk.config.data_dir))
    writes(mailbox(1), subject="Lamp", address="vera@shop.example")
    assert nobody_numbered()
    elsewhere = Config(data_dir=tmp_path / "new")

    restore(elsewhere, made_of(either_desk).path, KEY)

    db.connect(elsewhere.resolved_database_url)
    storage.connect(elsewhere.data_dir / "files")
    assert nobody_numbered() == []
    with db.reading() as session:
        assert list(telling(session)) == []


@pytest.mark.parametrize(
    "value", [pytest.param({"words": "half a pair \ud83d"}, marks=pytest.mark.sqlite), {"number": 2**70}]
)
def test_json_that_is_hard_to_write_comes_back(desk: Desk, tmp_path: Path, value: dict[str, Any]) -> None:
    with db.transaction() as session:
        session.add(Setting(key="odd", value=value, updated_at=clock.now()))
    new = Config(data_dir=tmp_path / "new")

    restore(new, made_of(desk).path, KEY)

    db.connect(new.resolved_database_url)
    with db.reading() as session:
        assert session.get_one(Setting, "odd").value == value


def test_where_the_audit_log_ended_is_noted_beside_the_backups(desk: Desk, tmp_path: Path) -> None:
    with db.transaction() as session:
        entry = audit.append(session, "thing.done", by=desk.cast.dora)
    made = made_of(desk)

    assert noted_ends(made.path.parent) == [End(entry.id, entry.hash)]
    elsewhere = Config(data_dir=tmp_path / "new", backup_dir=made.path.parent)
    restore(elsewhere, made.path, KEY)
    assert noted_ends(made.path.parent) == [], "what follows is another log"


def test_another_key_opens_nothing_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    made = made_of(desk)
    new = Config(data_dir=tmp_path / "new")

    with pytest.raises(Misconfigured, match="key is another's"):
        restore(new, made.path, new_recovery_key()[0])
    assert not (new.data_dir / "helpdesk.sqlite3").exists()


@pytest.mark.parametrize("kept", [0.3, 0.9, 0.999])
def test_half_a_backup_is_no_backup(desk: Desk, tmp_path: Path, kept: float) -> None:
    made = made_of(desk)
    data = made.path.read_bytes()
    made.path.write_bytes(data[: int(len(data) * kept)])
    new = Config(data_dir=tmp_path / "new")

    with pytest.raises(Misconfigured):
        verify(made.path, KEY)
    with pytest.raises(Misconfigured):
        restore(new, made.path, KEY)
    assert not (new.data_dir / "helpdesk.sqlite3").exists()


def test_a_changed_byte_is_noticed(desk: Desk) -> None:
    made = made_of(desk)
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2] ^= 1
    made.path.write_bytes(data)

    with pytest.raises(Misconfigured):
        verify(made.path, KEY)


def test_a_desk_that_is_there_is_never_overwritten(desk: Desk) -> None:
    made = made_of(desk)

    with pytest.raises(Misconfigured, match="already"):
        restore(desk.config, made.path, KEY)


@pytest.mark.sqlite  # onto PostgreSQL, so the desk itself is elsewhere
def test_tables_that_nobody_has_signed_up_to_are_filled(desk: Desk, tmp_path: Path, postgresql_desk_url: str) -> None:
    made, target = made_of(desk), Config(data_dir=tmp_path / "new", database_url=postgresql_desk_url)
    db.connect(desk.config.resolved_database_url)
    before = everything()

    restore(target, made.path, KEY)

    db.connect(postgresql_desk_url)
    assert everything()["agent"] == before["agent"]
    assert everything()["status"] == before["status"]


@pytest.mark.sqlite  # onto PostgreSQL, so the desk itself is elsewhere
def test_tables_newer_than_the_backup_are_left_alone(desk: Desk, tmp_path: Path, postgresql_desk_url: str) -> None:
    with db.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0030'"))
    made, target = made_of(desk), Config(data_dir=tmp_path / "new", database_url=postgresql_desk_url)

    with pytest.raises(Misconfigured, match="newer version"):
        restore(target, made.path, KEY)

    db.connect(postgresql_desk_url)
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Channel))


@pytest.mark.sqlite  # onto PostgreSQL, so the desk itself is elsewhere
def test_a_desk_that_runs_on_the_database_is_not_replaced(desk: Desk, tmp_path: Path, postgresql_desk_url: str) -> None:
    made, target = made_of(desk), Config(data_dir=tmp_path / "new", database_url=postgresql_desk_url)
    db.connect(postgresql_desk_url)
    with db.transaction() as session:
        session.add(Lease(name="relay", owner="elsewhere", epoch=1, expires_at=clock.now() + timedelta(seconds=15)))

    with pytest.raises(Misconfigured, match="runs"):
        restore(target, made.path, KEY)


def test_nothing_of_the_desk_can_be_read_in_the_file(busy: Desk) -> None:
    data = made_of(busy).path.read_bytes()

    assert data.startswith(b"age-encryption.org/v1")
    assert b"about.json" not in data
    assert keys_of(busy.config.data_dir).encode() not in data


def test_there_is_one_recovery_key_and_it_is_kept_nowhere(tmp_path: Path) -> None:
    config = Config(data_dir=tmp_path)

    key = make_recovery_key(config)

    assert BackupSettings.of(config).recipient is not None
    assert not any(key in path.read_text() for path in tmp_path.iterdir())
    with pytest.raises(Misconfigured, match="already"):
        make_recovery_key(config)


def test_numbers_are_not_given_out_twice_after_a_restore(desk: Desk, tmp_path: Path) -> None:
    with db.transaction() as session:
        session.add(TicketNumber())
        session.flush()
        last = session.scalar(select(func.max(TicketNumber.id))) or 0
        session.execute(delete(TicketNumber))
    made = made_of(desk)
    new = Config(data_dir=tmp_path / "new")

    restore(new, made.path, KEY)

    db.connect(new.resolved_database_url)
    with db.transaction() as session:
        number = TicketNumber()
        session.add(number)
        session.flush()
        assert number.id > last


def _mailbox() -> Channel:
    with db.reading() as session:
        return session.scalars(select(Channel).where(Channel.kind == ChannelKind.EMAIL)).one()
