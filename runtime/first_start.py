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


def make_ready(config: Config) -> list[str]:
    """Bring the database to this version and fill in the defaults.

    Returns what to tell the person who starts the desk: where the first administrator is made, until there is one.
    """
    prepare(config)
    expect_redis()
    schema.upgrade(config.resolved_database_url, backups=config.data_dir / "backups")
    return fill(config)


def fill(config: Config) -> list[str]:
    """Fill an empty database in with the defaults; returns what to tell, as `make_ready` does."""
    with db.transaction() as session:
        if seed_defaults(session):
            seed_rules(session)
        link = setup_link(session, config)
    return [f"make the first administrator, once, on {link}"] if link else []


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
