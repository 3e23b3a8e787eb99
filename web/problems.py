"""Errors as answers: RFC 9457 problems for programs, pages for people, no traceback for anybody."""

import logging
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from litestar import Request, Response
from litestar.exceptions import HTTPException, InternalServerException, ValidationException
from litestar.response import Redirect
from litestar.types import ExceptionHandlersMap
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from helpdesk.db import takes_no_writes
from helpdesk.errors import DeskError, Invalid, NotFound, ReadOnly, TooLarge, TooMany, Unauthenticated, Unavailable
from helpdesk.redaction import redacted, redacted_all
from web import request_id
from web.pages import errors as pages

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
STATUS: Final = {
    "invalid": 400,
    "unauthenticated": 401,
    "forbidden": 403,
    "csrf": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "conflict": 409,
    "expired": 410,
    "too_large": 413,
    "unsupported_media": 415,
    "too_many": 429,
    "error": 500,
    "delivery": 502,
    "unavailable": 503,
}
UNAVAILABLE_AGAIN_S: Final = 3
HUNG_UP: Final = "client disconnected prematurely"  # Litestar's words, it has no other sign

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


class _Broken(DeskError):
    """Something went wrong in the desk itself; the log has the number of this request."""


class _MethodNotAllowed(DeskError):
    """This address does not take this verb."""

    code = "method_not_allowed"


def handlers() -> ExceptionHandlersMap:
    """Return what Litestar asks for an answer to any exception."""
    return {Exception: answer}


def answer(request: AnyRequest, error: Exception) -> Response[Any]:
    """Answer an exception; what is our own fault is logged with its traceback and told to nobody."""
    problem = _as_desk_error(error)
    status = _status(problem)
    if _is_gone(error):
        log.info(
            "%s %s: the browser went away before it had sent all", request.method, request.scope.get("path_template")
        )
    elif status >= 500:
        # The route, not the address: an address may hold a token.
        route = request.scope.get("path_template", "")
        log.error("%s %s: %s", request.method, route, type(error).__name__, exc_info=error)
    if not _wants_page(request):
        return _as_problem(request, problem, status=status)
    if isinstance(problem, Unauthenticated):
        return Redirect(f"/sign-in?next={quote(_place(request), safe='')}", status_code=303)
    return pages.error_page(request, problem, status=status, headers=_headers(problem))


def _is_gone(error: Exception) -> bool:
    """Say whether the other side hung up in the middle of its request; Litestar calls that an error of the server."""
    return isinstance(error, InternalServerException) and error.detail == HUNG_UP


def _as_desk_error(error: Exception) -> DeskError:
    match error:
        case DeskError():
            return error
        case ValidationException():
            return Invalid("The request does not have the shape this address takes.", **_fields(error))
        case HTTPException():
            return _of_status(error)
        case DataError() | OverflowError():
            return Invalid("A value is out of the range the desk can keep.")
        case RecursionError():
            return Invalid("The request is nested too deeply.")
        case DBAPIError() if takes_no_writes(error):
            return ReadOnly()
        case OperationalError() | InterfaceError() | PoolTimeout():
            return Unavailable()
        case DBAPIError() if error.connection_invalidated:
            return Unavailable()
        case _:
            return _Broken()


def _of_status(error: HTTPException) -> DeskError:
    match error.status_code:
        case 401:
            return Unauthenticated()
        case 404:
            return NotFound()
        case 405:
            return _MethodNotAllowed(allow=(error.headers or {}).get("allow", ""))
        case 413:
            return TooLarge()
        case status if status >= 500:
            return _Broken()
        case _:
            return Invalid(error.detail)


def _fields(error: ValidationException) -> dict[str, object]:
    found = error.extra if isinstance(error.extra, list) else []
    return {str(entry.get("key", "body")): str(entry.get("message", "")) for entry in found if isinstance(entry, dict)}


def _status(problem: DeskError) -> int:
    # A code of its own ("newer_message") has the status of the kind it is a special case of.
    for kind in type(problem).__mro__:
        for code in (problem.code, getattr(kind, "code", "")):
            if code in STATUS:
                return STATUS[code]
    return 500


def _as_problem(request: AnyRequest, problem: DeskError, *, status: int) -> Response[dict[str, object]]:
    content: dict[str, object] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": redacted(problem.detail),
        "code": problem.code,
        "request_id": request_id.of(request.scope),
    }
    if problem.fields:
        content["fields"] = redacted_all(problem.fields)  # a secret may have been put into the wrong one
    return Response(content, status_code=status, media_type=MEDIA_TYPE, headers=_headers(problem))


def _headers(problem: DeskError) -> dict[str, str]:
    match problem:
        case TooMany():
            return {"Retry-After": str(problem.retry_after_s)}
        case Unavailable():
            return {"Retry-After": str(UNAVAILABLE_AGAIN_S)}
        case _MethodNotAllowed():
            return {"Allow": str(problem.fields["allow"])}
        case _:
            return {}


def _wants_page(request: AnyRequest) -> bool:
    """Browsers going to an address ask for HTML; scripts and programs do not."""
    return "text/html" in request.headers.get("accept", "")


def _place(request: AnyRequest) -> str:
    query = request.scope["query_string"].decode("latin-1")
    return f"{request.url.path}?{query}" if query and request.method == "GET" else request.url.path
