"""Reads all tests, for those who run them side by side: each of them is forked from here, see tests/warm/server.py."""

import gc
import sys

import pytest


def read_tests(arguments: list[str]) -> None:
    """Load the files of the tests that pytest runs with these arguments, as pytest loads them.

    What cannot be read is said by those who run the tests, who then read it themselves.
    """
    pytest.main([*arguments, "-n0", "--collect-only", "-qq"])
    sys.stdout.flush()
    gc.disable()
