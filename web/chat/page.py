"""What a site's page loads of a chat: its settings, and the frame the panel lives in."""

from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath

from helpdesk import db
from helpdesk.config import Config
from helpdesk.errors import Unavailable
from helpdesk.queries.rows import Json
from web import headers, manifest
from web.access import Access
from web.chat import desk, sightings
from web.chat.desk import ChatChannel
from web.chat.shown import shown
from web.headers import Kind
from web.origins import own_origins
from web.pages.render import language_of, render
from web.provided import TheConfig

SCRIPT: Final = "panel/panel.js"
STYLE: Final = "panel/panel.css"
PREVIEW: Final = "preview/preview.js"

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


@get("/chat/{key:str}/config", opt={"access": Access.VISITOR}, sync_to_thread=True, tags=("chat",))
def show_config(request: AnyRequest, key: FromPath[str], config: TheConfig) -> Response[Json]:
    """Answer how a chat looks, to the sites that may embed it. Keeps nothing and sets no cookie."""
    channel = desk.open_channel(key)
    origin = request.headers.get("origin", "")
    answer = {"vary": "origin", "cross-origin-resource-policy": "cross-origin"}
    if origin in _sites(channel, config):
        answer["access-control-allow-origin"] = origin
    sightings.note(channel.id, origin, is_allowed="access-control-allow-origin" in answer)
    return Response(_settings(channel), headers=answer)


@get(
    "/chat/{key:str}/frame",
    opt={"access": Access.VISITOR, "headers": Kind.FRAME},
    sync_to_thread=True,
    include_in_schema=False,
)
def show_frame(request: AnyRequest, key: FromPath[str], config: TheConfig) -> Response[str]:
    """Answer the document of the chat panel; browsers show it on the allowed sites only."""
    channel = desk.open_channel(key)
    script, style = manifest.address_of(SCRIPT), manifest.address_of(STYLE)
    if script is None:
        raise Unavailable("The chat panel has not been built.")
    content = render("chat.html", language_of(request), channel_key=channel.key, script=script, style=style)
    sites = sorted(_sites(channel, config))
    return Response(content, media_type="text/html", headers=headers.of_widget_frame(config, sites))


@get(
    "/widget-preview",
    opt={"access": Access.PUBLIC, "headers": Kind.FRAME},
    sync_to_thread=True,
    include_in_schema=False,
)
def show_preview(request: AnyRequest, config: TheConfig) -> Response[str]:
    """Answer the panel as the designer shows it: it knows nothing and reaches nothing, the console tells it what to look like."""
    script, style = manifest.address_of(PREVIEW), manifest.address_of(STYLE)
    if script is None:
        raise Unavailable("The preview has not been built.")
    content = render("widget_preview.html", language_of(request), script=script, style=style)
    return Response(content, media_type="text/html", headers=headers.of_widget_preview(config))


def _settings(channel: ChatChannel) -> Json:
    with db.reading() as session:
        return shown(session, channel.id, channel.name, channel.config)


def _sites(channel: ChatChannel, config: Config) -> frozenset[str]:
    return own_origins(config) | frozenset(channel.config.get("allowed_origins", []))
