"""What a person reads when the machine is not as it should be."""

import errno

import pytest

from tools.trouble import Trouble


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("Retrying after NewConnectionError('...')", "registry cannot be reached"),
        ("npm error code EAI_AGAIN", "registry cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("OSError: [Errno 30] Read-only file system: '.venv'", "cannot be written to"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "not the one that was locked"),
        ("npm error code EINTEGRITY", "not the one that was locked"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed", "certificate is not trusted"),
        ("Segmentation fault", "What it said stands above"),
    ],
)
def test_a_failure_is_explained_from_what_was_said(output: str, words: str) -> None:
    assert words in str(Trouble.from_output("Installing", output))


def test_the_cause_comes_after_the_output_it_was_found_in() -> None:
    explained = str(Trouble.from_output("Installing", "npm error code ENOTFOUND"))

    assert explained.splitlines()[:2] == [
        "npm error code ENOTFOUND",
        "error: Installing failed. The package registry cannot be reached.",
    ]


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EROFS, "cannot be written to"), (errno.ENOSPC, "The disk is full"), (errno.EACCES, "cannot be written to")],
)
def test_a_failed_system_call_is_explained(number: int, words: str) -> None:
    explained = str(Trouble.from_os_error(OSError(number, "said so", "/desk/.venv")))

    assert words in explained
    assert "/desk/.venv" in explained
