"""Fixtures of the tests of the set-up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tools.checkout import Checkout
from tools import packages
from tools.packages import RUNTIME_LOCK


@pytest.fixture(scope="package")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A checkout that is set up; one for all these tests, since making an environment takes seconds."""
    wheels = tmp_path_factory.mktemp("wheels")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PIP_NO_INDEX", "1")
        patch.setenv("PIP_FIND_LINKS", str(wheels))
        patch.setenv("PIP_CONFIG_FILE", "/dev/null")
        made = Checkout(Path(tmp_path_factory.mktemp("checkout")).resolve(), wheels)
        packages.make_ready(made.place, [RUNTIME_LOCK])
        yield made


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """The checkout with version 1.0 of its package in place."""
    checkout.lock_apple("1.0")
    packages.make_ready(checkout.place, [RUNTIME_LOCK])
    assert packages.is_ready(checkout.place, [RUNTIME_LOCK])
    return checkout
