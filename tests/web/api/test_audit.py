"""The audit log as admins read it: by person, kind and day, in parts that end."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from helpdesk import clock, db, team_routing
from helpdesk.actions import audit
from helpdesk.actions.workspace.bots import BotChanges
from helpdesk.actions.workspace.channels import ChannelChanges
from helpdesk.actions.workspace.mailboxes import MailboxChanges
from helpdesk.actions.workspace.settings import CHECKS
from helpdesk.permissions import SYSTEM
from helpdesk.queries import audit as log
from tests.cast import Desk
from tests.edge import Browser

Open = Callable[..., Browser]
ROOT: Final = Path(__file__).parents[3]
WORDS: Final = ROOT / "web" / "frontend" / "console" / "i18n"
WRITERS: Final = frozenset({"append", "leave_trace", "tell", "_audit", "_finish", "_tell", "_trace"})
OF_EVENTS: Final = frozenset({"links.py", "merge.py"})  # of tickets: their _tell records events


def read(browser: Browser, query: str = "") -> dict[str, Any]:
    found: dict[str, Any] = browser.get(f"/api/audit{query}").json()
    return found


def verbs(browser: Browser, query: str = "") -> list[str]:
    return [one["verb"] for one in read(browser, query)["entries"]]


def test_who_did_what_is_found_by_person_and_kind(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    team = dora.send("POST", "/api/teams", json={"name": "Night"}).json()
    with db.transaction() as session:
        audit.append(session, "customer.erased", by=SYSTEM, what="customer:1")

    newest = read(dora)["entries"]
    made = next(one for one in newest if one["verb"] == "team.made")

    assert (made["agent"], made["object"], made["name"]) == ("Dora", f"team:{team['id']}", "Night")
    assert verbs(dora, "?kind=routing") == ["team.made"]
    assert "team.made" in verbs(dora, f"?agent_id={desk.cast.dora.agent_id}")
    assert verbs(dora, f"?agent_id={desk.cast.anna.agent_id}") == []
    assert verbs(dora, "?agent_id=0&kind=customers") == ["customer.erased"]
    assert next(one for one in newest if one["verb"] == "customer.erased")["name"] is None


def test_days_are_those_of_the_desk_and_both_count(desk: Desk, browser: Open) -> None:
    dora, now = browser("dora"), clock.now()
    for days in (2, 1):
        with clock.fixed(now - timedelta(days=days)), db.transaction() as session:
            audit.append(session, f"desk.day_{days}", by=SYSTEM)
    day = (now - timedelta(days=1)).date()

    assert verbs(dora, f"?kind=settings&since={day}&until={day}") == ["desk.day_1"]
    assert verbs(dora, f"?kind=settings&until={day}") == ["desk.day_1", "desk.day_2"]
    assert verbs(dora, f"?since={day + timedelta(days=9)}") == []
    assert dora.get(f"/api/audit?since={day}&until={day - timedelta(days=1)}").status_code == 400


def test_a_long_log_comes_in_parts_that_look_at_so_many_rows(
    desk: Desk, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    dora = browser("dora")
    with db.transaction() as session:
        for nth in range(130):
            audit.append(session, "team.changed" if nth % 10 == 0 else "rule.changed", by=SYSTEM, what=f"team:{nth}")
    monkeypatch.setattr(log, "LOOKED_AT", 40)

    def walk(query: str) -> list[str]:
        found: list[str] = []
        page = read(dora, query)
        for _ in range(50):
            found += [one["object"] for one in page["entries"] if one["verb"].endswith(".changed")]
            if page["before"] is None:
                return found
            page = read(dora, f"{query}&before={page['before']}")
        raise AssertionError("It does not end.")

    assert walk("?kind=routing") == [f"team:{nth}" for nth in reversed(range(130))]
    assert walk("?kind=tickets") == []


def test_only_admins_read_it(desk: Desk, browser: Open) -> None:
    assert [browser(name).get("/api/audit").status_code for name in ("anna", "boris")] == [403, 403]


def test_the_console_has_words_for_all_that_is_put_into_the_log() -> None:
    kinds = {word for words in log.KINDS.values() for word in words}

    assert len(VERBS) > 80
    assert {verb.partition(".")[0] for verb in VERBS} <= kinds
    for language in ("en", "ru", "uk"):
        words = set(re.findall(r'"(audit\.\w+\.\w+)"', (WORDS / language / "audit.ts").read_text()))
        wanted = {
            f"audit.{place}.{part}"
            for verb in VERBS
            for place, part in zip(("of", "act"), verb.split("."), strict=True)
        }
        assert wanted - words == set(), language


def test_the_console_has_words_for_the_details_of_what_is_put_into_the_log() -> None:
    written = team_routing.written(team_routing.USUAL)
    own = {one.name for kind in (ChannelChanges, MailboxChanges, BotChanges) for one in fields(kind)}
    changed = {*CHECKS, *written, *own} - {"channel", "imap_password", "smtp_password", "identity"}

    for language in ("en", "ru", "uk"):
        words = set(re.findall(r'"audit\.(field|key)\.(\w+)"', (WORDS / language / "audit.ts").read_text()))
        assert {("field", name) for name in changed} - words == set(), language
        assert {("key", name) for name in ("role", "from", "to", "fields", "due_at", "scopes")} <= words, language


def _verbs() -> Iterator[str]:
    """All that is passed to what writes into the log, or to what hands it on."""
    for file in sorted((ROOT / "helpdesk" / "actions").rglob("*.py")):
        if file.parent.name == "telegram" or file.name in OF_EVENTS:
            continue
        calls = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
        for call in calls:
            if (getattr(call.func, "attr", "") or getattr(call.func, "id", "")) in WRITERS:
                said = [part.value for arg in call.args for part in ast.walk(arg) if isinstance(part, ast.Constant)]
                yield from (word for word in said if isinstance(word, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", word))


VERBS: Final = frozenset(_verbs())
