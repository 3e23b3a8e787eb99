"""Telegram in the API: bots, links that lead into a chat, earlier words of messages."""

from litestar.types import ControllerRouterHandler

from web.api.telegram.bots import Bots

controllers: list[ControllerRouterHandler] = [Bots]
