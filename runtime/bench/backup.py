"""A backup of a large desk at work: what visitors feel of it, how long it and its restore take, and what check says then."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from helpdesk import db
from helpdesk.errors import Unavailable
from runtime.backup.sealed import new_recovery_key
from runtime.backup.settings import backups_in
from runtime.bench.arrivals import arriving
from runtime.bench.crowd import Stopwatch
from runtime.bench.desk import BenchDesk, running_desk
from runtime.bench.journey import percentile
from runtime.bench.seeded import Size, seeded_desk, staff_of
from runtime.keys import keys_of

BEFORE_S: Final = 20.0  # what a desk that stood still has to make up for is over then
GOES_ON_S: Final = 300.0
COMMAND: Final = (sys.executable, "-c", "from runtime.cli import main; main()")


@dataclass(frozen=True, slots=True)
class Load:
    """rate: messages a second that arrive meanwhile."""

    size: Size
    rate: float = 20.0


def measure(load: Load) -> dict[str, Any]:
    """Return the figures. is_well: whether `helpdesk check` found nothing wrong in the restored desk, at work if need be."""
    key, public = new_recovery_key()
    with tempfile.TemporaryDirectory(prefix="helpdesk-bench-") as name:
        folder, watch = Path(name), Stopwatch()
        with seeded_desk(load.size) as desk:
            with db.transaction() as session:
                staff = staff_of(session)
            url = load.size.url
            with arriving(desk, staff, load.rate, watch) as arrived:
                time.sleep(BEFORE_S)
                began, cpu = time.monotonic(), _cpu_s()
                _run(desk.folder, url, "backup", "now", "--to", str(folder / "kept"), recipient=public)
                ended, backup_cpu_s = time.monotonic(), _cpu_s() - cpu
                time.sleep(1.0)
            (backup,) = backups_in(folder / "kept")
            figures = {**_felt(watch, began, ended), "arrived": arrived[0], "is_encrypted": _is_sealed(backup, desk)}
        return {
            "tickets": load.size.tickets,
            "rate": load.rate,
            "backup_s": round(ended - began, 1),
            "backup_cpu_s": round(backup_cpu_s, 1),
            "backup_mb": round(backup.stat().st_size / 1e6, 1),
            **figures,
            **_restored(folder / "restored", backup, key),
        }


def _felt(watch: Stopwatch, began: float, ended: float) -> dict[str, Any]:
    took = {mark: 1000 * (at - watch.sent[mark]) for mark, at in watch.acked.items()}
    meanwhile = [ms for mark, ms in took.items() if began <= watch.sent[mark] < ended]
    before = [ms for mark, ms in took.items() if watch.sent[mark] < began]
    return {
        "ack_before_p99_ms": percentile(before, 99),
        "ack_meanwhile_p50_ms": percentile(meanwhile, 50),
        "ack_meanwhile_p99_ms": percentile(meanwhile, 99),
        "written_meanwhile": len(meanwhile),
    }


def _restored(folder: Path, backup: Path, key: str) -> dict[str, Any]:
    began, cpu = time.monotonic(), _cpu_s()
    _run(folder, "", "restore", str(backup), "--key-file", "-", given=key)
    restore_s, restore_cpu_s = time.monotonic() - began, _cpu_s() - cpu
    began = time.monotonic()
    wrong = _wrong_in(folder)
    check_s = time.monotonic() - began
    at_work_s = 0.0
    if wrong:
        # What came in last waits for the desk to go on, as in every backup that is some minutes old.
        at_work_s, wrong = _gone_on(folder)
    return {
        "restore_s": round(restore_s, 1),
        "restore_cpu_s": round(restore_cpu_s, 1),
        "check_s": round(check_s, 1),
        "well_once_at_work_for_s": round(at_work_s, 1),
        "is_well": not wrong,
        "findings": wrong,
    }


def _gone_on(folder: Path) -> tuple[float, list[str]]:
    """Let the restored desk work until nothing is wrong with it, at most GOES_ON_S; return how long that took."""
    with running_desk(folder, {}):
        began = time.monotonic()
        while (wrong := _wrong_in(folder)) and time.monotonic() - began < GOES_ON_S:
            time.sleep(1.0)
        return time.monotonic() - began, wrong


def _wrong_in(folder: Path) -> list[str]:
    said = json.loads(_run(folder, "", "check", "--json", may_fail=True).stdout)
    wrong = [one for one in said["checks"] if not one["is_well"]]
    return [f"{one['name']}: {one['detail']} {one['findings']}"[:500] for one in wrong]


def _cpu_s() -> float:
    """Return the CPU of all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _is_sealed(backup: Path, desk: BenchDesk) -> bool:
    """Say whether the backup begins as age's files do and does not hold the desk's keys as they are."""
    data = backup.read_bytes()
    return data.startswith(b"age-encryption.org/v1") and keys_of(desk.folder).encode() not in data


def _run(
    folder: Path, url: str, *arguments: str, given: str = "", recipient: str = "", may_fail: bool = False
) -> "subprocess.CompletedProcess[str]":
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HELPDESK_")}
    named = {"DATA_DIR": str(folder), "DATABASE_URL": url, "BACKUP_RECIPIENT": recipient}
    environ = {**bare, **{f"HELPDESK_{name}": value for name, value in named.items()}}
    done = subprocess.run([*COMMAND, *arguments], env=environ, input=given, capture_output=True, text=True, check=False)
    if done.returncode and not may_fail:
        asked: Sequence[str] = arguments[:2]
        raise Unavailable(f"`helpdesk {' '.join(asked)}` failed: {done.stderr[-1000:]}")
    return done
