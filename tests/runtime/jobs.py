"""Jobs for a worker under test."""

import os
from pathlib import Path


def note() -> None:
    """Leave a mark that this job ran."""
    with Path(os.environ["HELPDESK_TEST_MARKS"]).open("a") as file:
        file.write("x")


def fail() -> None:
    """Fail as a job with a bug does."""
    raise ValueError("a job with a bug")
