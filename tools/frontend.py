"""Keeps what browsers load, web/static, as its sources say."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools import packages, step
from tools.place import Place
from tools.stamp import Stamp, digest

OLDEST_NODE = 20
BUILD = Path("web/frontend/build.mjs")


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js with its npm: the paths of the two programs."""

    node: str
    npm: str

    def environment(self) -> Mapping[str, str]:
        """Return the environment in which both find each other."""
        return os.environ | {"PATH": os.pathsep.join([str(Path(self.node).parent), os.environ.get("PATH", "")])}


def is_ready(place: Place) -> bool:
    """Say whether the bundle is that of the present sources."""
    return bundle_stamp(place).is_fresh()


def make_ready(place: Place) -> None:
    """Install the front end's packages and build the bundle, where either is missing or changed."""
    if not is_ready(place):
        install(place)
        build(place)


def install(place: Place) -> Node:
    """Install the front end's packages where they are missing or changed; return the Node.js they go with."""
    node = find_node(place)
    stamp = Stamp(
        place.root / "node_modules" / ".stamp", digest([place.root / "package.json", place.root / "package-lock.json"])
    )
    if not stamp.is_fresh():
        stamp.remove()
        command = [node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retry-mintimeout=2000"]
        step.run("Installing the front end's packages", command, cwd=place.root, env=node.environment())
        stamp.leave()
    return node


def build(place: Place) -> None:
    """Build the bundle. Its size is no matter here: `check` looks at that."""
    node = find_node(place)
    stamp = bundle_stamp(place)
    stamp.remove()
    command = [node.node, BUILD, "--any-size"]
    step.run("Building the front end", command, cwd=place.root, env=node.environment())
    stamp.leave()


def bundle_stamp(place: Place) -> Stamp:
    """Return the stamp over all that the bundle is made of."""
    sources = sorted(file for file in (place.root / "web" / "frontend").rglob("*") if file.is_file())
    settings = [place.root / name for name in ("package-lock.json", "tsconfig.json")]
    return Stamp(place.root / "web" / "static" / ".stamp", digest([*sources, *settings]))


def find_node(place: Place) -> Node:
    """Return the machine's Node.js if it is new enough and has npm, else one installed into the environment."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST_NODE:
        return Node(node, npm)
    packages.make_ready(place, [packages.NODE_LOCK])
    return Node(str(place.program("node")), str(place.program("npm")))


def _major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found[1]) if found else 0
