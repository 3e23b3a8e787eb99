"""Whatever is killed while people write to a bot: nothing lost, nothing twice, each chat in its order."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from helpdesk.bots import Intake
from runtime.faults.desk import broken_desk
from runtime.faults.telegram import BotRounds, bot_rounds
from tests.faults.promises import ROUNDS


@pytest.fixture(scope="module")
def rounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BotRounds]:
    """A desk of its own with one bot."""
    folder: Path = tmp_path_factory.mktemp("bot")
    with broken_desk(folder) as desk, bot_rounds(desk) as found:
        yield found


@pytest.mark.timeout(ROUNDS * 200 + 200)
@pytest.mark.parametrize("intake", Intake)
def test_nothing_is_lost_doubled_or_out_of_order(rounds: BotRounds, intake: Intake) -> None:
    rounds.set_intake(intake)

    for seed in range(ROUNDS):
        verdict = rounds.round(seed)
        print(verdict)
        assert verdict.is_kept, verdict


def test_the_token_is_in_no_log_no_file_and_no_process_list(rounds: BotRounds) -> None:
    assert rounds.round(500).is_kept

    assert rounds.traces_of_the_token() == []


@pytest.mark.timeout(ROUNDS * 200 + 200)
def test_changing_the_way_in_loses_nothing(rounds: BotRounds) -> None:
    for seed in range(1000, 1000 + ROUNDS):
        verdict = rounds.round(seed, switches=True)
        print(verdict)
        assert verdict.is_kept, verdict
