"""The console's HTTP API: one thin controller per noun, all of them in `controllers`."""

from litestar.types import ControllerRouterHandler

from web.api.invitations import Invitations
from web.api.me import Me

controllers: list[ControllerRouterHandler] = [Me, Invitations]
