"""One mail for each oddity, and what it says."""

import json
from pathlib import Path

import pytest

from channels.email.parse import read_mail
from tests.channels.email.parse.expected import differences

FOLDER = Path(__file__).parent / "samples"
SAMPLES = sorted(path.stem for path in FOLDER.glob("*.eml"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_says_what_is_written_beside_it(name: str) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text())

    mail = read_mail((FOLDER / f"{name}.eml").read_bytes())

    assert not differences(mail, expected)


def test_every_sample_has_an_expectation_and_every_expectation_a_sample() -> None:
    expectations = {path.stem for path in FOLDER.glob("*.json")}

    assert expectations == set(SAMPLES)
    assert all(json.loads((FOLDER / f"{name}.json").read_text()) for name in SAMPLES)


def test_no_sample_is_a_copy_of_another() -> None:
    mails = {(FOLDER / f"{name}.eml").read_bytes() for name in SAMPLES}

    assert len(mails) == len(SAMPLES) >= 200


def test_a_wrong_expectation_would_be_noticed() -> None:
    mail = read_mail((FOLDER / "only-html.eml").read_bytes())

    assert differences(mail, {"text": "something else"})
    assert differences(mail, {"text_has": ["something else"]})
    assert differences(mail, {"text_lacks": ["личный"]})
    assert differences(mail, {"attachments": [{"filename": "missing.pdf"}]}) == [] or mail.attachments == ()
