"""Writes the lock files anew from pyproject.toml and package.json. Needs the network."""

from collections.abc import Sequence

from tools import frontend, step
from tools.packages import DEMO_LOCK, DEV_LOCK, NODE_LOCK, RUNTIME_LOCK
from tools.place import Place

# One file for all platforms and Pythons, with hashes and without the address of any registry.
FORM = ("--universal", "--python-version=3.11", "--generate-hashes", "--no-emit-index-url", "--no-header", "--quiet")

SOURCES = {
    RUNTIME_LOCK: ("pyproject.toml", "--group=build"),
    DEV_LOCK: ("--group=dev", f"--constraints={RUNTIME_LOCK}"),
    DEMO_LOCK: ("--group=demo", f"--constraints={DEV_LOCK}", f"--constraints={RUNTIME_LOCK}"),
    NODE_LOCK: ("--group=node",),
}


def lock_all(place: Place, options: Sequence[str]) -> None:
    """Resolve every lock file; versions stay as they are unless the options say --upgrade."""
    for lock, source in SOURCES.items():
        command = [place.program("uv"), "pip", "compile", *source, *FORM, *options, f"--output-file={lock}"]
        step.run(f"Locking {lock}", command, cwd=place.root)
    node = frontend.find_node(place)
    verb = "update" if "--upgrade" in options else "install"
    command = [node.npm, verb, "--package-lock-only", "--ignore-scripts"]
    step.run("Locking package-lock.json", command, cwd=place.root, env=node.environment())
