"""The front end is built when its sources changed, with the machine's Node.js or our own."""

from pathlib import Path

import pytest

from tests.tools.checkout import Checkout, only_these_programs, write_program
from tools import frontend
from tools.place import Place

NPM = "echo ci >> npm-calls; mkdir -p node_modules"
NODE = 'test "$1" = --version && echo v{version} && exit; echo build >> node-calls; mkdir -p web/static'


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all programs of the machine, with a Node.js of today that only takes note of what it is asked."""
    write_program(tmp_path / "bin", "node", "PATH=/usr/bin:/bin\n" + NODE.format(version="22.1.0"))
    write_program(tmp_path / "bin", "npm", "PATH=/usr/bin:/bin\n" + NPM)
    only_these_programs(monkeypatch, tmp_path / "bin")
    return tmp_path / "bin"


@pytest.fixture
def place(tmp_path: Path, programs: Path) -> Place:
    """A checkout with a front end of one file, set up."""
    sources = tmp_path / "checkout/web/frontend"
    sources.mkdir(parents=True)
    (sources / "main.ts").write_text("one")
    (tmp_path / "checkout/package-lock.json").write_text("{}")
    place = Place(tmp_path / "checkout")
    frontend.make_ready(place)
    return place


def test_it_is_installed_and_built_once(place: Place) -> None:
    frontend.make_ready(place)

    assert calls(place) == (1, 1)


def test_a_changed_source_is_built_without_installing(place: Place) -> None:
    (place.root / "web/frontend/main.ts").write_text("two")

    frontend.make_ready(place)

    assert calls(place) == (1, 2)


def test_a_removed_source_is_noticed(place: Place) -> None:
    (place.root / "web/frontend/main.ts").unlink()

    assert not frontend.is_ready(place)


def test_a_changed_lock_installs_and_builds(place: Place) -> None:
    (place.root / "package-lock.json").write_text('{"packages": {}}')

    frontend.make_ready(place)

    assert calls(place) == (2, 2)


def test_a_removed_bundle_is_built_again(place: Place) -> None:
    (place.root / "web/static/.stamp").unlink()

    frontend.make_ready(place)

    assert calls(place) == (1, 2)


def test_the_node_of_the_machine_is_used(place: Place, programs: Path) -> None:
    assert frontend.find_node(place) == frontend.Node(str(programs / "node"), str(programs / "npm"))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lack", ["old node", "no npm", "no node"])
def test_where_node_is_old_or_not_whole_our_own_is_installed(ready: Checkout, programs: Path, lack: str) -> None:
    ready.lock_node()
    if lack == "old node":
        write_program(programs, "node", f"PATH=/usr/bin:/bin\n{NODE.format(version='18.20.0')}")
    else:
        (programs / lack.removeprefix("no ")).unlink()

    found = frontend.find_node(ready.place)

    assert found.node == str(ready.place.venv / "bin/node")
    assert found.npm == str(ready.place.venv / "bin/npm")


def calls(place: Place) -> tuple[int, int]:
    """Return how often npm and node were asked to work."""
    npm, node = (place.root / "npm-calls").read_text(), (place.root / "node-calls").read_text()
    return npm.count("ci"), node.count("build")
