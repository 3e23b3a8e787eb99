"""How long a demo takes from its command to three channels alive: a customer's new message on the desk over each."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from helpdesk import clock, db
from helpdesk.errors import Misconfigured, Unavailable
from helpdesk.models import Channel, ChannelKind, Message, MessageKind, Thread
from runtime.bench import usage
from runtime.run_file import read_run_file

WITHIN_S: Final = 900.0  # on a machine that does much else
LOOK_EVERY_S: Final = 0.1


@dataclass(frozen=True, slots=True)
class Load:
    """tickets: how long a history, None for the usual one."""

    tickets: int | None = None


def measure(load: Load) -> dict[str, Any]:
    """Start a demo in an empty folder and return after how many seconds what was there, and the CPU it took until then."""
    for name in ("aiosmtpd", "pymap"):
        if find_spec(name) is None:
            raise Misconfigured("A demo needs its mail servers: run `make demo` once, which installs them.")
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as name:
        return {**asdict(load), **_measure(Path(name), load)}


def _measure(folder: Path, load: Load) -> dict[str, Any]:
    began, data = time.monotonic(), folder / "demo"
    with _running(folder, load) as process:
        _until(lambda: read_run_file(data) is not None and _is_ready(folder), process)
        ready_s, since = time.monotonic() - began, clock.now()
        ready_cpu_s = usage.cpu_with_ended_s(usage.tree(process.pid))
        db.connect(f"sqlite:///{data / 'helpdesk.sqlite3'}")
        try:
            first = _first_messages(process, since, began)
        finally:
            db.disconnect()
        used = usage.cpu_with_ended_s(usage.tree(process.pid))
    return {
        "ready_s": round(ready_s, 1),
        **{f"{kind}_s": round(at, 1) for kind, at in first.items()},
        "three_channels_alive_s": round(max(first.values()), 1),
        "ready_cpu_s": round(ready_cpu_s, 1),
        "cpu_s": round(used, 1),
    }


@contextmanager
def _running(folder: Path, load: Load) -> Iterator["subprocess.Popen[bytes]"]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HELPDESK_")}
    settings = {"HELPDESK_DATA_DIR": str(folder), "HELPDESK_PORT": "0"}
    if load.tickets is not None:
        settings["HELPDESK_DEMO_TICKETS"] = str(load.tickets)
    command = [sys.executable, "-c", "from runtime.cli import main; main()", "demo"]
    with (folder / "demo.log").open("wb") as log:
        process = subprocess.Popen(command, env={**bare, **settings}, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(120)


def _first_messages(process: "subprocess.Popen[bytes]", since: datetime, began: float) -> dict[str, float]:
    first: dict[str, float] = {}

    def look() -> bool:
        for kind in _alive(since):
            first.setdefault(kind, time.monotonic() - began)
        return len(first) == len(ChannelKind)

    _until(look, process)
    return first


def _alive(since: datetime) -> list[str]:
    try:
        with db.reading() as session:
            found = session.execute(
                select(Channel.kind, func.count())
                .join(Thread, Thread.channel_id == Channel.id)
                .join(Message, Message.thread_id == Thread.id)
                .where(Message.kind == MessageKind.IN, Message.created_at > since)
                .group_by(Channel.kind)
            ).all()
    except SQLAlchemyError:
        return []
    return [kind.value for kind, _ in found]


def _is_ready(folder: Path) -> bool:
    return "ready on http://" in (folder / "demo.log").read_text(errors="replace")


def _until(look: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + WITHIN_S
    while not look():
        if time.monotonic() > deadline or process.poll() is not None:
            raise Unavailable("The demo did not come alive.")
        time.sleep(LOOK_EVERY_S)
