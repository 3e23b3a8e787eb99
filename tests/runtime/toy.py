"""A supervisor with toy parts, run as a program: python -m tests.runtime.toy FOLDER PART..."""

import os
import signal
import sys
from pathlib import Path

from runtime.fork_server import start_fork_server
from runtime.lifeline import Lifeline
from runtime.logs import LogFormat, configure_logs
from runtime.part_child import Part, PartChild
from runtime.redis_child import RedisChild
from runtime.signals import StopSignals
from runtime.supervisor import Supervisor


def steady(lifeline: Lifeline, folder: Path, name: str) -> None:
    """Write its process id down, wait for the end, and say that it finished in good order."""
    _note(folder / f"{name}.pid")
    lifeline.ready()
    while not lifeline.wait(60.0):
        pass
    _note(folder / f"{name}.finished")


def stubborn(lifeline: Lifeline, folder: Path, name: str) -> None:
    """Never finish."""
    _note(folder / f"{name}.pid")
    lifeline.ready()
    while True:
        signal.pause()


def stuck(lifeline: Lifeline, folder: Path, name: str) -> None:
    """Be well once, and never say so again."""
    _note(folder / f"{name}.pid")
    lifeline.ready()
    lifeline.beat()
    while True:
        signal.pause()


def busy(lifeline: Lifeline, folder: Path, name: str) -> None:
    """Say all the time that it is well."""
    _note(folder / f"{name}.pid")
    while not lifeline.wait(0.1):
        lifeline._beat_due_at = 0.0
        lifeline.beat()


def broken(lifeline: Lifeline, folder: Path, name: str) -> None:
    """Fail at once."""
    with (folder / f"{name}.tries").open("a") as file:
        file.write("x")
    raise ValueError("broken on purpose")


def main(folder: Path, *parts: str) -> None:
    """Supervise a private Redis and the parts named; each is steady, busy, stubborn, stuck or broken."""
    log_format = LogFormat()
    configure_logs("toy", log_format)
    context = start_fork_server("runtime.child")
    with StopSignals() as signals:
        redis = RedisChild(folder)
        redis.start()
        _note(folder / "redis.pid", redis.pid)
        supervisor = Supervisor(signals, on_change=lambda pids: _note_all(folder, pids), drain_s=1.0, stuck_after_s=2.0)
        supervisor.take(redis)
        for part in parts:
            target = f"tests.runtime.toy:{part.partition('-')[0]}"
            supervisor.take(PartChild(Part(part, target, (folder, part)), context, log_format))
        supervisor.run()
        supervisor.stop()


def _note(path: Path, pid: int | None = None) -> None:
    part = path.with_suffix(".part")
    part.write_text(str(pid or os.getpid()))
    part.replace(path)


def _note_all(folder: Path, pids: dict[str, int]) -> None:
    if "redis" in pids:
        _note(folder / "redis.pid", pids["redis"])


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGHUP):  # by whoever runs the tests in the background
        signal.signal(ignored, signal.SIG_DFL)
    main(Path(sys.argv[1]), *sys.argv[2:])
