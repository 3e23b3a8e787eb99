"""The security headers of everything the desk answers, by kind of answer."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, Final

from litestar.datastructures import MutableScopeHeaders
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Message, Scope

from helpdesk.config import Config
from web import request_id
from web.origins import own_origins

REPORTS_PATH: Final = "/csp-reports"
YEAR_S: Final = 31_536_000
TRUSTED_TYPES: Final = {"trusted-types": "helpdesk", "require-trusted-types-for": "'script'"}
_OFF: Final = ("accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
               "microphone", "midi", "payment", "picture-in-picture", "serial", "usb", "xr-spatial-tracking")  # fmt: skip
# A policy cannot name an IPv6 address: browsers would complain about the whole directive.
_site = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]{1,253}(:\d{1,5})?")


class Kind(StrEnum):
    """The kinds of answers; a route other than data of the API says its own by `opt={"headers": ...}`."""

    API = "api"
    CONSOLE = "console"
    PAGE = "page"
    CODES = "codes"
    SHOP = "shop"
    FRAME = "frame"
    ATTACHMENT = "attachment"
    EXPORT = "export"
    ASSET = "asset"
    LOADER = "loader"
    WORKER = "worker"
    MAIL = "mail"


def of_kind(kind: Kind, config: Config) -> dict[str, str]:
    """Return all security headers for one kind of answer."""
    found = {**_common(config), **_SPECIAL[kind]}
    policy = _policies(config)[kind]
    return {**found, "content-security-policy": _policy(policy)}


def of_widget_frame(config: Config, sites: Iterable[str]) -> dict[str, str]:
    """Return the headers of a widget's frame: only these sites (and the desk itself) may show it.

    sites: origins like "https://shop.example" or "https://*.shop.example"; anything else in the list is ignored.
    """
    allowed = [site for site in sites if _site.fullmatch(site)]
    policy = {**_policies(config)[Kind.FRAME], "frame-ancestors": " ".join(["'self'", *dict.fromkeys(allowed)])}
    return {**_common(config), **_SPECIAL[Kind.FRAME], "content-security-policy": _policy(policy)}


def of_widget_preview(config: Config) -> dict[str, str]:
    """Return the headers of the panel as a picture in the console: no network, no storage, no origin of its own."""
    policy = {
        **_policies(config)[Kind.FRAME],
        "connect-src": "'none'",
        "img-src": "'none'",
        "media-src": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "allow-scripts",
    }
    return {**_common(config), **_SPECIAL[Kind.FRAME], "content-security-policy": _policy(policy)}


def of_mail(config: Config, *, images: bool) -> dict[str, str]:
    """Return the headers of a mail's view: styles of the page itself, our own files, and remote images when asked for."""
    found = of_kind(Kind.MAIL, config)
    if images:
        policy = {**_policies(config)[Kind.MAIL], "img-src": "'self' data: https: http:"}
        found["content-security-policy"] = _policy(policy)
    return found


def setter(config: Config) -> Callable[[Message, Scope], Any]:  # what Litestar calls before it sends
    """Return the hook that puts headers on every answer; what a handler set itself stays."""
    ready = {kind: of_kind(kind, config) for kind in Kind}

    async def set_headers(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in ready[_kind_of(scope, message["status"])].items():
            headers.setdefault(name, value)
        headers["x-request-id"] = request_id.of(scope)
        if headers.get("x-frame-options") == "":
            del headers["x-frame-options"]

    return set_headers


def _kind_of(scope: Scope, status: int) -> Kind:
    # Where no route matched there is none, whatever the types say.
    handler: BaseRouteHandler | None = scope.get("route_handler")
    kind = Kind(handler.opt.get("headers", Kind.API)) if handler is not None else Kind.PAGE
    # An error is a page or a problem, whatever the route would have given; it is never kept.
    return Kind.PAGE if status >= 400 else kind


def _common(config: Config) -> dict[str, str]:
    found = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": ", ".join(f"{feature}=()" for feature in _OFF),
        "x-frame-options": "DENY",
        # Looking up the host of a link tells its owner that a mail was opened.
        "x-dns-prefetch-control": "off",
        "cache-control": "no-store",
    }
    if config.is_https:
        found["strict-transport-security"] = f"max-age={2 * YEAR_S}; includeSubDomains"
    return found


_SPECIAL: Final[dict[Kind, dict[str, str]]] = {
    Kind.API: {},
    Kind.CONSOLE: {},
    Kind.PAGE: {},
    Kind.CODES: {},
    Kind.SHOP: {"x-frame-options": "SAMEORIGIN", "cross-origin-opener-policy": "same-origin-allow-popups"},
    # frame-ancestors says who may frame it; the older header knows no list.
    Kind.FRAME: {
        "x-frame-options": "",
        "cross-origin-resource-policy": "cross-origin",
        # The frame hands the visitor on to a window of its own; without an opener neither would know of the other.
        "cross-origin-opener-policy": "unsafe-none",
        "referrer-policy": "no-referrer",
    },
    Kind.ATTACHMENT: {"cache-control": "private, no-cache"},
    Kind.EXPORT: {},
    # Built files are the same for everybody; the preview of a widget, which has no origin, loads them too.
    Kind.ASSET: {"cache-control": f"public, max-age={YEAR_S}, immutable", "access-control-allow-origin": "*"},
    Kind.LOADER: {"cross-origin-resource-policy": "cross-origin", "cache-control": "public, max-age=300"},
    # A browser asks for it at every visit: what it keeps is never older than the desk.
    Kind.WORKER: {"cache-control": "no-cache"},
    Kind.MAIL: {"x-frame-options": "SAMEORIGIN", "referrer-policy": "no-referrer"},
}


def _policies(config: Config) -> dict[Kind, dict[str, str]]:
    nothing = {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'"}
    # 'self' covers sockets in today's browsers; older ones want them named. An IPv6 host cannot be named in a policy.
    own = sorted(origin for origin in own_origins(config) if "[" not in origin)
    sockets = " ".join(origin.replace("http", "ws", 1) for origin in own)
    app = {
        **nothing,
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": f"'self' {sockets}",
        "report-uri": REPORTS_PATH,
        **TRUSTED_TYPES,
    }
    page = {"style-src": "'self'", "img-src": "'self'", "form-action": "'self'", "report-uri": REPORTS_PATH}
    shop = {
        "script-src": "'self'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data:",
        "frame-src": "'self'",
    }
    return {
        Kind.API: nothing,
        Kind.CONSOLE: {
            **app,
            "frame-src": "'self'",
            "form-action": "'self'",
            "manifest-src": "'self'",
            "worker-src": "'self'",
        },
        Kind.PAGE: {**nothing, **page},
        Kind.CODES: {**nothing, **page, "script-src": "'self'", **TRUSTED_TYPES},
        Kind.SHOP: {**nothing, **shop, "connect-src": f"'self' {sockets}", "frame-ancestors": "'self'"},
        Kind.FRAME: {**app, "frame-ancestors": "'self'"},
        Kind.ATTACHMENT: {**nothing, "sandbox": ""},
        Kind.EXPORT: {**nothing, "sandbox": ""},
        Kind.ASSET: nothing,
        Kind.LOADER: nothing,
        Kind.WORKER: {**nothing, "connect-src": "'self'", "report-uri": REPORTS_PATH, **TRUSTED_TYPES},
        Kind.MAIL: {
            **nothing,
            "img-src": "'self' data:",
            "style-src": "'unsafe-inline'",
            "frame-ancestors": "'self'",
            "sandbox": "allow-same-origin allow-popups allow-popups-to-escape-sandbox",
            "report-uri": REPORTS_PATH,
        },
    }


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}".rstrip() for name, value in directives.items())
