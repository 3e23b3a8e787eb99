"""`helpdesk bench all`: what has ended is told, whatever comes after it."""

import pytest

from helpdesk.errors import Unavailable
from runtime.bench.everything import Figures, Scale
from runtime.commands.bench_more import run_parts


def _works() -> Figures:
    return {"p50_ms": 3}


def _lacks() -> Figures:
    raise Unavailable("Nothing to measure against here.")


def _breaks() -> Figures:
    raise OSError("The wire was cut.")


def _is_interrupted() -> Figures:
    raise KeyboardInterrupt


def test_what_fails_or_is_missing_does_not_keep_the_others_from_running(capsys: pytest.CaptureFixture[str]) -> None:
    found = run_parts({"first": _breaks, "second": _lacks, "third": _works}, only_json=False)

    assert found["first"]["failed"] == "OSError: The wire was cut."
    assert found["second"]["left_out"] == "Nothing to measure against here."
    assert found["third"]["p50_ms"] == 3
    assert "third: " in capsys.readouterr().out


def test_interrupted_it_says_what_has_ended() -> None:
    found = run_parts({"first": _works, "second": _is_interrupted, "third": _works}, only_json=False)

    assert found["first"]["p50_ms"] == 3
    assert "interrupted_after_s" in found
    assert "third" not in found


def test_in_json_each_part_is_told_beside_the_one_piece(capsys: pytest.CaptureFixture[str]) -> None:
    run_parts({"first": _works}, only_json=True)

    told = capsys.readouterr()
    assert told.out == ""
    assert "first: " in told.err


def test_desks_take_their_share_too() -> None:
    assert Scale(100_000, 0.1).sizes == [1_000, 10_000]
    assert Scale(100_000, 0.001).sizes == [100, 1_000]
    assert (Scale(share=1.0).rate, Scale(share=0.01).rate) == (20.0, 2.0)
