"""The visitor's side: loader, frame, socket and its fallback over HTTP."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from web.chat.handler import live
from web.chat.lifespan import chat_lifespan
from web.chat.page import show_config, show_frame, show_preview
from web.chat.rest import Rest
from web.chat.wishes import Wishes

handlers: list[ControllerRouterHandler] = [live, Rest, Wishes, show_config, show_frame, show_preview]
lifespans: list[Callable[[Litestar], AbstractAsyncContextManager[None]]] = [chat_lifespan]
