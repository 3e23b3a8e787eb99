"""The checks that need nothing to run: form, types, arrows between packages, sizes."""

import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.frontend import BUILD, Node
from tools.place import Place

BESIDE_EACH_OTHER = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One command that must succeed, and what it looks after."""

    name: str
    command: Sequence[str | Path]


def run_all(place: Place, node: Node) -> int:
    """Run every check, two at a time, showing what the failing ones say; return 0 when all are content."""
    checks = all_checks(place, node)
    with ThreadPoolExecutor(BESIDE_EACH_OTHER) as pool:
        passed = list(pool.map(lambda check: _passes(check, place), checks))
    failed = [check.name for check, is_fine in zip(checks, passed, strict=True) if not is_fine]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def all_checks(place: Place, node: Node) -> list[Check]:
    """List the checks: first the one that takes longer than all others together, as long as it can use two cores."""
    ruff = place.program("ruff")
    return [
        Check("types in Python", [place.program("mypy"), "--num-workers", "2"]),
        Check("format", [ruff, "format", "--check", "--quiet", "."]),
        Check("lint", [ruff, "check", "--quiet", "."]),
        Check("arrows", [place.program("lint-imports"), "--no-logo"]),
        Check("bundle size", [node.node, BUILD]),
        Check("types in TypeScript", [node.node, "node_modules/typescript/bin/tsc", "--noEmit"]),
    ]


def _passes(check: Check, place: Place) -> bool:
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=place.root,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    line = f"{'ok  ' if passed else 'FAIL'} {check.name} ({time.monotonic() - started:.1f} s)\n"
    # one write: what two checks say must not mix
    print(line if passed else f"{line}{done.stdout}\n", end="", flush=True)
    return passed
