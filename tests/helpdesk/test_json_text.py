"""JSON columns: what goes in comes out, by whichever library."""

import json
import math

import pytest

from helpdesk import json_text


@pytest.mark.parametrize(
    "value",
    [
        {"to": [["Вера", "vera@x.test"]], "count": 3, "is_new": True, "nothing": None, "share": 0.5},
        {"half a pair": "\ud83d", "zero": "\x00"},
        {"huge": 2**80, "small": -(2**70)},
        "a word",
        [],
    ],
)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    assert json_text.read(json_text.written(value)) == value


@pytest.mark.parametrize("value", [{"name": "Анна"}, {"half": "\udc00"}, {"huge": 2**80}])
def test_it_reads_what_the_standard_library_wrote_and_the_other_way_round(value: object) -> None:
    assert json_text.read(json.dumps(value)) == value

    assert json.loads(json_text.written(value)) == value


def test_what_is_no_number_is_read() -> None:
    assert math.isnan(json_text.read("NaN"))


def test_numbers_as_keys_become_text_as_ever() -> None:
    assert json_text.written({7: 1}).replace(" ", "") == json.dumps({7: 1}).replace(" ", "")
