"""The page behind a rating link: opening it votes for nothing, since programs that scan mails open every link."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from helpdesk import db, ratelimit, settings
from helpdesk.actions import ratings
from helpdesk.actions.ratings import Asked
from helpdesk.errors import Expired, Invalid, TooMany
from web.headers import Kind
from web.origins import network_of
from web.pages.forms import AnyRequest, Fields, errors_of, field, form_page, refusal, require_form_token
from web.pages.render import page
from web.provided import TheAddress
from web.session import ForgedForm

OPT = {"access": "public", "headers": Kind.PAGE}


class RatingExpired(Expired):
    """This rating link is too old or was never given."""

    code = "rating_expired"


@get("/ratings/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False)
def show_rating(
    request: AnyRequest, token: FromPath[str], address: TheAddress, score: FromQuery[str] = ""
) -> Response[str]:
    """Show the five answers, the one that was clicked chosen already."""
    asked, desk = _find(token, address=address)
    chosen = score if score in _scores() else str(asked.score or "")
    return _form(request, asked, desk=desk, fields={"score": chosen, "comment": asked.comment})


@post("/ratings/{token:str}", opt=OPT, sync_to_thread=True, include_in_schema=False, status_code=200)
def give_rating(request: AnyRequest, token: FromPath[str], data: Fields, address: TheAddress) -> Response[str]:
    """Keep the rating and say thank you, or show the form again saying what is wrong."""
    asked, desk = _find(token, address=address)
    try:
        require_form_token(request, data)
    except (ForgedForm, TooMany) as error:
        message, status, headers = refusal(request, error)
        return _form(request, asked, desk=desk, fields=data, message=message, status=status, headers=headers)
    score = field(data, "score")
    try:
        with db.transaction() as session:
            ratings.rate(session, token, score=int(score) if score in _scores() else 0, comment=data.get("comment", ""))
    except Invalid as error:
        return _form(request, asked, desk=desk, fields=data, errors=errors_of(error), status=400)
    return page(request, "thanks.html")


def _form(
    request: AnyRequest,
    asked: Asked,
    *,
    desk: str,
    fields: dict[str, str],
    errors: dict[str, str] | None = None,
    message: str = "",
    status: int = 200,
    headers: dict[str, str] | None = None,
) -> Response[str]:
    return form_page(
        request,
        "rating.html",
        fields={"score": fields.get("score", ""), "comment": fields.get("comment", "")},
        errors=errors,
        message=message,
        status=status,
        headers=headers,
        asked=asked,
        desk=desk,
        scores=sorted(_scores(), reverse=True),
    )


def _find(token: str, *, address: str) -> tuple[Asked, str]:
    network = network_of(address)
    ratelimit.check(ratelimit.LINK_GUESS, network)
    try:
        with db.reading() as session:
            return ratings.find(session, token), str(settings.get(session, "desk_name"))
    except Expired:
        ratelimit.spend(ratelimit.LINK_GUESS, network)
        raise RatingExpired from None


def _scores() -> list[str]:
    return [str(score) for score in ratings.SCORES]
