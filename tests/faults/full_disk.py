"""A desk whose disk fills up while people write; run by its test in a mount namespace of its own, so that it can mount."""

import asyncio
import contextlib
import signal
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Final

from runtime.faults.console import Json
from runtime.faults.crowd import Crowd, crowd_at
from runtime.faults.desk import BrokenDesk, broken_desk
from runtime.faults.http import Answer, ask
from runtime.faults.patience import patience
from runtime.faults.settling import settle
from runtime.faults.staff import Crew, hire_crew
from runtime.faults.waiting import lives, soon
from tests.faults.promises import assert_kept

SIZE: Final = "48m"
CHUNK: Final = b"\1" * 65_536
REPEAT: Final = "pytest tests/faults/test_disk_full.py"


def main(folder: Path) -> None:
    """Mount a small disk below `folder`, put a desk on it, fill it, free it; AssertionError where a promise is broken."""
    disk = folder / "data"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk)], check=True)
    with broken_desk(folder) as desk:
        asyncio.run(_story(desk, hire_crew(agents=1)))


async def _story(desk: BrokenDesk, crew: Crew) -> None:
    async with crowd_at(desk, crew, visitors=2, seed=71) as crowd:
        await crowd.write(4, every_s=0.1)
        assert await soon(lambda: crowd.is_answered(4), within_s=20 * patience())
        parts = desk.pids()

        ballast = desk.data_dir / "ballast"
        _fill(ballast)
        await _write_until_refused(crowd)
        reply = await _reply(crowd)
        page = await _visitor_without_socket(desk, crew)
        file = await _upload(crowd)
        desk.send("relay", signal.SIGKILL)
        await asyncio.sleep(0.3)
        ballast.unlink()
        crowd.journal.begin("disk full").is_over()

        assert (reply.status, reply.body["code"]) == (503, "read_only"), reply
        assert (page.status, page.body["code"]) == (503, "read_only"), page
        assert (file.status, file.body["code"]) == (503, "read_only"), file
        assert list((desk.data_dir / "files").rglob(".incoming-*")) == []
        verdict = await settle(crowd)
        print(verdict)
        assert_kept(verdict, desk, repeat=REPEAT)
        assert (lives(parts["supervisor"]), lives(parts["relay"])) == (True, False)


def _fill(path: Path) -> None:
    """Write until nothing fits any more, not even a byte."""
    with path.open("ab", buffering=0) as file:
        for size in (len(CHUNK), 512, 1):
            with contextlib.suppress(OSError):
                while file.write(CHUNK[:size]):
                    pass


async def _write_until_refused(crowd: Crowd) -> None:
    """Write until the room that the database had left is used up and a message stays without an acknowledgement."""
    for _ in range(200):
        letter = crowd.visitors[0].write()
        if not await soon(lambda: letter.ack is not None, within_s=1.5):  # noqa: B023 - asked before the next one
            return
    raise AssertionError("the disk never was full, so nothing was proved")


async def _reply(crowd: Crowd) -> Answer:
    agent = crowd.agents[0]
    body = {"client_key": str(uuid.uuid4()), "text": "too late", "attachment_ids": [], "force": True}
    return await agent.browser.ask("POST", f"/api/tickets/{min(agent.tickets)}/replies", body)


async def _visitor_without_socket(desk: BrokenDesk, crew: Crew) -> Answer:
    headers = {"Authorization": f"Bearer {'a' * 43}", "Origin": desk.base_url}
    body: Json = {"client_id": str(uuid.uuid4()), "text": "Hello", "ticket": None, "attachments": []}
    return await ask("POST", f"{desk.base_url}/chat/{crew.channel_key}/messages", headers, body)


async def _upload(crowd: Crowd) -> Answer:
    browser = crowd.agents[0].browser
    mark = "---------------------------7d2"
    part = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\nContent-Type: text/plain\r\n\r\n'
    )
    data = part.encode() + b"words " * 50_000 + f"\r\n--{mark}--\r\n".encode()
    headers = {**browser.headers, "Content-Type": f"multipart/form-data; boundary={mark}"}
    return await ask("POST", f"{browser.desk.base_url}/api/uploads", headers, data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
