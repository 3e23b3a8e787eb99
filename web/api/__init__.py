"""The console's HTTP API: one thin controller per noun, all of them in `controllers`."""

from litestar.types import ControllerRouterHandler

controllers: list[ControllerRouterHandler] = []
