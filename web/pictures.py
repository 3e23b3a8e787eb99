"""Pictures of agents: seen by whoever was told their random name, colleagues and visitors."""

from litestar import Response, get
from litestar.params import FromPath

from helpdesk import db
from helpdesk.errors import NotFound
from helpdesk.queries import pictures
from web.headers import Kind


@get(
    "/pictures/{picture:str}",
    opt={"access": "public", "headers": Kind.ASSET},
    sync_to_thread=True,
    include_in_schema=False,
)
def show_picture(picture: FromPath[str]) -> Response[bytes]:
    """Answer a picture; another one has another name, so that browsers keep it."""
    with db.reading() as session:
        png = pictures.png_of(session, picture)
    if png is None:
        raise NotFound
    return Response(png, media_type="image/png")
