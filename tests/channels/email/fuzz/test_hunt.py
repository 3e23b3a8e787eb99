"""No mail breaks the reader, however it is spoiled."""

import os

import pytest

from channels.email.parse import read_mail
from tests.channels.email.fuzz.hunt import hunt
from tests.channels.email.fuzz.lines_reached import LinesReached

SECONDS = float(os.environ.get("HELPDESK_TEST_FUZZ_S", "5"))
SEED = int(os.environ.get("HELPDESK_TEST_FUZZ_SEED", "20261121"))


@pytest.mark.timeout(SECONDS + 120)
def test_spoiled_mails_break_nothing() -> None:
    result = hunt(SECONDS, seed=SEED)

    print(f"{result.runs} mails, {result.lines} lines reached, {result.kept} new mails kept, seed {result.seed}")
    assert result.found == []
    assert result.lines_at_start > 1_000
    assert result.kept > 0


def test_a_line_is_new_only_once() -> None:
    reached = LinesReached()

    counts = []
    for raw in (b"Subject: a\r\n\r\nwords", b"Subject: a\r\n\r\nwords", b"Subject: =?utf-8?Q?a?=\r\n\r\nwords"):
        with reached.watching():
            read_mail(raw)
        counts.append(reached.count)

    assert 0 < counts[0] == counts[1] < counts[2]
