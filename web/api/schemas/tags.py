"""What admins send about tags."""

from msgspec import UNSET, UnsetType

from helpdesk.errors import Invalid
from web.api.schemas import AsSeen, Id
from web.api.schemas.workspace import Name


class TagPatch(AsSeen):
    """Another name, or into: the id of the tag that it becomes; one of the two."""

    name: Name | UnsetType = UNSET
    into: Id | UnsetType = UNSET

    def __post_init__(self) -> None:
        """Refuse both and neither."""
        if isinstance(self.name, UnsetType) == isinstance(self.into, UnsetType):
            raise Invalid("Change one thing at a time.", change="one")
