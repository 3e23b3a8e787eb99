"""Row 57: nothing a signed-in agent reads is kept by a cache, and one address answers each by their own rights."""

from collections.abc import Callable

import pytest

from helpdesk.config import Config
from tests.cast import Desk
from tests.edge import Browser
from tests.security.bodies import BODIES
from tests.security.matrix import QUERIES, routes
from tests.security.world import World, make_world

Open = Callable[..., Browser]
READ = [route for route in routes() if route.verb == "GET" and route.name in BODIES]
# A file never changes under its random name; a browser may keep it, and must ask before it shows it again.
KEPT_BY_BROWSERS = {
    "GET /api/attachments/{attachment_id:str}": "private, no-cache",
    "GET /api/attachments/aside/{side_file_id:str}": "private, no-cache",
    "GET /api/customers/{customer_id:int}/photo": "private, no-cache",
}


@pytest.fixture
def world(desk: Desk, server: Config) -> World:
    return make_world(desk)


def test_no_cache_keeps_what_the_api_answers(world: World, browser: Open) -> None:
    for name in ("anna", "dora"):
        for route in READ:
            answer = browser(name).get(route.fill(world) + QUERIES.get(route.name, "").format(**world.ids))
            expected = KEPT_BY_BROWSERS.get(route.name, "no-store") if answer.status_code == 200 else "no-store"
            assert answer.headers["cache-control"] == expected, route.name


def test_refusals_are_not_kept_either(world: World, browser: Open) -> None:
    refused = [browser().get("/api/me"), browser("charlie").get(f"/api/tickets/{world.ids['ticket_id']}")]

    assert [answer.status_code for answer in refused] == [401, 404]
    assert {answer.headers["cache-control"] for answer in refused} == {"no-store"}


def test_one_address_answers_each_by_their_own_rights(world: World, browser: Open) -> None:
    answers = {name: browser(name).get("/api/tickets?view=all").json() for name in ("anna", "charlie", "anna")}

    assert {id for id, _ in answers["anna"]["order"]} - {id for id, _ in answers["charlie"]["order"]}
    assert world.ids["ticket_id"] not in {id for id, _ in answers["charlie"]["order"]}
