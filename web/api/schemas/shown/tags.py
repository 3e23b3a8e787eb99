"""Tags as admins see them."""

from web.api.schemas.shown import Shown
from web.api.schemas.shown.workspace import TagView


class TagLine(TagView):
    """A tag with how many tickets and customers have it."""

    tickets: int
    customers: int


class UseView(Shown):
    """Who names it: of which kind, with which id and name."""

    kind: str
    id: int
    name: str


class TagAnswer(TagLine):
    """A tag with what names it."""

    uses: list[UseView]
