"""What admins send about the set-up."""

from typing import Annotated, Literal

import msgspec

from web.api.schemas import Input


class StepsInput(Input):
    """The steps that are put aside."""

    skipped: Annotated[tuple[Literal["desk", "channel", "message", "invite"], ...], msgspec.Meta(max_length=4)]
