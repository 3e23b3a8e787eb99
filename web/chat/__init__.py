"""The visitor's side: loader, frame, socket and its fallback over HTTP."""

from litestar.types import ControllerRouterHandler

handlers: list[ControllerRouterHandler] = []
