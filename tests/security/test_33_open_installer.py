"""Attack 33: no installer, tool or documentation is open; what is public is listed here by hand."""

from collections.abc import Callable

import pytest

from helpdesk import db
from helpdesk.actions import accounts
from tests.edge import Browser
from tests.security.routes import calls
from web.access import Access

PUBLIC = {
    "/calendar-feeds/{token:str}",
    "/chat-links/{token:str}",
    "/csp-reports",
    "/telegram/{key:str}",
    "/favicon.ico",
    "/healthz",
    "/icon.svg",
    "/invitations/{token:str}",
    "/metrics",
    "/my-ticket/{token:str}",
    "/my-ticket/{token:str}/codes",
    "/my-ticket/{token:str}/files/{file_id:str}",
    "/password-reset",
    "/pictures/{picture:str}",
    "/password-reset/{token:str}",
    "/ratings/{token:str}",
    "/readyz",
    "/schema",
    "/schema/openapi.json",
    "/schema/{path:str}",
    "/setup/{token:str}",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/elsewhere",
    "/sign-in/returned",
    "/sign-in/second-factor",
    "/sign-out",
    "/static/{name:path}",
    "/try",
    "/try/examples",
    "/unsubscribe/{token:str}",
    "/widget-preview",
    "/widget.js",
    "/worker.js",
}


def test_the_public_routes_are_these_and_visitors_have_theirs_under_chat() -> None:
    public = {call.route for call in calls() if call.access is Access.PUBLIC and not call.route.startswith("/chat/")}
    visitors = {call.route for call in calls() if call.access is Access.VISITOR}

    assert public == PUBLIC
    assert all(route.startswith("/chat/") for route in visitors)


@pytest.mark.parametrize(
    "path", ["/setup", "/setup/", "/install", "/installer", "/admin/install", "/tools", "/schema/swagger"]
)
def test_there_is_no_installer_to_find(browser: Callable[..., Browser], path: str) -> None:
    assert browser().get(path).status_code == 404


def test_at_a_desk_with_an_admin_the_set_up_page_is_closed_to_everybody(browser: Callable[..., Browser]) -> None:
    with db.transaction() as session:
        assert accounts.setup_link(session, browser().config) is None

    for path in ("/setup/x", "/setup/" + "0" * 43):
        assert browser().page(path).status_code == 410
        assert browser().submit(path, {"email": "a@b.example"}).status_code == 410


def test_metrics_passed_on_by_a_proxy_are_not_shown(browser: Callable[..., Browser]) -> None:
    assert browser().get("/metrics").status_code == 200
    assert browser().get("/metrics", headers={"x-forwarded-for": "127.0.0.1"}).status_code == 404
    assert browser().get("/metrics", headers={"forwarded": "for=127.0.0.1"}).status_code == 404
