"""Search over everything an agent may see: words anywhere, ticket numbers, addresses, telephone numbers."""

from helpdesk.queries.search.found import search

__all__ = ["search"]
