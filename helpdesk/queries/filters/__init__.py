"""Filters over tickets: what saved views, searches and bulk changes choose by."""

from helpdesk.queries.filters.reading import read_filter
from helpdesk.queries.filters.shape import Condition, Filter, Match, Op
from helpdesk.queries.filters.sql import matches, of_segments

__all__ = ["Condition", "Filter", "Match", "Op", "matches", "of_segments", "read_filter"]
