"""Who wrote a forwarded mail."""

from pathlib import Path

import pytest

from channels.email.forwards import find_forward, is_forward_subject
from channels.email.parsed import AttachedMail

SAMPLES = sorted(Path(__file__).parent.joinpath("forwards").glob("*.txt"))


def test_there_are_samples() -> None:
    assert len(SAMPLES) >= 15


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_first_writer_of_a_forward_is_found(path: Path) -> None:
    expected, subject, text = path.read_text(encoding="utf-8").split("\n", 2)

    found = find_forward(text, subject=subject.removeprefix("subject: "), attached=None)

    told = f"{found.address} | {found.name} | {found.subject}" if found else "none"
    assert told.strip() == expected.removeprefix("expect:").strip()


def test_attached_mail_tells_its_writer() -> None:
    attached = AttachedMail("olga@firm.example", "Olga", "Lamp", "It broke.")

    found = find_forward("Please look.", subject="Lamp", attached=attached)

    assert found is not None
    assert (found.address, found.name, found.subject) == ("olga@firm.example", "Olga", "Lamp")


def test_reply_is_no_forward() -> None:
    assert is_forward_subject("Fwd: Lamp")
    assert is_forward_subject("WG: Lampe")
    assert not is_forward_subject("Re: Lamp")
    assert not is_forward_subject("Forwarding agents: Lamp")
