"""Every module is compiled at set-up, so that no start has to do it."""

import os
from pathlib import Path

import pytest

from tests.tools.checkout import Checkout
from tools import bytecode


@pytest.fixture
def module(ready: Checkout) -> Path:
    """A module of the checkout, compiled."""
    module = ready.place.root / "runtime" / "part.py"
    module.parent.mkdir(exist_ok=True)
    module.write_text("answer = 41\n")
    bytecode.make_ready(ready.place)
    return module


def test_modules_are_compiled_where_python_writes_none_by_itself(
    ready: Checkout, module: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (compiled,) = module.parent.glob("__pycache__/part.*.pyc")
    compiled.unlink()
    os.utime(module, (1, 1))

    bytecode.make_ready(ready.place)

    assert compiled.exists()


def test_a_changed_module_is_noticed_and_compiled_once(ready: Checkout, module: Path) -> None:
    assert bytecode.is_ready(ready.place)
    module.write_text("the_answer = 42\n")

    noticed = not bytecode.is_ready(ready.place)
    bytecode.make_ready(ready.place)

    assert noticed
    assert bytecode.is_ready(ready.place)


def test_a_removed_module_is_noticed(ready: Checkout, module: Path) -> None:
    module.unlink()

    assert not bytecode.is_ready(ready.place)
