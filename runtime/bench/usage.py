"""What processes use, read from /proc (Linux)."""

import os
from collections.abc import Iterable
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


def cpu_s(pids: Iterable[int]) -> float:
    """Return the CPU seconds these processes have used so far, user and system, without their children."""
    return sum(map(_cpu_s, pids))


def scheduled_s(pid: int) -> float:
    """Return the seconds a process has been on a processor, to the microsecond; 0 for one that is gone or elsewhere."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def cpu_with_ended_s(pids: Iterable[int]) -> float:
    """Return the CPU seconds of these processes and of those of their children that have ended and were waited for."""
    return sum(sum(map(int, fields[11:15])) for fields in map(_fields_of, pids) if fields) / TICKS_PER_S


def pss_mb(pids: Iterable[int]) -> float:
    """Return the proportional set size of these processes in MB: shared pages are counted once in all."""
    return sum(map(_pss_kb, pids)) / 1024


def tree(pid: int) -> set[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(stat)
        if fields:
            children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = set(), [pid]
    while waiting:
        found.add(waiting[-1])
        waiting += children.get(waiting.pop(), [])
    return found


def _fields_of(pid: int) -> list[str]:
    return _fields(Path(f"/proc/{pid}/stat"))


def _cpu_s(pid: int) -> float:
    fields = _fields_of(pid)
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S if fields else 0.0


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _fields(stat: Path) -> list[str]:
    """Return the fields after the name, which may hold spaces and brackets itself."""
    try:
        return stat.read_text().rpartition(")")[2].split()
    except OSError:
        return []
