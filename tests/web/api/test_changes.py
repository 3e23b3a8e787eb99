"""Changing tickets over HTTP: who has one, how it stands, what it is about; drafts and reading."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from helpdesk import db
from helpdesk.models import Event, Status
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


@pytest.fixture
def at(desk: Desk) -> str:
    return f"/api/tickets/{ticket_of(visitor_writes(desk)).id}"


def test_the_second_who_takes_a_ticket_is_told_who_was_faster(desk: Desk, browser: Open, at: str) -> None:
    first = browser("anna").put(f"{at}/assignment", json={})
    second = browser("boris").put(f"{at}/assignment", json={})

    assert first.json()["ticket"]["assignee_id"] == desk.cast.anna.agent_id
    assert (second.status_code, second.json()["code"]) == (409, "taken")
    assert second.json()["fields"] == {"agent_id": desk.cast.anna.agent_id}


def test_a_ticket_given_back_waits_again(browser: Open, at: str) -> None:
    anna = browser("anna")
    anna.put(f"{at}/assignment", json={})

    answer = anna.delete(f"{at}/assignment")

    assert (answer.status_code, answer.json()["ticket"]["assignee_id"]) == (200, None)


def test_a_choice_made_by_an_old_row_is_refused(desk: Desk, browser: Open, at: str) -> None:
    anna = browser("anna")
    version = anna.get(at).json()["ticket"]["version"]
    anna.put(f"{at}/priority", json={"priority": "high"})

    stale = anna.put(f"{at}/assignee", json={"agent_id": desk.cast.boris.agent_id, "version": version})
    fresh = anna.put(
        f"{at}/assignee", json={"agent_id": desk.cast.boris.agent_id, "version": stale.json()["fields"]["version"]}
    )

    assert (stale.status_code, stale.json()["code"]) == (409, "changed")
    assert fresh.json()["ticket"]["assignee_id"] == desk.cast.boris.agent_id


def test_a_ticket_goes_to_nobody_who_may_not_see_it(desk: Desk, browser: Open, at: str) -> None:
    anna = browser("anna")
    anna.put(f"{at}/team", json={"team_id": desk.cast.support_id})

    answer = anna.put(f"{at}/assignee", json={"agent_id": desk.cast.charlie.agent_id})

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["agent_id"])


def test_giving_a_ticket_out_of_sight_answers_null(desk: Desk, browser: Open, at: str) -> None:
    answer = browser("anna").put(f"{at}/team", json={"team_id": desk.cast.billing_id})

    assert answer.json() == {"ticket": None}
    assert browser("anna").get(at).status_code == 404


def test_an_illegal_move_names_both_categories(desk: Desk, browser: Open, at: str) -> None:
    closed, pending = (_status(key) for key in ("closed", "pending"))
    browser("anna").put(f"{at}/status", json={"status_id": closed})

    answer = browser("anna").put(f"{at}/status", json={"status_id": pending})

    assert (answer.status_code, answer.json()["code"]) == (409, "illegal_move")
    assert answer.json()["fields"] == {"before": "closed", "after": "pending"}


@pytest.mark.parametrize(
    ("thing", "body"),
    [
        ("priority", {"priority": "extreme"}),
        ("priority", {}),
        ("type", {"type_id": 999}),
        ("type", {"type_id": "one"}),
        ("team", {"team_id": 999}),
        ("team", {}),
        ("subject", {"subject": "  "}),
        ("subject", {"subject": "x" * 301}),
        ("skills", {"skills": [{"skill_id": 999, "level": 1}]}),
        ("skills", {"skills": [{"skill_id": 1}]}),
        ("status", {"status_id": 2**70}),
        ("read", {"message_id": -1}),
        ("assignee", {"agent_id": 999}),
        ("assignment", {"agent_id": 1}),
        ("drafts/reply", {"text": "x" * 20_001}),
        ("drafts/reply", {"text": None}),
    ],
)
def test_what_cannot_be_is_refused_naming_the_field(browser: Open, at: str, thing: str, body: object) -> None:
    before = _events()

    answer = browser("anna").put(f"{at}/{thing}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["fields"]
    assert _events() == before


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff", b'{"priority": "high"', b"7"])
def test_a_body_that_is_no_object_is_refused(browser: Open, at: str, body: bytes) -> None:
    answer = browser("anna").put(f"{at}/priority", content=body, headers={"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


@pytest.mark.parametrize(
    ("thing", "body"),
    [
        ("priority", {"priority": "normal"}),
        ("team", {"team_id": None}),
        ("skills", {"skills": []}),
        ("assignee", {"agent_id": None}),
    ],
)
def test_what_is_the_same_changes_and_records_nothing(browser: Open, at: str, thing: str, body: object) -> None:
    before = _events()

    answer = browser("anna").put(f"{at}/{thing}", json=body)

    assert answer.status_code == 200
    assert _events() == before


def test_reading_never_moves_back(desk: Desk, browser: Open) -> None:
    first, second = visitor_writes(desk, "one"), visitor_writes(desk, "two")
    at, anna = f"/api/tickets/{first.ticket_id}", browser("anna")

    marks = [anna.put(f"{at}/read", json={"message_id": id}).json() for id in (second.id, first.id)]

    assert marks == [{"message_id": second.id}, {"message_id": second.id}]
    assert anna.get(at).json()["ticket"]["read_id"] == second.id
    assert browser("boris").get(at).json()["ticket"]["read_id"] == 0


def test_a_draft_saved_elsewhere_is_not_written_over(browser: Open, at: str) -> None:
    anna = browser("anna")
    one = anna.put(f"{at}/drafts/reply", json={"text": "from the desk", "revision": 0}).json()
    anna.put(f"{at}/drafts/reply", json={"text": "from the phone", "revision": one["revision"]})

    refused = anna.put(f"{at}/drafts/reply", json={"text": "from the desk, later", "revision": one["revision"]})

    assert (refused.status_code, refused.json()["code"]) == (409, "newer_draft")
    assert refused.json()["fields"]["text"] == "from the phone"


def test_a_draft_is_its_writers_alone(browser: Open, at: str) -> None:
    browser("anna").put(f"{at}/drafts/note", json={"text": "not yet", "revision": 0})

    assert browser("anna").get(at).json()["drafts"]["note"]["text"] == "not yet"
    assert browser("boris").get(at).json()["drafts"] == {}
    assert browser("boris").get(f"{at}/drafts/note").status_code == 404


def test_a_draft_can_be_thrown_away_twice(browser: Open, at: str) -> None:
    anna = browser("anna")
    anna.put(f"{at}/drafts/note", json={"text": "not yet", "revision": 0})

    assert [anna.delete(f"{at}/drafts/note").status_code for _ in range(2)] == [204, 204]
    assert anna.get(f"{at}/drafts/note").status_code == 404
    assert anna.get(f"{at}/drafts/letter").status_code == 404


def _status(key: str) -> int:
    with db.reading() as session:
        return session.scalars(select(Status.id).where(Status.key == key)).one()


def _events() -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0
