"""What PostgreSQL does for a desk that outgrows one machine: partitions of messages, and a replica to read from."""

import json
import time
from dataclasses import asdict, dataclass
from typing import Any, Final

import psycopg

from helpdesk.errors import Unavailable
from runtime.faults.peers.postgresql import PostgreSQL, running_postgresql

QUESTIONS: Final = {
    "newest 50 of a ticket": "SELECT * FROM {} WHERE ticket_id = 77 ORDER BY id DESC LIMIT 50",
    "newest 50 of a customer": "SELECT * FROM {} WHERE customer_id = 7 ORDER BY id DESC LIMIT 50",
    "newest 50 of all": "SELECT * FROM {} ORDER BY id DESC LIMIT 50",
    "one by its id": "SELECT * FROM {} WHERE id = (SELECT max(id) FROM {}) / 2",
}
ROWS: Final = """
INSERT INTO {} (id, ticket_id, customer_id, words)
SELECT n, CASE WHEN n % 10 = 0 THEN n % 997 ELSE n / 10 END, n % 5003, md5(n::text) FROM generate_series(1, {}) AS n
"""
COLUMNS: Final = (
    "(id bigint NOT NULL, ticket_id bigint NOT NULL, customer_id bigint NOT NULL, words text, PRIMARY KEY (id))"
)
FOLLOWS_WITHIN_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """messages: rows of the table; partitions: into how many it is cut; events: commits whose way to the replica is timed."""

    messages: int = 1_000_000
    partitions: int = 10
    events: int = 300


def measure(load: Load) -> dict[str, Any]:
    """Return what each question reads of whole and cut table, in pages and ms, and how far the replica is behind."""
    with running_postgresql() as server:
        figures = {**asdict(load), "questions": _partitions(server, load)}
        with server.replica() as replica:
            return {**figures, **_behind(server, replica, load.events)}


def _partitions(server: PostgreSQL, load: Load) -> dict[str, dict[str, float]]:
    with psycopg.connect(_url(server), autocommit=True) as connection:
        connection.execute(f"CREATE TABLE whole {COLUMNS}".encode())
        connection.execute(f"CREATE TABLE cut {COLUMNS} PARTITION BY RANGE (id)".encode())
        size = load.messages // load.partitions
        for nth in range(load.partitions):
            bounds = (
                f"FROM ({nth * size}) TO ({(nth + 1) * size + (load.messages if nth == load.partitions - 1 else 0)})"
            )
            connection.execute(f"CREATE TABLE cut{nth} PARTITION OF cut FOR VALUES {bounds}".encode())
        for table in ("whole", "cut"):
            connection.execute(ROWS.format(table, load.messages).encode())
            connection.execute(f"CREATE INDEX {table}_ticket ON {table} (ticket_id, id DESC)".encode())
            connection.execute(f"CREATE INDEX {table}_customer ON {table} (customer_id, id DESC)".encode())
            connection.execute(f"VACUUM ANALYZE {table}".encode())
        return {what: _asked(connection, question) for what, question in QUESTIONS.items()}


def _asked(connection: "psycopg.Connection[Any]", question: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for table in ("whole", "cut"):
        asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {question.replace('{}', table)}"
        plans = []
        for _ in range(5):
            told = connection.execute(asked.encode()).fetchone()
            assert told is not None
            plans.append(told[0][0] if isinstance(told[0], list) else json.loads(told[0])[0])
        found[f"{table}_pages"] = min(plan["Plan"]["Shared Hit Blocks"] for plan in plans)
        found[f"{table}_ms"] = round(min(plan["Execution Time"] for plan in plans), 2)
        found[f"{table}_plan_ms"] = round(min(plan["Planning Time"] for plan in plans), 2)
    return found


def _behind(server: PostgreSQL, replica: PostgreSQL, events: int) -> dict[str, Any]:
    late: list[float] = []
    with (
        psycopg.connect(_url(server), autocommit=True) as writes,
        psycopg.connect(_url(replica), autocommit=True) as reads,
    ):
        writes.execute("CREATE TABLE told (position bigint PRIMARY KEY)")
        _await(reads, "SELECT to_regclass('told') IS NOT NULL")
        for position in range(events):
            writes.execute("INSERT INTO told VALUES (%s)", (position,))
            began = time.monotonic()
            _await(reads, "SELECT max(position) >= %s FROM told", position)
            late.append(1000 * (time.monotonic() - began))
    late.sort()
    return {
        "replica_behind_p50_ms": round(late[len(late) // 2], 2),
        "replica_behind_p99_ms": round(late[int(len(late) * 0.99)], 2),
        "replica_behind_most_ms": round(late[-1], 2),
    }


def _await(connection: "psycopg.Connection[Any]", question: str, *given: int) -> None:
    deadline = time.monotonic() + FOLLOWS_WITHIN_S
    while time.monotonic() < deadline:
        told = connection.execute(question.encode(), given).fetchone()
        if told and told[0]:
            return
    raise Unavailable("The replica does not follow.")


def _url(server: PostgreSQL) -> str:
    return server.url.replace("+psycopg", "")
