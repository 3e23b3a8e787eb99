"""The console's socket: who is told what, and when."""

from litestar.types import ControllerRouterHandler

handlers: list[ControllerRouterHandler] = []
