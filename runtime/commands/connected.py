"""What commands beside `up` begin with: settings, log, and the desk they work on."""

from dataclasses import replace

from helpdesk import config
from helpdesk.config import Config
from runtime import schema
from runtime.data_folder import DataFolder
from runtime.logs import LogFormat, configure_logs
from runtime.process import prepare
from runtime.run_file import read_run_file


def settings_for(name: str) -> Config:
    """Read the settings, with the Redis of a running `helpdesk up` where none is set, and start the log."""
    settings = config.load()
    configure_logs(name, LogFormat.of(settings.log_format, settings.log_level))
    running = None if settings.redis_url else read_run_file(settings.data_dir)
    return replace(settings, redis_url=running.redis_url) if running else settings


def connect(name: str) -> Config:
    """Connect to the desk's database, and to its Redis if it has one; Misconfigured when its schema is not ours."""
    settings = settings_for(name)
    DataFolder(settings.data_dir)
    schema.expect_current(settings.resolved_database_url)
    prepare(settings)
    return settings
