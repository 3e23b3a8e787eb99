"""The page in the frame that shows a mail as it was made: no script ever, no remote image unless asked for."""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Annotated, Final
from urllib.parse import unquote

from litestar import Response, get
from litestar.enums import MediaType
from litestar.params import FromPath, QueryParameter

from helpdesk import db
from helpdesk.errors import NotFound
from helpdesk.files.addresses import address_of
from helpdesk.queries.mail_page import mail_page
from web import headers
from web.access import AGENT
from web.headers import Kind
from web.provided import TheActor, TheConfig

WithImages = Annotated[bool, QueryParameter(description="Load the images that lie on other people's servers.")]

STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{margin:0;padding:2px;font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;background:Canvas;color:CanvasText}"
    "body>:first-child{margin-top:0}body>:last-child{margin-bottom:0}"
    "img{max-width:100%;height:auto}table{max-width:100%;border-collapse:collapse}pre{white-space:pre-wrap}"
    "blockquote{margin:.5em 0 .5em .25em;padding-left:.75em;border-left:3px solid GrayText}a{color:LinkText}"
)

_image = re.compile(r"<img[^<>]*>")
_remote = re.compile(r' data-remote="([^"]*)"')
_inside = re.compile(r' src="cid:([^"]*)"')


@get(
    "/mail/{message_id:int}/view",
    opt={**AGENT, "headers": Kind.MAIL},
    sync_to_thread=True,
    media_type=MediaType.HTML,
)
def show_mail(
    message_id: FromPath[int], actor: TheActor, config: TheConfig, images: WithImages = False
) -> Response[str]:
    """Answer the mail's view, for a frame of the console."""
    with db.reading() as session:
        found = mail_page(session, actor, message_id)
    if found is None:
        raise NotFound
    return Response(
        page_of(found.html, found.files, images=images),
        headers=headers.of_mail(config, images=images),
        media_type=MediaType.HTML,
    )


def page_of(html: str, files: Mapping[str, str], *, images: bool) -> str:
    """Return a mail's sanitised HTML as a page. files: public ids of attachments by Content-ID."""
    body = _image.sub(lambda image: _shown(image.group(), files, images=images), html)
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta name="color-scheme" content="light dark"><style>{STYLE}</style></head><body>{body}</body></html>'
    )


def _shown(image: str, files: Mapping[str, str], *, images: bool) -> str:
    if images:
        image = _remote.sub(lambda remote: f' referrerpolicy="no-referrer" src="{remote.group(1)}"', image)
    return _inside.sub(lambda inside: _own(inside.group(1), files), image)


def _own(content_id: str, files: Mapping[str, str]) -> str:
    public_id = files.get(unquote(unescape(content_id)).strip("<> "))
    return f' src="{escape(address_of(public_id).url)}&amp;inline=1"' if public_id else ""
