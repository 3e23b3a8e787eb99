"""A route that does not say who may call it keeps the desk from starting."""

from typing import Any

import pytest
from litestar import Controller, Litestar, WebSocket, get, websocket

from helpdesk.config import Config
from helpdesk.errors import Forbidden, Misconfigured
from helpdesk.models import Role
from web import access
from web.access import Access
from web.app import create_app


@get("/open-by-mistake", sync_to_thread=False)
def forgotten() -> None:
    """A route somebody forgot to protect."""


@websocket("/socket-by-mistake")
async def forgotten_socket(socket: WebSocket[Any, Any, Any]) -> None:
    """A socket somebody forgot to protect."""


class Misspelt(Controller):
    """A controller with a rule that does not exist."""

    path = "/misspelt"
    opt = {"access": "everybody"}  # noqa: RUF012 - as somebody would write it

    @get(sync_to_thread=False)
    def show(self) -> None:
        """Answer nothing."""


@pytest.mark.parametrize("route", [forgotten, forgotten_socket, Misspelt])
def test_a_route_without_a_rule_is_named_and_refused(route: object) -> None:
    app = Litestar([route], openapi_config=None, logging_config=None)  # type: ignore[list-item]

    with pytest.raises(Misconfigured, match=r"mistake|misspelt"):
        access.require_rules(app.routes)


def test_every_route_of_the_desk_says_who_may_call_it() -> None:
    routes = create_app(Config()).routes

    assert len(list(access.handlers(routes))) > 20
    access.require_rules(routes)


@pytest.mark.parametrize(
    ("rule", "admitted"),
    [(Access.AGENT, set(Role)), (Access.SUPERVISOR, {Role.SUPERVISOR, Role.ADMIN}), (Access.ADMIN, {Role.ADMIN})],
)
def test_a_rule_admits_its_role_and_those_above(rule: Access, admitted: set[Role]) -> None:
    found = set()
    for role in Role:
        try:
            access.require_role(rule, role)
        except Forbidden:
            continue
        found.add(role)

    assert found == admitted
