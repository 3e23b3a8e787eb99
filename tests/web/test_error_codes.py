"""Each code an answer may carry is in docs/api.md with its status, and the console has words for it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from web.problems import STATUS

ROOT: Final = Path(__file__).parents[2]
SOURCES: Final = ("helpdesk", "web", "channels", "routing")
# Said of pages that people open by a link, of letters that rules write, of servers: never by the API as they are.
NOT_OF_THE_API: Final = frozenset(
    [
        "chat_link_expired",
        "invitation_expired",
        "invitation_used",
        "rating_expired",
        "reset_expired",
        "setup_expired",
        "identity_expired",
        "ticket_page_ended",
        "ticket_page_gone",
        "unsubscribe_expired",
        "unsubscribed",
        "limit",
        "no_way",
        "placeholder",
        "delivery",
        "dropped",
        "fenced",
        "forged",
        "host_refused",
        "host_unknown",
        "imap",
        "mail_trouble",
        "misconfigured",
        "refused_command",
        "telegram_trouble",
    ]
)
# The console never comes to see these, or has words of its own where they can happen.
WITHOUT_WORDS: Final = frozenset(
    [
        "address_ended",
        "at_capacity",
        "client_key_reused",
        "error",
        "method_not_allowed",
        "newer_draft",
        "not_offered",
        "offer_gone",
        "other_customer",
        "same_tag",
        "same_team",
        "scope",
    ]
)


@cache
def codes() -> frozenset[str]:
    """All codes of the API, by the source."""
    files = (file for folder in SOURCES for file in (ROOT / folder).rglob("*.py"))
    texts = (text for text in (file.read_text() for file in files) if "code" in text)
    return frozenset(code for text in texts for code in _codes_in(ast.parse(text))) - NOT_OF_THE_API


def _codes_in(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        match node:
            case ast.ClassDef(bases=[_, *_], body=body):
                for line in body:
                    match line:
                        case ast.Assign(targets=[ast.Name("code")], value=ast.Constant(str(code))):
                            yield code
            case ast.keyword(arg="code", value=ast.Constant(str(code))) if code:
                yield code


def documented() -> dict[str, str]:
    """All codes of docs/api.md with what stands in the cell before them, which is the status in the first table."""
    page = (ROOT / "docs/api.md").read_text()
    rows = re.findall(r"^\|(?: (\d+) \|)? (`.+?) \|", page[page.index("## Errors") : page.index("## Files")], re.M)
    return {code: status for status, names in rows for code in re.findall(r"`([a-z_]+)`", names) if code != "code"}


def test_every_code_is_documented_and_no_other() -> None:
    said = {code for code in codes() if not code.startswith("too_many_")}

    assert said == documented().keys()
    assert {"newer_message", "read_only", "not_found"} <= said


def test_the_status_beside_a_code_is_the_one_it_comes_with() -> None:
    special = {"scope": 403, "address_ended": 410, "read_only": 503}

    assert {code: int(status) for code, status in documented().items() if status} == {
        code: status for code, status in (STATUS | special).items() if code in documented()
    }


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_the_console_has_words_for_every_code(language: str) -> None:
    catalogues = (ROOT / "web/frontend/console/i18n" / language).glob("*.ts")
    worded = {code for file in catalogues for code in re.findall(r'"problem\.(\w+)"', file.read_text())}

    assert {code for code in codes() - WITHOUT_WORDS if not code.startswith("too_many_")} - worded == set()
