"""What people see when an address cannot be shown to them."""

from typing import Any, Final

from litestar import Request, Response

from helpdesk import i18n
from helpdesk.errors import DeskError, TooMany
from web import request_id
from web.pages.render import config_of, language_of, page

# code of a problem -> (title, explanation)
_TEXTS: Final = {
    "forbidden": ("error.forbidden_title", "error.forbidden"),
    "csrf": ("error.csrf_title", "error.csrf"),
    "not_found": ("error.not_found_title", "error.not_found"),
    "method_not_allowed": ("error.not_found_title", "error.not_found"),
    "expired": ("error.expired_title", "error.expired"),
    "address_ended": ("error.address_ended_title", "error.address_ended"),
    "setup_expired": ("setup.expired_title", "setup.expired"),
    "invitation_expired": ("invitation.expired_title", "invitation.expired"),
    "invitation_used": ("invitation.used_title", "invitation.used"),
    "rating_expired": ("rating.expired_title", "rating.expired"),
    "ticket_page_gone": ("ticket_page.gone_title", "ticket_page.gone"),
    "ticket_page_ended": ("ticket_page.ended_title", "ticket_page.ended"),
    "unsubscribe_expired": ("unsubscribe.expired_title", "unsubscribe.expired"),
    "chat_link_expired": ("chat_mail.expired_title", "chat_mail.expired"),
    "reset_expired": ("reset.expired_title", "reset.expired"),
    "invalid": ("error.invalid_title", "error.invalid"),
    "too_large": ("error.too_large_title", "error.too_large"),
    "too_many": ("error.too_many_title", "common.too_many"),
    "unavailable": ("error.unavailable_title", "common.busy"),
    "read_only": ("error.unavailable_title", "common.busy"),
}
# code of a problem -> (where it is put right, what the button there says)
_WAYS: Final = {"reset_expired": ("/password-reset", "reset.again"), "invitation_used": ("/sign-in", "sign_in.title")}
_BROKEN: Final = ("error.error_title", "error.error")


def error_page(
    request: Request[Any, Any, Any],  # user, auth and state types do not matter here
    problem: DeskError,
    *,
    status: int,
    headers: dict[str, str],
) -> Response[str]:
    """Answer with a page that says what happened and what to do; it asks nothing of the database."""
    language = language_of(request)
    title, explanation = _TEXTS.get(problem.code, _TEXTS["invalid"] if status < 500 else _BROKEN)
    minutes = -(-problem.retry_after_s // 60) if isinstance(problem, TooMany) else 1
    desk = {"desk": "", "n": minutes, "address": config_of(request).public_url}
    return page(
        request,
        "error.html",
        status=status,
        headers=headers,
        title=i18n.text(language, title, **desk),
        explanation=i18n.text(language, explanation, **desk),
        number=request_id.of(request.scope) if status >= 500 else "",
        way=_WAYS.get(problem.code),
    )
