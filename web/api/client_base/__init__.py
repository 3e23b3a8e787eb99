"""The client base over HTTP."""

from litestar.types import ControllerRouterHandler

from web.api.client_base.addresses import Addresses
from web.api.client_base.fields import CustomFields, set_ticket_fields
from web.api.client_base.notes import Notes
from web.api.client_base.profiles import Profiles

controllers: list[ControllerRouterHandler] = [Addresses, CustomFields, Notes, Profiles, set_ticket_fields]
