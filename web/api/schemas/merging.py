"""What agents send to merge, split and link tickets."""

from typing import Annotated

import msgspec

from helpdesk.models import LinkKind
from web.api.schemas import Id, Input, line


class MergeInto(Input):
    """The ticket that takes this one in."""

    into_id: Id


class SplitOff(Input):
    """The messages that become a ticket of their own, at most 200; subject: of the new one, null takes this one's."""

    message_ids: Annotated[tuple[Id, ...], msgspec.Meta(min_length=1, max_length=200)]
    subject: Annotated[str, line(2_000)] | None = None


class LinkTo(Input):
    """Another ticket, and what this one is of it: "parent", "duplicate" or "incident"."""

    other_id: Id
    kind: LinkKind
