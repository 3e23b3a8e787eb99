"""Numbers for Prometheus, for loopback or whoever has the token."""

import hmac
import re
import time
from typing import Any, Final

from litestar import Request, Response, get
from litestar.enums import ScopeType
from litestar.types import Message, Scope
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

from helpdesk.config import LOOPBACK, Config
from helpdesk.errors import NotFound
from web.gauges import DESK
from web.origins import is_forwarded
from web.provided import TheConfig

_port = re.compile(r":\d+$")

ANSWERS: Final = Counter("helpdesk_http_answers", "Answers given", ["method", "route", "status"])
SECONDS: Final = Histogram("helpdesk_http_seconds", "Time until an answer began", ["method", "route"])
CSP_REPORTS: Final = Counter(
    "helpdesk_csp_reports", "Violations of the content security policy told by browsers", ["directive"]
)


@get("/metrics", opt={"access": "public"}, include_in_schema=False, sync_to_thread=True)
def show_metrics(request: Request[Any, Any, Any], config: TheConfig) -> Response[bytes]:
    """Answer all metrics of this process and the state of the desk; to anybody else there is nothing here."""
    if not _may_read(request, config):
        raise NotFound
    return Response(generate_latest() + generate_latest(DESK), headers={"content-type": CONTENT_TYPE_LATEST})


def began(scope: Scope) -> None:
    """Note when a request came."""
    scope["state"]["began"] = time.perf_counter()


async def count_answer(message: Message, scope: Scope) -> None:
    """Count an answer by route, never by address."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    route = scope.get("path_template") or "none"
    ANSWERS.labels(scope["method"], route, message["status"]).inc()
    began_at = scope["state"].get("began")
    if isinstance(began_at, float):
        SECONDS.labels(scope["method"], route).observe(time.perf_counter() - began_at)


def _may_read(request: Request[Any, Any, Any], config: Config) -> bool:
    if config.metrics_token:
        given = request.headers.get("authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(given.encode(), config.metrics_token.encode())
    # A proxy on this machine also comes from loopback; what it passes on, and says so or names the desk, is not local.
    client = request.scope.get("client")
    return (
        client is not None
        and client[0] in LOOPBACK
        and _port.sub("", request.headers.get("host", "")).strip("[]") in LOOPBACK
        and not is_forwarded(request.headers)
    )
