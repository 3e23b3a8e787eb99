"""What README.md and docs say is there: addresses, settings, commands with their options, targets of make, files."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Final

import click
import pytest

from helpdesk import config
from helpdesk.config import Config
from runtime.cli import COMMANDS
from runtime.cli import helpdesk as command_line
from tests.security.routes import calls
from tools.commands import COMMANDS as TARGETS

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = ("README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")))
# Of this repository's tools and tests, of containers, and of an example's own shell.
OTHER_SETTINGS: Final = re.compile(r"HELPDESK_(TEST_\w+|DEMO_TICKETS|DOMAIN|KEY)")
# Bots' commands, other systems' addresses, beginnings of addresses.
OTHER_ADDRESSES: Final = frozenset(["/newbot", "/capacity", "/hooks/desk", "/setup/", "/static/console/", "/pictures/"])
NOT_FOR_PEOPLE: Final = {"crash_dir": "for tests", "is_demo": "no variable sets it"}

_verb_and_address = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/[\w/{}.-]+)|`(/[\w/{}.-]+)[`…]")
_command = re.compile(r"(?:^|`|bin/|=\S+ )helpdesk ([a-z].*?)(?:`|  |\s#|$)", re.MULTILINE)
_make = re.compile(r"(?:^|`)make ([a-z]+)(?:`| ARGS|$)", re.MULTILINE)
_script = re.compile(r"tools/dev\.py ([a-z]+)")
_link = re.compile(r"\]\((?![a-z]+:|#)([^)#\s]+)")


def read(page: str) -> str:
    return (ROOT / page).read_text()


@pytest.fixture(scope="module")
def routes() -> set[tuple[str, str]]:
    """Each verb with each address, the parameters of which are left open."""
    return {(call.method, _opened(call.route)) for call in calls()}


@pytest.mark.parametrize("page", PAGES)
def test_each_address_is_one(page: str, routes: set[tuple[str, str]]) -> None:
    addresses = {address for _, address in routes}
    for verb, spoken, alone in _verb_and_address.findall(read(page)):
        address = _opened(re.sub(r"\bID\b", "{id}", spoken or alone))
        if address in OTHER_ADDRESSES:
            continue
        assert (verb, address) in routes or (not verb and address in addresses), f"{verb} {spoken or alone}"


@pytest.mark.parametrize("page", PAGES)
def test_each_setting_is_read(page: str) -> None:
    known = {f"HELPDESK_{name}" for name in _names_read()}
    for name in re.findall(r"HELPDESK_[A-Z_]*[A-Z]", read(page)):
        assert name in known or OTHER_SETTINGS.fullmatch(name), name


def test_each_setting_is_told() -> None:
    readme = read("README.md")
    told = set(re.findall(r"HELPDESK_([A-Z_]+)", readme)) | {
        f"BACKUP_{end}" for end in re.findall(r"`…_(\w+)`", readme)
    }

    assert {field.name.upper() for field in fields(Config)} - told == {name.upper() for name in NOT_FOR_PEOPLE}


@pytest.mark.parametrize("page", PAGES)
def test_each_command_takes_what_is_written(page: str) -> None:
    for line in _command.findall(read(page)):
        words = shlex.split(line.replace("[", "").replace("]", "").rstrip(".,;:"))
        if words[0] in COMMANDS:
            _takes(words)


@pytest.mark.parametrize("page", PAGES)
def test_each_target_of_make_is_one(page: str) -> None:
    text = read(page)
    for target in (*_make.findall(text), *_script.findall(text)):
        assert target in TARGETS, target


@pytest.mark.parametrize("page", PAGES)
def test_each_file_that_is_linked_is_there(page: str) -> None:
    for target in _link.findall(read(page)):
        assert ((ROOT / page).parent / target).exists(), target


def _opened(route: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", route)


def _names_read() -> Iterator[str]:
    """Yield what config.py asks the environment for."""
    source = Path(config.__file__).read_text()
    yield from re.findall(r'_(?:text|number|list)\(environ, "([A-Z_]+)"', source)
    yield from ("BASE_URL", "TRUSTED_PROXIES")


def _takes(words: list[str]) -> None:
    """Hold a line against the command it names: its subcommands and its options."""
    context = click.Context(command_line)
    command: click.Command = command_line
    for word in words:
        if isinstance(command, click.Group) and not word.startswith("-"):
            found = command.get_command(context, word)
            assert found is not None, " ".join(words)
            command = found
    options = {option for one in command.params for option in (*one.opts, *one.secondary_opts)} | {"--help"}
    assert {word for word in words if word.startswith("--")} <= options, " ".join(words)
