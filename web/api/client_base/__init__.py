"""The client base over HTTP."""

from litestar.types import ControllerRouterHandler

from web.api.client_base.addresses import Addresses
from web.api.client_base.dates import Dates
from web.api.client_base.duplicates import Duplicates
from web.api.client_base.fields import CustomFields, set_ticket_fields
from web.api.client_base.importing import import_customers
from web.api.client_base.keys import ApiKeys
from web.api.client_base.listing import CustomerList
from web.api.client_base.notes import Notes
from web.api.client_base.organisations import OrganisationsOf
from web.api.client_base.outside import OutsideEventsOf
from web.api.client_base.profiles import Profiles
from web.api.client_base.promises import CustomerPromises
from web.api.client_base.ways import Ways

controllers: list[ControllerRouterHandler] = [
    Addresses,
    ApiKeys,
    CustomFields,
    CustomerList,
    CustomerPromises,
    Dates,
    Duplicates,
    Notes,
    OrganisationsOf,
    OutsideEventsOf,
    Profiles,
    Ways,
    import_customers,
    set_ticket_fields,
]
