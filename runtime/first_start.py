"""What is done once before any part starts: the schema, the defaults, the set-up link."""

from redis.exceptions import RedisError

from helpdesk import db, queue
from helpdesk.actions.accounts.setup import setup_link
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from helpdesk.seed import seed_defaults
from routing.seed import seed_rules
from runtime import schema
from runtime.process import prepare


def make_ready(config: Config) -> str | None:
    """Bring the database to this version and fill in the defaults.

    Returns the address where the first administrator is made, None once there is one.
    """
    prepare(config)
    expect_redis()
    schema.upgrade(config.resolved_database_url, backups=config.data_dir / "backups")
    with db.transaction() as session:
        if seed_defaults(session):
            seed_rules(session)
        return setup_link(session, config)


def expect_redis() -> None:
    """Raise Misconfigured unless this process's Redis answers."""
    redis = queue.redis()
    assert redis is not None
    try:
        redis.ping()
    except RedisError as error:
        raise Misconfigured(
            f"Redis does not answer ({error}). Start it or correct HELPDESK_REDIS_URL, or unset that to use the desk's own."
        ) from None
