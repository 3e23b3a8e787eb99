"""Words that mail programs of many languages write by themselves, kept in text files beside this one."""

from functools import cache
from importlib.resources import files


@cache
def phrases(name: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases of a file by kind; a line is a kind, a colon and phrases between bars."""
    text = files("channels.email.phrases").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        kind, _, listed = line.partition(": ")
        found[kind] = found.get(kind, ()) + tuple(phrase.strip() for phrase in listed.split(" | ") if phrase.strip())
    return found
