"""What every process of the desk does before its own work."""

from helpdesk import db, outside, queue, secrets, storage
from helpdesk.config import Config
from runtime.keys import keys_of


def prepare(config: Config) -> None:
    """Connect this process to the database, Redis, the files and the keys; nothing is opened before it is used."""
    outside.configure(config)
    db.connect(config.resolved_database_url)
    if config.redis_url:
        queue.connect(config.redis_url)
    storage.connect(config.data_dir.resolve() / "files")
    secrets.configure(config.secret_keys or keys_of(config.data_dir))
