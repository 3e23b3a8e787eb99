"""What a route answers, said to the API description."""

from typing import Any, Final, Self

from litestar.openapi.datastructures import ResponseSpec
from msgspec import UNSET, Struct, UnsetType

PROBLEM: Final = "application/problem+json"
REFUSALS: Final = {
    400: "The request does not have the right shape, or a value is refused: see fields.",
    401: "Nobody is signed in.",
    403: "The role, the CSRF token or the origin does not allow this.",
    404: "There is no such thing, or it may not be seen.",
    409: "Somebody changed this before, or its state does not allow it: see code and fields.",
    413: "This is larger than the desk accepts.",
    429: "Too many requests; Retry-After says when to try again.",
    503: "A part the desk needs does not answer now; Retry-After says when to try again.",
}


class Problem(Struct, kw_only=True):
    """An RFC 9457 problem. `code` is a stable word; `detail` is for people who use the API."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    fields: dict[str, Any] | UnsetType = UNSET  # reasons by the name of the field, and what the code needs


class Answer(ResponseSpec):
    """One answer of a route. Litestar copies every route with all that hangs on it, which nobody changes."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


def gives(shape: Any, *more: int, status: int = 200) -> dict[int, ResponseSpec]:  # a type, or None for no content
    """Return `responses=` of a route: its shape, and the problems every route has besides `more`."""
    said: dict[int, ResponseSpec] = {status: Answer(shape, generate_examples=False, description="Done.")}
    for code in sorted({400, 401, 403, 429, *more}):
        said[code] = Answer(Problem, generate_examples=False, description=REFUSALS[code], media_type=PROBLEM)
    return said
