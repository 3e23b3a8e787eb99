"""Where browsers tell which content they blocked: counted and logged, without whose page it was."""

import json
import logging
import re
from typing import Any, Final
from urllib.parse import urlsplit

from litestar import Request, post

from helpdesk import ratelimit
from web.headers import REPORTS_PATH
from web.metrics import CSP_REPORTS
from web.origins import network_of
from web.provided import TheAddress

log = logging.getLogger(__name__)

MAX_BYTES: Final = 16_384
MAX_CHARS: Final = 120
_directive = re.compile(r"[a-z-]{3,40}")


@post(
    REPORTS_PATH,
    opt={"access": "public", "cross_site": True},
    status_code=204,
    include_in_schema=False,
    request_max_body_size=MAX_BYTES,
)
async def take_report(request: Request[Any, Any, Any], address: TheAddress) -> None:
    """Count one report; of addresses in it only scheme and host are kept."""
    ratelimit.spend(ratelimit.REPORTS, network_of(address))
    report = _read(await request.body())
    directive = str(report.get("effective-directive") or report.get("violated-directive", "")).split(" ")[0]
    known = directive if _directive.fullmatch(directive) else "unknown"
    CSP_REPORTS.labels(known).inc()
    log.warning("content blocked by %s: %s", known, _origin(str(report.get("blocked-uri", ""))))


def _read(body: bytes) -> dict[str, Any]:  # a report is JSON of the browser's making
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    found = content.get("csp-report") if isinstance(content, dict) else None
    return found if isinstance(found, dict) else {}


def _origin(address: str) -> str:
    parts = urlsplit(address) if "://" in address else None
    shown = f"{parts.scheme}://{parts.netloc}" if parts else address
    return "".join(char for char in shown[:MAX_CHARS] if char.isprintable())
