"""The checks that need nothing to run: form, types, arrows between packages, sizes."""

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.frontend import BUILD, Node
from tools.place import Place


@dataclass(frozen=True, slots=True)
class Check:
    """One command that must succeed, and what it looks after."""

    name: str
    command: Sequence[str | Path]


def run_all(place: Place, node: Node) -> int:
    """Run every check, showing what the failing ones say; return 0 when all are content."""
    failed = [check.name for check in all_checks(place, node) if not _passes(check, place)]
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


def all_checks(place: Place, node: Node) -> list[Check]:
    """List the checks, the quickest first."""
    ruff = place.program("ruff")
    return [
        Check("format", [ruff, "format", "--check", "--quiet", "."]),
        Check("lint", [ruff, "check", "--quiet", "."]),
        Check("arrows", [place.program("lint-imports"), "--no-logo"]),
        Check("bundle size", [node.node, BUILD]),
        Check("types in TypeScript", [node.node, "node_modules/typescript/bin/tsc", "--noEmit"]),
        Check("types in Python", [place.program("mypy")]),
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
    print(f"{'ok  ' if passed else 'FAIL'} {check.name} ({time.monotonic() - started:.1f} s)", flush=True)
    if not passed:
        print(done.stdout, flush=True)
    return passed
