"""The visitor's side: loader, frame, socket and its fallback over HTTP."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from litestar import Litestar
from litestar.types import ControllerRouterHandler

handlers: list[ControllerRouterHandler] = []
lifespans: list[Callable[[Litestar], AbstractAsyncContextManager[None]]] = []
