"""How the desk is doing as a system, for those who run it."""

import platform
import shutil
from dataclasses import asdict

from litestar import get, post

from helpdesk import __version__, clock, db, queue, schema_version
from helpdesk.actions import backups
from helpdesk.backups import OVERDUE_AFTER, KnownBackups, is_wanted, known_backups
from helpdesk.config import Config
from helpdesk.queries import system
from helpdesk.queries.rows import Json, iso
from web.access import ADMIN
from web.api.schemas.answers import gives
from web.api.schemas.shown.system import SystemView
from web.provided import TheActor, TheAddress, TheConfig


@get("/api/system", opt=ADMIN, tags=["system"], sync_to_thread=True, responses=gives(SystemView))
def show_system(config: TheConfig) -> Json:
    """Return versions, parts, queues, channels, disk and backups, and what is wrong with them."""
    redis = asdict(queue.redis_state())
    with db.reading() as session:
        found = {
            "at": iso(clock.now()),
            "version": __version__,
            "python": platform.python_version(),
            "schema": schema_version.head_revision(),
            "database": system.database(session),
            "redis": redis,
            "parts": system.parts(session),
            "queues": system.queues(session),
            "counts": system.trouble_counts(session),
            "channels": system.channels(session),
            "disk": _disk(config),
            "backup": _backup(config, known_backups(session)),
        }
    return {**found, "troubles": system.troubles(found)}


def _disk(config: Config) -> Json:
    usage = shutil.disk_usage(config.data_dir)
    return {"total": usage.total, "free": usage.free}


@post(
    "/api/backups",
    opt=ADMIN,
    tags=["system"],
    sync_to_thread=True,
    status_code=204,
    responses=gives(None, 409, status=204),
)
def ask_for_backup(actor: TheActor, address: TheAddress) -> None:
    """Have a backup made soon; 409 "no_recovery_key" before `helpdesk backup key`. `GET /api/system` says how it goes."""
    with db.transaction() as session:
        backups.ask_for_backup(session, by=actor, address=address)


def _backup(config: Config, known: KnownBackups) -> Json:
    every_s = config.backup_every_hours * 3600
    age_s = None if known.last_at is None else (clock.now() - known.last_at).total_seconds()
    return {
        "last_at": iso(known.last_at),
        "size": known.size,
        "seconds": known.seconds,
        "state": known.state,
        "words": known.words,
        "is_asked": is_wanted(known),
        "every_hours": config.backup_every_hours,
        "is_overdue": age_s is not None and age_s > OVERDUE_AFTER * every_s > 0,
    }
