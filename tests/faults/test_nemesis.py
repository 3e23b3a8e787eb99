"""Whoever breaks the desk waits for the part that really died."""

import asyncio
import random
import subprocess
import sys
from pathlib import Path

from runtime.faults.desk import BrokenDesk
from runtime.faults.journal import Journal
from runtime.faults.nemesis import Nemesis

SLEEPS = "import time; time.sleep(600)"
DIES = """
import os, signal, sys, time
while not os.path.exists(sys.argv[1]):
    time.sleep(0.01)
os.unlink(sys.argv[1])
os.kill(os.getpid(), signal.SIGKILL)
"""


class TwoParts(BrokenDesk):
    """Chats go through one part, and mails, the next to come by, through the other, which is not started again in sight."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        point = str(self.points.folder / "receive.before_commit")
        self.children = {
            "web": subprocess.Popen([sys.executable, "-c", SLEEPS]),
            "gateway": subprocess.Popen([sys.executable, "-c", DIES, point]),
        }
        self.asked_for: list[str] = []

    def pids(self) -> dict[str, int]:
        return {name: child.pid for name, child in self.children.items()}

    def is_back(self, part: str, was: int) -> bool:
        self.asked_for.append(part)
        return True


def test_a_point_that_several_parts_pass_may_kill_any_of_them(tmp_path: Path) -> None:
    desk, journal = TwoParts(tmp_path), Journal()
    nemesis = Nemesis(desk, journal, random.Random(1))

    async def crash() -> bool:
        reaping = asyncio.create_task(asyncio.to_thread(desk.children["gateway"].wait))
        try:
            return await nemesis.crash("receive.before_commit", within_s=60.0)
        finally:
            await reaping

    try:
        fired = asyncio.run(crash())
    finally:
        for child in desk.children.values():
            child.kill()
            child.wait()

    assert fired
    assert (desk.asked_for, journal.oddities) == (["gateway"], [])
