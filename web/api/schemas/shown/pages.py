"""Public pages of tickets."""

from web.api.schemas.shown import Shown


class CustomerLink(Shown):
    """Where a customer sees their ticket without signing in, until `expires_at`; address: whom the link is for."""

    url: str
    address: str
    expires_at: str
