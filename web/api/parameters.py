"""Parameters of addresses, with their bounds."""

from typing import Annotated, Final

from litestar.params import QueryParameter

from helpdesk.queries.search import Order
from web.api.schemas import MAX_ID

MAX_QUERY_CHARS: Final = 10_000

RowId = Annotated[int | None, QueryParameter(ge=0, le=MAX_ID)]
PageSize = Annotated[int, QueryParameter(ge=1, le=100, description="At most 100.")]
OrderSize = Annotated[int, QueryParameter(ge=1, le=20_000, description="At most 2,000 are answered.")]
SortKey = Annotated[int | None, QueryParameter(ge=-(2**53), le=2**53)]
Query = Annotated[str, QueryParameter(max_length=MAX_QUERY_CHARS)]
SearchOrder = Annotated[Order, QueryParameter(description="The newest first, or those that fit best.")]
AheadIds = Annotated[str, QueryParameter(max_length=160, pattern=r"^\d{1,19}(,\d{1,19}){0,7}$")]
RowIds = Annotated[str, QueryParameter(max_length=2_100, pattern=r"^\d{1,19}(,\d{1,19}){0,99}$")]
