"""How long things are kept, as it is answered."""

from typing import Literal

from web.api.schemas.shown import Shown


class RuleView(Shown):
    """After how many days something goes; null keeps it."""

    tickets_days: int | None
    tickets_how: Literal["empty", "delete"]
    files_days: int | None
    raws_days: int | None
    visitors_days: int | None


class Going(Shown):
    """How much goes by a rule, as of now."""

    tickets: int
    files: int
    raws: int
    visitors: int


class ChannelRetention(Shown):
    """A channel's rule. left: what is still to go by it."""

    id: int
    name: str
    kind: str
    rule: RuleView
    left: Going


class WishView(Shown):
    """A wish to be deleted; open until it is done or taken back."""

    id: int
    customer_id: int
    customer: str
    channel: str
    requested_at: str
    due_at: str
    done_at: str | None
    cancelled_at: str | None


class RetentionView(Shown):
    """The rules of all channels, and the 100 newest wishes."""

    channels: list[ChannelRetention]
    wishes: list[WishView]
