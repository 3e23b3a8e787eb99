"""What is done once before any part starts: the schema, the defaults, the set-up link."""

from dataclasses import dataclass

from redis.exceptions import RedisError

from helpdesk import queue
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from runtime import schema
from runtime.process import prepare


@dataclass(frozen=True, slots=True)
class FirstStart:
    """setup_url: where the first administrator is made, None once there is one."""

    setup_url: str | None = None


def make_ready(config: Config) -> FirstStart:
    """Bring the database to this version, fill in the defaults and return what to tell the person who starts it."""
    prepare(config)
    _expect_redis()
    schema.upgrade(config.resolved_database_url, backups=config.data_dir / "backups")
    return FirstStart()


def _expect_redis() -> None:
    redis = queue.redis()
    assert redis is not None
    try:
        redis.ping()
    except RedisError as error:
        raise Misconfigured(
            f"Redis does not answer ({error}). Start it or correct HELPDESK_REDIS_URL, or unset that to use the desk's own."
        ) from None
