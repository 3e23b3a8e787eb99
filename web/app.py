"""The edge: one Litestar app of all routes, with the gate before them."""

import logging
from typing import Final
from urllib.parse import urlsplit

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import ControllerRouterHandler

from helpdesk.config import LOOPBACK, Config
from helpdesk.optional import left_out
from web import (
    access,
    api,
    chat,
    headers,
    health,
    live,
    mail,
    metrics,
    pictures,
    problems,
    provided,
    reports,
    static_files,
    telegram,
)
from web.admission import Admission
from web.pages.routes import routes as pages
from web.registering import App, Root, options_read_once

log = logging.getLogger(__name__)

MAX_BODY_BYTES: Final = 1_000_000
MAX_FORM_FIELDS: Final = 50


def create_app(config: Config) -> Litestar:
    """Return the app; Misconfigured names the routes that do not say who may call them.

    The process must be connected to database, storage and queue before the app serves.
    """
    # Litestar loads it for models of a kind that we have none of; here only Telegram's sending wants it.
    with left_out("pydantic"), options_read_once():
        app = _app(config)
    access.require_rules(app.routes)
    _warn_of_plain_http(config)
    return app


def _app(config: Config) -> Litestar:
    return App(
        # Registered one by one, a second handler of the same path would prepare the first one twice and break it.
        route_handlers=[Root("/", route_handlers=_routes())],
        middleware=[Admission(config)],
        dependencies=dict(provided.dependencies(config)),
        exception_handlers=problems.handlers(),
        before_send=[headers.setter(config), metrics.count_answer],
        lifespan=[*live.lifespans, *chat.lifespans],
        state=State({"config": config}),
        openapi_config=_openapi(),
        request_max_body_size=MAX_BODY_BYTES,
        multipart_form_part_limit=MAX_FORM_FIELDS,
        logging_config=None,
        debug=False,
    )


def _warn_of_plain_http(config: Config) -> None:
    if not config.is_https and urlsplit(config.public_url).hostname not in LOOPBACK:
        log.warning(
            "%s is not encrypted: passwords can be read on the way. Put a proxy with TLS in front "
            "and set HELPDESK_BASE_URL to its https:// address",
            config.public_url,
        )


def _routes() -> list[ControllerRouterHandler]:
    return [
        *api.controllers,
        *live.handlers,
        *chat.handlers,
        *telegram.handlers,
        *mail.routes,
        *pages,
        *static_files.routes,
        pictures.show_picture,
        health.show_health,
        health.show_readiness,
        metrics.show_metrics,
        reports.take_report,
    ]


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Helpdesk",
        version="1",
        render_plugins=[JsonRenderPlugin()],
        openapi_router=Router("/schema", route_handlers=[], include_in_schema=False, opt={"access": "public"}),
        use_handler_docstrings=True,
    )
