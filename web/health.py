"""Whether this process lives, and whether it can do its work."""

import logging
from typing import Final

from litestar import Response, get
from sqlalchemy.exc import SQLAlchemyError

from helpdesk import db, queue, schema_version

log = logging.getLogger(__name__)

NOT_READY: Final = 503


@get("/healthz", opt={"access": "public"}, include_in_schema=False)
async def show_health() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@get("/readyz", opt={"access": "public"}, include_in_schema=False, sync_to_thread=True)
def show_readiness() -> Response[dict[str, str]]:
    """Say whether the database answers and has this version's schema; without Redis the desk works, only later."""
    database, redis = _database(), "ok" if queue.is_answering() else "down"
    is_ready = database == "ok"
    status = "not_ready" if not is_ready else "ready" if redis == "ok" else "degraded"
    content = {"status": status, "database": database, "redis": redis}
    return Response(content, status_code=200 if is_ready else NOT_READY)


def _database() -> str:
    try:
        with db.reading() as session:
            revision = schema_version.revision_of(session.connection())
    except SQLAlchemyError as error:
        log.warning("the database does not answer: %s", type(error).__name__)
        return "down"
    return "ok" if revision == schema_version.head_revision() else "needs_migration"
