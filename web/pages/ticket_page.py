"""A ticket's public page: opened by a link, read and written on without signing in. The link is all the right there is."""

from typing import Any, Final
from zoneinfo import ZoneInfo

from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from helpdesk import db, ratelimit, settings
from helpdesk.actions import ticket_pages
from helpdesk.actions.attachments import VISITOR_MAX_BYTES
from helpdesk.errors import Conflict, DeskError, Expired, Invalid, NotFound, TooMany
from helpdesk.files.types import has_small_copy, may_show
from helpdesk.models import Attachment
from helpdesk.queries import ticket_page
from helpdesk.queries.ticket_page import Opened, PageEnded, Said
from helpdesk.ratelimit import Limit
from helpdesk.tokens import new_token
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields, errors_of, field, form_page, refusal, require_form_token
from web.provided import TheAddress
from web.session import ForgedForm
from web.small_pictures import picture_answer
from web.uploads import FORM_BYTES, take_form

OPT = {"access": "public", "headers": Kind.PAGE}
HONEYPOT: Final = "website"  # a field that people do not see
WRITES: Final = Limit("ticket_page_write", 10, 600)  # per ticket and reader
OPENS: Final = Limit("ticket_page_open", 300, 600)  # per address
CODES: Final = Limit("ticket_page_code", 5, 3600)  # tries per ticket and reader


@get("/my-ticket/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_ticket(
    request: AnyRequest, token: FromPath[str], address: TheAddress, sent: FromQuery[str] = "", code: FromQuery[str] = ""
) -> Response[str]:
    """Show what was said, and a form to answer; of a link that has ended, how to open it again."""
    try:
        return _form(request, token, address, is_sent=sent == "1")
    except PageEnded:
        return _code_page(request, token, fields={"digits": code[:20]})


@post(
    "/my-ticket/{token:str}",
    opt=OPT,
    include_in_schema=False,
    status_code=200,
    request_max_body_size=VISITOR_MAX_BYTES + 2 * FORM_BYTES,
)
async def answer_ticket(request: AnyRequest, token: FromPath[str], address: TheAddress) -> Response[Any]:
    """Take in what the customer wrote, then show the page again."""
    found, *_ = await to_thread.run_sync(_open, token, address)
    await to_thread.run_sync(_count_write, found)
    fields, files = await take_form(request, max_bytes=VISITOR_MAX_BYTES, most=ticket_pages.MAX_FILES)
    return await to_thread.run_sync(_answer, request, token, address, fields, files)


@post("/my-ticket/{token:str}/codes", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def use_code(request: AnyRequest, token: FromPath[str], data: Fields, address: TheAddress) -> Response[Any]:
    """Send a code to the customer's address or, where the form has one, give a new link for it."""
    found = _known(token, address)
    code = field(data, "digits").strip()
    try:
        require_form_token(request, data)
        ratelimit.spend(CODES, _reader(found))
        with db.transaction() as session:
            if code:
                fresh = ticket_pages.renewed(session, found, code)
                return Redirect(f"/my-ticket/{fresh}", status_code=303)
            ticket_pages.send_code(session, found)
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return _code_page(request, token, message=message, status=status, headers=headers)
    except Invalid as error:
        return _code_page(request, token, errors=errors_of(error), status=400)
    except Conflict:
        return _code_page(request, token, is_refused=True, status=409)
    return _code_page(request, token, is_sent=True)


@get("/my-ticket/{token:str}/files/{file_id:str}", opt=OPT | {"headers": Kind.ATTACHMENT}, include_in_schema=False)
async def show_ticket_file(
    request: AnyRequest, token: FromPath[str], file_id: FromPath[str], address: TheAddress, small: FromQuery[str] = ""
) -> Response[Any]:
    """Answer a file of a message that the page shows."""
    file = await to_thread.run_sync(_file, token, file_id, address)
    return await picture_answer(request, file, small=small == "1", inline=small == "1")


def _answer(request: AnyRequest, token: str, address: str, fields: dict[str, str], files: list[Any]) -> Response[Any]:
    text = fields.get("text", "")
    try:
        require_form_token(request, fields)
        if fields.get(HONEYPOT):
            return _back(token)
        with db.transaction() as session:
            found = ticket_page.opened(session, token)
            ticket_pages.reply(session, found, text=text, files=files, key=fields.get("key", ""))
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return _form(request, token, address, text=text, message=message, status=status, headers=headers)
    except (Invalid, Conflict) as error:
        return _form(request, token, address, text=text, errors=_errors(error), status=400)
    except DeskError as error:
        if error.code != "unsupported_media":
            raise
        return _form(request, token, address, text=text, errors={"file": "file_refused"}, status=400)
    return _back(token)


def _errors(error: DeskError) -> dict[str, str]:
    return errors_of(error) or {"text": "ticket_closed"}


def _back(token: str) -> Redirect:
    return Redirect(f"/my-ticket/{token}?sent=1", status_code=303)


def _form(
    request: Request[Any, Any, Any],
    token: str,
    address: str,
    *,
    text: str = "",
    errors: dict[str, str] | None = None,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
    is_sent: bool = False,
) -> Response[str]:
    found, said, desk, zone = _open(token, address)
    return form_page(
        request,
        "ticket.html",
        fields={"text": text, "key": new_token()},
        errors=errors,
        message=message,
        status=status,
        headers=headers,
        number=found.ticket.number,
        takes_replies=found.takes_replies,
        said=said,
        desk=desk,
        zone=zone,
        here=f"/my-ticket/{token}",
        is_sent=is_sent,
        honeypot=HONEYPOT,
        is_picture=_is_picture,
    )


def _is_picture(file: Attachment) -> bool:
    return has_small_copy(file.media_type, file.width, file.height, size=file.size) or may_show(
        file.media_type, file.width, file.height
    )


def _code_page(request: AnyRequest, token: str, *, status: int = 200, **values: Any) -> Response[str]:  # of form_page
    shown = {"here": f"/my-ticket/{token}", "is_sent": False, "is_refused": False, "fields": {"digits": ""}, **values}
    return form_page(request, "ticket_code.html", status=status, **shown)


def _count_write(found: Opened) -> None:
    ratelimit.spend(WRITES, _reader(found))


def _reader(found: Opened) -> str:
    """Return whose tries are counted together: one reader has many links, each of which can be spelt in several ways."""
    return f"{found.link.ticket_id}:{found.link.identity_id}"


def _open(token: str, address: str) -> tuple[Opened, list[Said], str, ZoneInfo]:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    ratelimit.spend(OPENS, network)
    try:
        with db.reading_one_state() as session:
            found = ticket_page.opened(session, token)
            desk, zone = (str(settings.get(session, name)) for name in ("desk_name", "time_zone"))
            return found, ticket_page.said(session, found), desk, ZoneInfo(zone)
    except Expired as error:
        if not isinstance(error, PageEnded):
            ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise


def _known(token: str, address: str) -> Opened:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            return ticket_page.known(session, token)
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise


def _file(token: str, file_id: str, address: str) -> Attachment:
    ratelimit.check(ratelimit.LINK_GUESS, network_of(address))
    with db.reading_one_state() as session:
        found = ticket_page.file_of(session, ticket_page.opened(session, token), file_id)
    if found is None:
        raise NotFound
    return found
