"""Forms of pages without JavaScript: their token, their fields, what was wrong with them."""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, Final

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.params import URLEncodedBody

from helpdesk import i18n
from helpdesk.config import Config
from helpdesk.errors import DeskError, TooMany
from helpdesk.tokens import new_token
from web.pages.render import config_of, language_of, page
from web.session import ForgedForm, cookie_name

MAX_FIELD_CHARS: Final = 2_000

Fields = URLEncodedBody[dict[str, str]]
AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here

_TEXTS: Final = {
    "not_an_address": "field.not_an_address",
    "not_a_name": "field.not_a_name",
    "taken": "field.taken",
    "too_short": "password.too_short",
    "too_long": "password.too_long",
    "too_simple": "password.too_simple",
    "too_common": "password.too_common",
    "personal": "password.personal",
    "differs": "password.differs",
    "required": "common.required",
    "choose": "rating.choose",
    "reply_too_long": "ticket_page.too_long",
    "ticket_closed": "ticket_page.closed",
    "wrong_code": "ticket_page.wrong_code",
    "file_refused": "ticket_page.file_refused",
    "comment_too_long": "rating.comment_too_long",
}


def form_page(
    request: AnyRequest,
    template: str,
    *,
    fields: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: object,
) -> Response[str]:
    """Answer with a form. fields: what was filled in (never a password); errors: code of what is wrong, by field."""
    config = config_of(request)
    kept = request.cookies.get(cookie_name(config, "form"), "") or new_token()
    language = language_of(request)
    texts = {name: i18n.text(language, _TEXTS.get(code, "common.try_again")) for name, code in (errors or {}).items()}
    return page(
        request,
        template,
        status=status,
        headers=headers,
        cookies=[_cookie(config, kept)],
        form_token=_token(kept),
        fields={name: value for name, value in (fields or {}).items() if "password" not in name and name != "repeat"},
        errors=texts,
        message=message or (i18n.text(language, "common.try_again") if texts else ""),
        **values,
    )


def require_form_token(request: AnyRequest, fields: dict[str, str]) -> None:
    """Raise ForgedForm unless this form was shown to this browser by us."""
    kept = request.cookies.get(cookie_name(config_of(request), "form"), "")
    if not kept or not hmac.compare_digest(fields.get("form_token", "").encode(), _token(kept).encode()):
        raise ForgedForm


def field(fields: dict[str, str], name: str) -> str:
    """Return what was filled in, cut far above what any field may hold."""
    return fields.get(name, "")[:MAX_FIELD_CHARS]


def collect(*checks: Callable[[], object]) -> dict[str, str]:
    """Run checks and return what they found wrong: field to code; the first word on a field counts."""
    found: dict[str, str] = {}
    for check in checks:
        try:
            check()
        except DeskError as error:
            if not error.fields:
                raise
            found = {**found, **{name: code for name, code in errors_of(error).items() if name not in found}}
    return found


def errors_of(error: DeskError) -> dict[str, str]:
    """Return what an error says is wrong: field to code."""
    return {name: str(code) for name, code in error.fields.items()}


def refusal(request: AnyRequest, error: DeskError) -> tuple[str, int, dict[str, str]]:
    """Return message, status and headers with which a form is shown again after it was refused as a whole."""
    language = language_of(request)
    if isinstance(error, TooMany):
        minutes = -(-error.retry_after_s // 60)
        return i18n.text(language, "common.too_many", n=minutes), 429, {"Retry-After": str(error.retry_after_s)}
    if isinstance(error, ForgedForm):
        return i18n.text(language, "common.form_expired"), 403, {}
    raise error


def _token(kept: str) -> str:
    return hmac.new(kept.encode(), b"form", hashlib.sha256).hexdigest()


def _cookie(config: Config, kept: str) -> Cookie:
    return Cookie(key=cookie_name(config, "form"), value=kept, secure=config.is_https, httponly=True, samesite="strict")
