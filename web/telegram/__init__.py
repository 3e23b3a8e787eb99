"""Telegram's side: where it posts the updates of bots whose channel wants that."""

from litestar.types import ControllerRouterHandler

from web.telegram.webhook import take_update

handlers: list[ControllerRouterHandler] = [take_update]
