"""Telegram in the API: bots, links that lead into a chat, earlier words of messages."""

from litestar.types import ControllerRouterHandler

from web.api.telegram.bots import Bots
from web.api.telegram.links import make_link
from web.api.telegram.photos import show_photo
from web.api.telegram.revisions import show_revisions

controllers: list[ControllerRouterHandler] = [Bots, make_link, show_photo, show_revisions]
