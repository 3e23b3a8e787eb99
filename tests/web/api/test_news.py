"""Choices and browsers over HTTP: one's own, and only what the desk knows."""

from collections.abc import Callable

from tests.cast import Desk
from tests.edge import Browser
from tests.peers.push_service import PushService

Open = Callable[..., Browser]


def test_choices_are_kept_per_agent_and_the_usual_ones_filled_in(desk: Desk, browser: Open) -> None:
    anna, boris = browser("anna"), browser("boris")
    before = anna.get("/api/news/choices").json()

    changed = anna.put(
        "/api/news/choices",
        json={"ways": {"ticket.team": ["mail", "page"]}, "quiet": {"begin": 1320, "end": 420}, "mail_after_min": 60},
    ).json()

    assert (before["ways"]["ticket.team"], before["quiet"]) == ([], None)
    assert changed == anna.get("/api/news/choices").json()
    assert (changed["ways"]["ticket.team"], changed["quiet"]) == (["page", "mail"], {"begin": 1320, "end": 420})
    assert boris.get("/api/news/choices").json()["ways"] == before["ways"]


def test_what_cannot_be_chosen_is_refused_by_name(desk: Desk, browser: Open) -> None:
    anna = browser("anna")

    unknown = anna.put("/api/news/choices", json={"ways": {"ticket.sold": ["page"]}})
    pigeon = anna.put("/api/news/choices", json={"ways": {"ticket.team": ["pigeon"]}})

    assert (unknown.status_code, unknown.json()["fields"]) == (400, {"ways.ticket.sold": "unknown"})
    assert pigeon.status_code == 400


def test_a_browser_is_named_and_forgotten_by_its_owner_alone(
    desk: Desk, browser: Open, push_service: PushService
) -> None:
    anna, charlie = browser("anna"), browser("charlie")
    given = push_service.phone("anna").given

    made = anna.post("/api/news/devices", json=given)
    again = anna.post("/api/news/devices", json=given)

    assert (made.status_code, made.json()["is_current"], again.json()["id"]) == (201, True, made.json()["id"])
    assert charlie.get("/api/news/devices").json() == []
    assert charlie.delete(f"/api/news/devices/{made.json()['id']}").status_code == 404
    assert anna.delete(f"/api/news/devices/{made.json()['id']}").status_code == 204
    assert anna.get("/api/news/devices").json() == []


def test_an_address_inside_is_refused_in_words(desk: Desk, browser: Open, push_service: PushService) -> None:
    given = push_service.phone("anna").given | {"endpoint": "https://10.0.0.8/push"}

    refused = browser("anna").post("/api/news/devices", json=given)

    assert (refused.status_code, refused.json()["fields"]) == (400, {"reason": "host_refused"})


def test_the_key_is_made_once(desk: Desk, browser: Open) -> None:
    anna = browser("anna")

    assert anna.get("/api/news/key").json() == anna.get("/api/news/key").json()
