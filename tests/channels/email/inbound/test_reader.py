"""The process that reads mails: whatever is in one, the next is read."""

import base64
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from channels.email import reader as reader_module
from channels.email.parse import parse_email
from channels.email.parsed import ParsedEmail
from channels.email.reader import Limits, MailReadingChild, Unread
from tests.channels.email.inbound.mails import mail

ROOT = Path(__file__).resolve().parents[4]
POISON = {
    "spin": "\n    if b'spin' in raw:\n        while True: pass",
    "swallow": "\n    if b'swallow' in raw:\n        hold = [bytes(1 << 20) for _ in range(4_000)]; return len(hold)",
    "die": "\n    if b'die' in raw:\n        os._exit(3)",
    "sleep": "\n    if b'sleep' in raw:\n        time.sleep(3_600)",
    "raise": "\n    if b'raise' in raw:\n        raise RecursionError('deep')",
}


@pytest.fixture
def child() -> Iterator[MailReadingChild]:
    made = MailReadingChild()
    yield made
    made.close()


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailReadingChild]:
    """A child whose reader has faults that a mail's subject calls up."""
    faults = "".join(POISON.values())
    setup = f"""
import os, time
import channels.email.parse as parse
real = parse.parse_email
def parse_email(raw):{faults}
    return real(raw)
parse.parse_email = parse_email
from channels.email.reading_child import main
"""
    program = reader_module.PROGRAM.replace("from channels.email.reading_child import main", setup)
    assert program != reader_module.PROGRAM
    monkeypatch.setattr(reader_module, "PROGRAM", program)
    made = MailReadingChild(Limits(cpu_s=1.0, wall_s=4.0))
    yield made
    made.close()


def test_it_reads_as_the_parser_does(child: MailReadingChild) -> None:
    mails = [mail(f"Лист {nth}", text="Де моя посилка?") for nth in range(5)]

    assert child.read(mails) == [parse_email(one) for one in mails]


def test_files_come_whole(child: MailReadingChild) -> None:
    data = os.urandom(300_000)
    sent = _with_file(data)

    [found] = child.read([sent])

    assert isinstance(found, ParsedEmail)
    assert [file.data for file in found.attachments] == [data]


def test_many_large_mails_at_once_do_not_block_the_pipe(child: MailReadingChild) -> None:
    mails = [_with_file(os.urandom(1_000_000)) for _ in range(6)]

    found = child.read(mails)

    assert all(isinstance(one, ParsedEmail) and len(one.attachments[0].data) == 1_000_000 for one in found)


def test_it_is_started_once(child: MailReadingChild) -> None:
    child.read([mail()])
    first = child.pid
    child.read([mail()])

    assert child.pid == first is not None


@pytest.mark.parametrize("fault", POISON)
def test_a_mail_that_hurts_its_reader_hurts_no_other(poisoned: MailReadingChild, fault: str) -> None:
    began = time.monotonic()
    found = poisoned.read([mail("before"), mail(fault), mail("after")])

    assert [type(one) for one in found] == [ParsedEmail, Unread, ParsedEmail]
    assert time.monotonic() - began < 25


def test_a_reader_killed_by_somebody_else_costs_no_mail(child: MailReadingChild) -> None:
    child.read([mail()])
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)

    assert isinstance(child.read([mail("again")])[0], ParsedEmail)


def test_it_needs_little_and_none_of_the_desk(child: MailReadingChild) -> None:
    child.read([mail()])
    status = Path(f"/proc/{child.pid}/status").read_text()
    resident_kb = int(status.partition("VmRSS:")[2].split()[0])
    maps = Path(f"/proc/{child.pid}/maps").read_text()

    assert resident_kb < 60_000
    assert "sqlalchemy" not in maps


def test_it_dies_with_its_parent() -> None:
    story = textwrap.dedent(
        """
        import os, sys
        from channels.email.reader import MailReadingChild
        child = MailReadingChild()
        child.read([b"Subject: x\\r\\n\\r\\ny"])
        print(child.pid, flush=True)
        os.kill(os.getpid(), 9)
        """
    )
    done = subprocess.run([sys.executable, "-c", story], cwd=ROOT, capture_output=True, text=True, check=False)
    pid = int(done.stdout)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not Path(f"/proc/{pid}").exists()


def _with_file(data: bytes) -> bytes:
    body = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return (
        b"From: vera@shop.example\r\nSubject: file\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nsee file\r\n'
        b'--x\r\nContent-Type: application/octet-stream; name="a.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        + body
        + b"--x--\r\n"
    )
