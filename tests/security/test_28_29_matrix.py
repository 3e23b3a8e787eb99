"""Rows 28 and 29: role x object x verb, generated from the route table. charlie is of another team."""

from collections.abc import Callable
from types import UnionType
from typing import Any, get_args

import httpx
import msgspec
import pytest

from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import Browser
from tests.security.bodies import BODIES
from tests.security.matrix import AS_A_FORM, ASKS_OUTSIDE, QUERIES, Route, routes, sockets
from tests.security.open_routes import OPEN, SOCKETS
from tests.security.world import CANARY, SAID, World, make_world

Open = Callable[..., Browser]
API = [route for route in routes() if route.name in BODIES]
OF_TICKETS = [route for route in API if route.object and route.access != "admin"]
ONLY_ADMINS = [route for route in API if route.access == "admin"]
VERBS = ("GET", "PUT", "POST", "PATCH", "DELETE")
# Each test calls every route there is, some of them more than once.
pytestmark = pytest.mark.timeout(400)

# tell of agents, of where files lie and of which messages say something, not of what was said
DEAF = ("/routing", "/address", "/found-messages")


@pytest.fixture
def world(desk: Desk, server: Config) -> World:
    return make_world(desk)


def call(browser: Browser, route: Route, world: World) -> httpx.Response:
    """Call a route as the console would, about the secret ticket where it is about one."""
    body = BODIES[route.name](world)
    path = route.fill(world) + QUERIES.get(route.name, "").format(**world.ids)
    kind = "files" if route.name in AS_A_FORM else "json"
    options: dict[str, Any] = {} if body is None else {kind: body}
    return browser.get(path) if route.verb == "GET" else browser.send(route.verb, path, **options)


def test_the_matrix_knows_every_route() -> None:
    unknown = [route.name for route in routes() if route.name not in BODIES and route.name not in OPEN]

    assert unknown == [], "say in tests/security/bodies.py how these are called"


def test_the_matrix_knows_no_route_that_is_gone() -> None:
    names = {route.name for route in routes()}

    assert {*BODIES, *OPEN} - names == set()


def test_the_matrix_knows_every_socket() -> None:
    assert sockets() == SOCKETS


def test_every_route_about_a_ticket_needs_an_agent() -> None:
    about_tickets = [route for route in routes() if route.object]

    assert {route.access for route in about_tickets} == {"agent", "admin"}


def test_who_is_not_signed_in_gets_nothing(world: World, browser: Open) -> None:
    stranger = browser()

    for route in API:
        assert call(stranger, route, world).status_code == 401, route.name


def test_charlie_gets_404_for_all_that_belongs_to_another_teams_ticket(world: World, browser: Open) -> None:
    charlie = browser("charlie")

    for route in OF_TICKETS:
        answer = call(charlie, route, world)
        assert answer.status_code == 404, (route.name, answer.text)
        assert answer.json()["code"] == "not_found"


def test_who_may_see_the_ticket_gets_through(world: World, browser: Open) -> None:
    anna = browser("anna")

    for route in sorted(OF_TICKETS, key=_gently):
        answer = call(anna, route, world)
        is_hers = answer.status_code == 409 and answer.json()["code"] in (
            "taken",
            "offer_gone",
            "accepted",
            "too_late",  # the route before sent it now: there is nothing left to take back
            "not_reachable",  # the route before blocked them
            "chat",  # the ticket at hand is one: it is not merged, and not split
        )
        assert answer.status_code in (200, 201, 204) or is_hers, (route.name, answer.text)
        _require_shape(route, answer)


def test_only_admins_get_through_to_what_admins_edit(world: World, browser: Open) -> None:
    for name in ("anna", "boris"):
        for route in ONLY_ADMINS:
            assert call(browser(name), route, world).status_code == 403, (name, route.name)

    for route in sorted(ONLY_ADMINS, key=_gently):
        if route.name in ASKS_OUTSIDE:
            continue
        answer = call(browser("dora"), route, world)
        assert answer.status_code in (200, 201, 204) or answer.json()["code"] in ("team_in_use", "not_found"), (
            route.name,
            answer.text,
        )
        _require_shape(route, answer)


def test_supervisors_get_through_where_agents_do_not(world: World, browser: Open) -> None:
    for route in sorted([route for route in API if route.access == "supervisor"], key=_gently):
        assert call(browser("anna"), route, world).status_code == 403, route.name
        answer = call(browser("boris"), route, world)
        assert answer.status_code in (200, 201, 204), (route.name, answer.text)
        _require_shape(route, answer)


def test_charlie_never_hears_the_canary(world: World, browser: Open) -> None:
    for route in API:
        answer = call(browser("charlie"), route, world)
        _require_silence(answer, route.name)
        _require_shape(route, answer)
    for name, path in OPEN.items():
        answer = browser("charlie").send(name.partition(" ")[0], path.format(**world.ids))
        _require_silence(answer, name)


def test_the_canary_sings_to_anna(world: World, browser: Open) -> None:
    anna = browser("anna")

    for route in OF_TICKETS:
        if route.verb == "GET" and not route.path.endswith(DEAF):
            assert CANARY in call(anna, route, world).text, route.name


@pytest.mark.parametrize("view", ["mine", "unassigned", "waiting", "all", "resolved", "team"])
def test_no_list_shows_charlie_another_teams_ticket(world: World, browser: Open, view: str) -> None:
    name = f"team:{world.desk.cast.support_id}" if view == "team" else view
    charlie = browser("charlie")

    for sort in ("urgency", "waiting", "activity", "created", "priority"):
        answer = charlie.get(f"/api/tickets?view={name}&sort={sort}")
        _require_silence(answer, f"{name} by {sort}")
        assert world.ids["ticket_id"] not in {id for id, _ in answer.json()["order"]}


def test_no_word_or_number_finds_charlie_another_teams_ticket(world: World, browser: Open) -> None:
    charlie, words = browser("charlie"), SAID.replace(",", "").split()

    for query in (
        *words,
        SAID,
        CANARY,
        CANARY[:4],
        "Vera",
        "shop.example",
        f"#{world.ids['number']}",
        "lost bird note",
    ):
        answer = charlie.get("/api/search", params={"q": query})
        assert not any(answer.json().values()), query

    assert charlie.get(f"/api/tickets?number={world.ids['number']}").status_code == 404
    assert charlie.get(f"/api/ticket-rows?ids={world.ids['ticket_id']},{world.own_ticket_id}").json()["rows"][0][
        "id"
    ] == (world.own_ticket_id)


def test_a_customer_two_teams_know_tells_each_only_its_own(world: World, browser: Open) -> None:
    charlie, at = browser("charlie"), f"/api/customers/{world.shared_customer_id}"

    for query in ("", f"?around={world.shared_message_id}", f"?after={world.shared_message_id - 1}", "?before=99999"):
        history = charlie.get(f"{at}/history{query}")
        assert {message["ticket_id"] for message in history.json()["messages"]} <= {world.own_ticket_id}
        _require_silence(history, query)

    panel = charlie.get(at)
    assert [ticket["id"] for ticket in panel.json()["tickets"]] == [world.own_ticket_id]
    _require_silence(panel, "panel")


def test_charlie_cannot_borrow_from_another_teams_ticket(world: World, browser: Open) -> None:
    charlie, own, files = browser("charlie"), f"/api/tickets/{world.own_ticket_id}", [world.ids["attachment_id"]]
    borrowed = [
        charlie.put(f"{own}/drafts/reply", json={"text": "x", "attachment_ids": files, "revision": 0}),
        charlie.get(f"{own}/drafts/reply"),
        charlie.post(f"{own}/replies", json={"client_key": "1", "text": "x", "attachment_ids": files}),
        charlie.post(f"{own}/replies", json={"client_key": "2", "text": "x", "thread_id": world.thread_id}),
        charlie.post(f"{own}/notes", json={"client_key": "3", "text": "x", "attachment_ids": files}),
        charlie.put(f"{own}/read", json={"message_id": world.ids["message_id"]}),
        charlie.get(f"{own}/messages?before={world.ids['message_id']}"),
        charlie.get(own),
    ]

    for answer in borrowed:
        _require_silence(answer, str(answer.request.url))
    assert [answer.status_code for answer in borrowed] == [200, 200, 400, 400, 400, 200, 200, 200]


def test_losing_the_team_is_losing_the_ticket_at_once(world: World, browser: Open) -> None:
    anna, dora = browser("anna"), browser("dora")
    path = f"/api/tickets/{world.ids['ticket_id']}"
    dora.put(f"{path}/assignee", json={"agent_id": None})
    assert anna.get(path).status_code == 200

    answer = dora.patch(f"/api/agents/{world.ids['agent_id']}", json={"team_ids": []})

    assert answer.status_code == 200
    assert anna.get(path).status_code == 404


def _gently(route: Route) -> tuple[bool, bool, bool, int, int]:
    """Look first; last what ends the ticket, or changes who has it or may see it; remove the inner before the outer."""
    is_over, changes_hands = route.path.endswith("/trash"), route.path.endswith(("/team", "/spam"))
    inner = route.path.count("/") if route.verb == "DELETE" else 0
    return is_over, changes_hands, "/assign" in route.path, VERBS.index(route.verb), -inner


def _require_silence(answer: httpx.Response, what: str) -> None:
    said = answer.text + repr(answer.headers)
    assert CANARY not in said.lower(), what
    assert "канарейка" not in said.lower(), what


def _require_shape(route: Route, answer: httpx.Response) -> None:
    """The answer is what the API description says."""
    shape = route.shapes.get(answer.status_code)
    if shape is not None and answer.headers["content-type"].startswith("application/json"):
        shapes = get_args(shape) if isinstance(shape, UnionType) else (shape,)
        msgspec.convert(answer.json(), shapes[0])
