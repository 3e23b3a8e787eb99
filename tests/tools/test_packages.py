"""The virtual environment becomes what the lock files say, whatever state it is in."""

import shutil
from pathlib import Path

import pytest

from tests.tools.checkout import Checkout
from tools import packages
from tools.packages import RUNTIME_LOCK
from tools.place import Place
from tools.trouble import Trouble

# Real environments are made here, which a busy machine takes its time over.
pytestmark = pytest.mark.timeout(300)


def test_a_set_up_checkout_has_its_packages_and_is_ready(ready: Checkout) -> None:
    assert ready.apple() == "version = '1.0'\n"
    assert list(ready.site.glob("helpdesk-0.1.0.dist-info"))


def test_packages_are_compiled_at_set_up(ready: Checkout) -> None:
    assert list(ready.site.glob("__pycache__/apple.*.pyc"))


def test_a_changed_lock_brings_the_new_version(ready: Checkout) -> None:
    ready.lock_apple("1.1")
    assert not packages.is_ready(ready.place, [RUNTIME_LOCK])

    packages.make_ready(ready.place, [RUNTIME_LOCK])

    assert ready.apple() == "version = '1.1'\n"


def test_an_unchanged_checkout_starts_nothing(ready: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", None)

    packages.make_ready(ready.place, [RUNTIME_LOCK])


def test_a_package_cut_short_while_unpacking_is_installed_again(ready: Checkout) -> None:
    (ready.site / "apple.py").unlink()
    (ready.site / "apple-1.0.dist-info" / "INSTALLER").unlink()
    (ready.place.venv / ".stamps" / RUNTIME_LOCK).unlink()

    packages.make_ready(ready.place, [RUNTIME_LOCK])

    assert ready.apple() == "version = '1.0'\n"


def test_a_failed_installation_is_tried_again_next_time(ready: Checkout) -> None:
    ready.lock_apple("1.2", sha256="0" * 64)
    for _ in range(2):
        with pytest.raises(Trouble, match="not the one that was locked"):
            packages.make_ready(ready.place, [RUNTIME_LOCK])

    ready.lock_apple("1.2")
    packages.make_ready(ready.place, [RUNTIME_LOCK])

    assert ready.apple() == "version = '1.2'\n"


def test_a_moved_checkout_needs_a_new_environment(ready: Checkout, tmp_path: Path) -> None:
    shutil.copytree(ready.place.root, tmp_path / "moved", symlinks=True)

    assert packages.is_usable(ready.place)
    assert not packages.is_usable(Place(tmp_path / "moved"))


def test_an_environment_whose_python_is_gone_is_made_anew(ready: Checkout) -> None:
    ready.place.python.unlink()
    ready.place.python.symlink_to("/nowhere/python3")
    assert not packages.is_usable(ready.place)

    packages.make_ready(ready.place, [RUNTIME_LOCK])

    assert ready.apple() == "version = '1.0'\n"


def test_settings_that_lead_pip_astray_are_left_out(ready: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_TARGET", str(ready.place.root / "elsewhere"))
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    ready.lock_apple("1.3")

    packages.make_ready(ready.place, [RUNTIME_LOCK])

    assert ready.apple() == "version = '1.3'\n"


def test_too_little_room_is_said_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "ROOM_MB", 10**9)

    with pytest.raises(Trouble, match="needs 1000000000 MB of disk"):
        packages.make_environment(Place(tmp_path))

    assert not (tmp_path / ".venv").exists()
