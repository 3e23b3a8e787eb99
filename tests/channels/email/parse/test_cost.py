"""What reading may cost: an everyday mail, a large one, one made to cost."""

import base64
import os
import time

import pytest

from channels.email.parse import read_mail
from tests.channels.email.parse.children import cost_of
from tests.channels.email.parse.everyday import everyday_mail
from tests.channels.email.parse.poison import HEAD, MIXED, POISON

MB = 1024 * 1024
ROOM = 2.0  # the figures promised are for a machine that does nothing else

pytestmark = pytest.mark.alone


def _with_file(size: int) -> bytes:
    data = os.urandom(57 * 1024) * (size * 3 // 4 // (57 * 1024))
    head = b"--b\r\nContent-Type: text/plain\r\n\r\nSee the file\r\n--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return MIXED + head + base64.encodebytes(data) + b"--b--\r\n"


def test_a_mail_of_ten_megabytes_takes_two_seconds_and_256_megabytes_at_most() -> None:
    for raw in (_with_file(10 * MB), HEAD + b"\r\n" + b"Some words on a line of a log.\r\n" * (10 * MB // 32)):
        cost = cost_of(raw, max_bytes=256 * MB)

        assert cost.files
        assert cost.cpu_s < 2 * ROOM
        assert cost.bytes < 256 * MB


def test_a_mail_of_sixty_megabytes_takes_twenty_seconds_and_512_megabytes_at_most() -> None:
    cost = cost_of(_with_file(60 * MB), max_bytes=512 * MB)

    assert sum(cost.files) > 40 * MB
    assert cost.cpu_s < 20
    assert cost.bytes < 512 * MB


@pytest.mark.parametrize("name", POISON)
def test_poison_costs_a_second_at_most(name: str) -> None:
    raw = POISON[name]()

    started = time.process_time()
    read_mail(raw)

    assert time.process_time() - started < 1.0 * ROOM


def test_an_everyday_mail_costs_a_millisecond_and_a_half() -> None:
    raw = everyday_mail()
    read_mail(raw)

    best = min(_cpu_ms(raw) for _ in range(15))

    assert 5_000 < len(raw) < 20_000
    assert best < 1.5 * ROOM


def _cpu_ms(raw: bytes) -> float:
    started = time.process_time()
    for _ in range(20):
        read_mail(raw)
    return (time.process_time() - started) * 1_000 / 20
