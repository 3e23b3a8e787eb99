"""The build script of the front end, run for real on a small front end."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
NODE = shutil.which("node") or str(ROOT / ".venv/bin/node")

pytestmark = pytest.mark.skipif(
    not Path(NODE).exists() or not (ROOT / "node_modules").exists(), reason="the front end is not set up"
)


class Frontend:
    """A front end in a folder of its own, with the real build script."""

    def __init__(self, root: Path) -> None:
        self.sources = root / "web/frontend"
        self.static = root / "web/static"
        self.sources.mkdir(parents=True)
        (root / "node_modules").symlink_to(ROOT / "node_modules")
        for script in (ROOT / "web/frontend").glob("*.mjs"):
            shutil.copy(script, self.sources)

    def write(self, name: str, text: str) -> None:
        """Write one source file."""
        path = self.sources / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    def build(self, *options: str) -> subprocess.CompletedProcess[str]:
        """Run the build script."""
        command = [NODE, str(self.sources / "build.mjs"), *options]
        return subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60, check=False)

    def manifest(self) -> dict[str, str]:
        """Return what the server reads."""
        found: dict[str, str] = json.loads((self.static / "manifest.json").read_text())
        return found


@pytest.fixture
def frontend(tmp_path: Path) -> Frontend:
    """A front end with a loader and a console of three files and a style."""
    made = Frontend(tmp_path)
    made.write("widget/loader.ts", "console.log('Привіт')")
    made.write("console/main.tsx", "document.onclick = () => import('./late'); import('./soon')")
    made.write("console/soon.ts", "export const soon = 'soon'")
    made.write("console/late.ts", "export const late = 'later'")
    made.write("console/main.css", "body { margin: 0 }")
    return made


def test_every_entry_point_has_a_file_under_its_logical_name(frontend: Frontend) -> None:
    built = frontend.build()

    assert built.returncode == 0, built.stderr
    assert sorted(frontend.manifest()) == ["console/main.css", "console/main.js", "widget.js"]
    assert frontend.manifest()["widget.js"] == "widget.js"
    assert all((frontend.static / name).exists() for name in frontend.manifest().values())


def test_what_has_no_source_yet_is_said_and_left_out(frontend: Frontend) -> None:
    assert "panel    has no source yet, left out" in frontend.build().stdout


def test_a_changed_file_gets_a_new_name_and_the_old_one_goes(frontend: Frontend) -> None:
    frontend.build()
    before = frontend.manifest()["console/main.css"]

    frontend.write("console/main.css", "body { margin: 1px }")
    frontend.build()

    assert frontend.manifest()["console/main.css"] != before
    assert not (frontend.static / before).exists()


def test_an_overweight_bundle_fails_unless_any_size_will_do(frontend: Frontend) -> None:
    words = ", ".join(f'"{number:x}"' for number in range(2**20, 2**20 + 9999 * 7919, 7919))
    frontend.write("widget/loader.ts", f"console.log([{words}])")

    strict, lenient = frontend.build(), frontend.build("--any-size")

    assert strict.returncode == 1
    assert "over budget: loader" in strict.stderr
    assert lenient.returncode == 0


def test_what_loads_later_does_not_count_for_the_budget(frontend: Frontend) -> None:
    words = ", ".join(f'"{number:x}"' for number in range(2**20, 2**20 + 99999 * 7919, 7919))
    frontend.write("console/late.ts", f"export const late = [{words}]")

    built = frontend.build()

    assert built.returncode == 0, built.stderr
    assert "more when needed" in built.stdout


def test_a_mistake_in_a_source_keeps_the_old_bundle(frontend: Frontend) -> None:
    frontend.build()
    before = frontend.manifest()

    frontend.write("console/main.tsx", "const = 1")
    built = frontend.build()

    assert built.returncode == 1
    assert "console/main.tsx:1:6" in built.stderr
    assert frontend.manifest() == before
