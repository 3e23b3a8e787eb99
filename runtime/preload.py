"""What the fork server imports once, so that every part starts warm and shares the memory.

Only imported by the fork server. A module that only one part needs, or that starts a thread, must not be here.
"""

import gc
import signal

import alembic.command
import msgspec
import psycopg
import redis
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlalchemy.orm
import structlog

__all__ = ["alembic", "msgspec", "psycopg", "redis", "sqlalchemy", "structlog"]

# A stop reaches the whole process group; the fork server must outlive it, the parts set their own handlers.
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGHUP, signal.SIG_IGN)

# Keeps the collector from touching, and so copying, the pages that the parts share.
gc.collect()
gc.freeze()
