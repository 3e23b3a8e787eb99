"""The API describes itself: every route says what it does, what it answers and how it refuses."""

from typing import Any

import msgspec
import pytest

from helpdesk import settings
from helpdesk.actions.workspace.settings import CHECKS
from helpdesk.config import Config
from tests.security.bodies import BODIES
from web.api.schemas.shown.desk import SettingsView
from web.api.schemas.workspace import SettingsPatch
from web.app import create_app

DESCRIBED_ELSEWHERE = {"me", "invitations", "uploads", "attachments"}


@pytest.fixture(scope="module")
def operations() -> dict[str, dict[str, Any]]:
    """Every operation of the API by "verb path"."""
    schema = create_app(Config()).openapi_schema.to_schema()
    return {
        f"{verb.upper()} {path}": operation
        for path, operations in schema["paths"].items()
        for verb, operation in operations.items()
        if path.startswith("/api/")
    }


def test_every_route_of_the_api_is_described(operations: dict[str, dict[str, Any]]) -> None:
    described = {name.replace("{", "").replace("}", "") for name in operations}
    wanted = {
        name.replace(":int", "").replace(":str", "").replace("{", "").replace("}", "")
        for name in BODIES
        if " /api/" in name
    }

    assert wanted <= described


def test_every_route_says_in_a_sentence_what_it_does(operations: dict[str, dict[str, Any]]) -> None:
    assert [name for name, operation in operations.items() if not operation.get("description")] == []
    assert [name for name, operation in operations.items() if not operation.get("summary")] == []


def test_every_route_says_how_it_refuses(operations: dict[str, dict[str, Any]]) -> None:
    for name, operation in operations.items():
        if name.split("/")[2] in DESCRIBED_ELSEWHERE:
            continue
        for status in ("400", "401", "403", "429"):
            assert list(operation["responses"][status]["content"]) == ["application/problem+json"], name

    assert "409" in operations["POST /api/tickets/{ticket_id}/replies"]["responses"]


def test_every_answer_has_a_shape(operations: dict[str, dict[str, Any]]) -> None:
    for name, operation in operations.items():
        if name.split("/")[2] in DESCRIBED_ELSEWHERE:
            continue
        (done,) = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
        assert "$ref" in str(done.get("content", "$ref of nothing")), name


def test_settings_are_described_and_checked_by_their_keys() -> None:
    keys = set(settings.DEFAULTS)

    assert set(CHECKS) == keys
    assert {field.name for field in msgspec.structs.fields(SettingsPatch)} - {"seen"} == keys
    assert {field.name for field in msgspec.structs.fields(SettingsView)} == keys
