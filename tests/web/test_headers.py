"""Security headers: on every answer of every route, by its kind."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from helpdesk.config import Config
from tests.edge import Browser
from tests.security.routes import calls
from web import headers
from web.headers import Kind

Open = Callable[..., Browser]
HTTPS = Config(base_url="https://desk.example")


def test_every_route_answers_with_the_headers_all_answers_have(browser: Open) -> None:
    dora = browser("dora")
    seen = []

    for call in calls():
        answer = dora.send(call.method, call.path)
        seen.append(call.route)
        assert answer.headers["x-content-type-options"] == "nosniff", call.route
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer"), call.route
        assert "default-src 'none'" in answer.headers["content-security-policy"], call.route
        assert "frame-ancestors" in answer.headers["content-security-policy"], call.route
        assert "cross-origin-resource-policy" in answer.headers, call.route
        assert "cache-control" in answer.headers, call.route
        assert "camera=()" in answer.headers["permissions-policy"], call.route
        assert "server" not in answer.headers, call.route

    assert len(set(seen)) > 15


def test_answers_about_people_are_kept_nowhere(browser: Open) -> None:
    for path in ("/", "/api/me", "/sign-in", "/nothing"):
        assert browser("anna").page(path).headers["cache-control"] == "no-store"


def test_the_console_allows_only_its_own_scripts_and_one_trusted_type(browser: Open) -> None:
    anna = browser("anna")
    policy = anna.page("/").headers["content-security-policy"]

    assert policy == (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; script-src 'self'; "
        "style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; "
        f"connect-src 'self' ws://127.0.0.1:{anna.config.port} ws://localhost:{anna.config.port}; "
        "report-uri /csp-reports; trusted-types helpdesk; require-trusted-types-for 'script'; "
        "frame-src 'self'; manifest-src 'self'; worker-src 'self'"
    )


def test_pages_without_javascript_allow_none(browser: Open) -> None:
    policy = browser().page("/sign-in").headers["content-security-policy"]

    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_over_tls_browsers_are_told_to_stay_there() -> None:
    found = headers.of_kind(Kind.API, HTTPS)

    assert found["strict-transport-security"] == "max-age=63072000; includeSubDomains"
    assert "strict-transport-security" not in headers.of_kind(Kind.API, Config())
    assert "wss://desk.example" in headers.of_kind(Kind.CONSOLE, HTTPS)["content-security-policy"]


def test_a_widget_frame_names_the_sites_that_may_show_it() -> None:
    sites = ["https://shop.example", "https://*.shop.example", "http://localhost:3000", "https://shop.example"]

    policy = headers.of_widget_frame(HTTPS, sites)["content-security-policy"]

    assert "frame-ancestors 'self' https://shop.example https://*.shop.example http://localhost:3000;" in policy


@pytest.mark.parametrize(
    "site",
    [
        "*",
        "https://a.example; script-src *",
        "https://a.example\r\nX: y",
        "javascript:x",
        "https://",
        "a.example",
        "http://[::1]:8000",
        "'none'",
    ],
)
def test_what_is_no_site_cannot_bend_the_policy(site: str) -> None:
    policy = headers.of_widget_frame(HTTPS, [site])["content-security-policy"]

    assert "frame-ancestors 'self';" in policy
    assert site not in policy.replace("'none'", "") or site == "'none'"


def test_an_attachment_is_boxed_in() -> None:
    found = headers.of_kind(Kind.ATTACHMENT, HTTPS)

    assert "sandbox" in found["content-security-policy"].split("; ")
    assert "script-src" not in found["content-security-policy"]
    assert found["cross-origin-resource-policy"] == "same-origin"


def test_no_kind_allows_inline_or_foreign_scripts() -> None:
    for kind in Kind:
        policy = headers.of_kind(kind, replace(HTTPS, base_url="http://127.0.0.1:8000"))["content-security-policy"]
        scripts = [directive for directive in policy.split("; ") if directive.startswith("script-src")]
        assert scripts in ([], ["script-src 'self'"])
        assert "default-src 'none'" in policy
        assert "base-uri 'none'" in policy
