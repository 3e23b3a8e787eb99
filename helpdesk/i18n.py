"""Texts the server itself shows, one catalogue per language: a new file in texts/ is a new language."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from babel import Locale

DEFAULT: Final = "en"
PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
MAX_HEADER_CHARS: Final = 500

_choice = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:-[A-Za-z0-9-]*)?\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages there is a catalogue for, the default first."""
    found = sorted(
        file.name.removesuffix(".toml") for file in files("helpdesk.texts").iterdir() if ".toml" in file.name
    )
    return (DEFAULT, *(code for code in found if code != DEFAULT))


@cache
def visitors_languages() -> tuple[str, ...]:
    """Return the codes of the languages in which only customers are spoken to: a file in texts/visitors/ each."""
    found = (file.name for file in (files("helpdesk.texts") / "visitors").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


def native_name(language: str) -> str:
    """Return what speakers of a language call it."""
    return text(language, "language.name")


def known(language: str) -> str:
    """Return the language itself if there is a catalogue for it, if only for customers, else the default."""
    return language if language in languages() or language in visitors_languages() else DEFAULT


def negotiate(accept_language: str) -> str:
    """Choose the language for a browser from its Accept-Language header (RFC 9110, 12.5.4)."""
    wanted: list[tuple[float, str]] = []
    for part in accept_language[:MAX_HEADER_CHARS].split(","):
        match = _choice.fullmatch(part)
        if match:
            wanted.append((float(match[2] or 1), match[1].lower()))
    ranked = sorted((entry for entry in wanted if entry[0] > 0), key=lambda entry: -entry[0])
    return next((language for _, language in ranked if language in languages()), DEFAULT)


def text(language: str, key: str, **values: object) -> str:
    """Return a text with its {values} filled in, in the plural form for `n` where it has several; KeyError if unknown.

    A text that a language lacks is shown in the default one.
    """
    spoken = known(language)
    if key not in catalogue(spoken):
        spoken = DEFAULT
    found = catalogue(spoken)[key]
    if isinstance(found, dict):
        form = _locale(spoken).plural_form(int(str(values["n"])))
        found = found.get(form) or found["other"]
    return str(found).format_map(values) if values else str(found)


@cache
def catalogue(language: str) -> dict[str, Any]:  # a text, or its plural forms
    """Return all texts of a language by key."""
    folder = "visitors/" if language in visitors_languages() else ""
    return _flat(tomllib.loads(files("helpdesk.texts").joinpath(f"{folder}{language}.toml").read_text("utf-8")))


def _flat(tree: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:  # tables of TOML, as deep as they are
    entries: dict[str, Any] = {}
    for key, value in tree.items():
        if isinstance(value, dict) and not set(value) <= PLURALS:
            entries.update(_flat(value, f"{prefix}{key}."))
        else:
            entries[f"{prefix}{key}"] = value
    return entries


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)
