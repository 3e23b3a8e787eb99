"""Pictures of agents: put up by themselves, seen by colleagues and visitors, gone when they say so."""

import base64
from collections.abc import Callable

from helpdesk.actions.accounts.pictures import SIDE
from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import Browser
from tests.pictures import chunk, square
from tests.stories import answers, gateway_delivers, takes
from tests.web.chat.asking import ticket_id_of
from tests.widgets import new_token, open_widget, rest

Open = Callable[..., Browser]


def shows(browser: Browser, png: bytes) -> str:
    answer = browser.send("PUT", "/api/me/picture", json={"png": base64.b64encode(png).decode()})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["picture"])


def test_everybody_who_knows_its_name_sees_it_and_nothing_else_of_the_file(desk: Desk, browser: Open) -> None:
    name = shows(browser("anna"), square(SIDE, more=chunk(b"tEXt", b"canary")))

    seen = browser().get(f"/pictures/{name}")

    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/png")
    assert seen.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in seen.headers["cache-control"]
    assert b"canary" not in seen.content
    agents = {one["name"]: one["picture"] for one in browser("charlie").get("/api/workspace").json()["agents"]}
    assert [picture for picture in agents.values() if picture] == [name]


def test_another_picture_has_another_name_and_the_old_one_ends(desk: Desk, browser: Open) -> None:
    anna = browser("anna")
    first, same, second = (shows(anna, square(SIDE, shade=shade)) for shade in (7, 7, 9))

    assert first == same != second
    assert browser().get(f"/pictures/{first}").status_code == 404
    assert anna.send("DELETE", "/api/me/picture").status_code == 204
    assert browser().get(f"/pictures/{second}").status_code == 404


def test_what_is_no_picture_is_refused_by_its_field(desk: Desk, browser: Open) -> None:
    for given in ("", "no base64!", base64.b64encode(b"<svg onload='x'/>").decode()):
        answer = browser("anna").send("PUT", "/api/me/picture", json={"png": given})
        assert (answer.status_code, answer.json()["fields"]) == (400, {"png": "unreadable"})


def test_a_visitor_sees_who_answers(desk: Desk, server: Config, browser: Open) -> None:
    name, token = shows(browser("anna"), square(SIDE)), new_token()
    with open_widget(server, desk, token=token) as widget:
        number = widget.writes("Hello")["ticket"]
    takes(ticket_id_of(number), by=desk.cast.anna)
    answers(ticket_id_of(number), "Good day", by=desk.cast.anna)
    gateway_delivers(desk)

    with rest(server, desk, token) as client:
        events = client.get("events", params={"ticket": number, "after": 0, "wait": 0}).json()["events"]

    assert [one["agent"]["picture"] for one in events if one["kind"] == "agent"] == [name]
    said = [one["message"] for one in events if one["kind"] == "message"]
    assert [one.get("picture") for one in said] == [None, name]
