"""The console's socket: who is told what, and when."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from litestar import Litestar
from litestar.types import ControllerRouterHandler

from web.live.handler import live
from web.live.lifespan import live_lifespan

handlers: list[ControllerRouterHandler] = [live]
lifespans: list[Callable[[Litestar], AbstractAsyncContextManager[None]]] = [live_lifespan]
