"""Search over everything an agent may see: words anywhere, ticket numbers, addresses, telephone numbers."""

from helpdesk.queries.search.found import Order, search

__all__ = ["Order", "search"]
