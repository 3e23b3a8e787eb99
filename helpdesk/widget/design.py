"""What an admin may decide about a chat widget, with what holds until they do."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

Texts = dict[str, str]  # by language: {"en": "...", "uk": "..."}

KEY: Final = "widget"  # where a channel's config keeps it


class Launcher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The button on the page. label: words beside its picture, none for the picture alone."""

    icon: Literal["chat", "question", "wave"] = "chat"
    label: Texts = {}
    side_px: int = 20
    bottom_px: int = 20


class Option(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the answers of a field."""

    value: str
    label: Texts = {}


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a visitor is asked before the first message.

    field: of kind "custom" the custom field that is asked for, "ticket.order" or "customer.plan".
    """

    key: str
    kind: Literal["name", "email", "phone", "topic", "text", "choice", "custom"]
    field: str = ""
    label: Texts = {}
    is_required: bool = False
    options: tuple[Option, ...] = ()


class Consent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a visitor agrees to before anything is kept."""

    is_asked: bool = False
    text: Texts = {}
    link: str = ""
    link_text: Texts = {}


class Proactive(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A message that shows by itself. page: a part of the address, * for anything; visit: whether they were here before."""

    id: str
    text: Texts
    page: str = ""
    after_s: int = 10
    visit: Literal["any", "first", "returning"] = "any"
    in_hours_only: bool = False


class Uploads(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which files visitors may send."""

    is_allowed: bool = True
    max_mb: int = 20
    kinds: tuple[Literal["image", "document", "audio", "video"], ...] = ("image", "document", "audio", "video")


class HandOver(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an answer reaches a visitor who has gone. after_min: how long an answer waits to be seen."""

    by_mail: bool = True
    after_min: int = 3
    telegram_channel_id: int | None = None


class Design(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that a widget's designer decides besides its accent, side, greeting and sites."""

    title: Texts = {}
    intro: Texts = {}
    placeholder: Texts = {}
    offline: Texts = {}
    languages: tuple[str, ...] = ("en", "ru", "uk")
    language: str = "en"
    launcher: Launcher = msgspec.field(default_factory=Launcher)
    form: tuple[Field, ...] = ()
    consent: Consent = msgspec.field(default_factory=Consent)
    calendar_id: int | None = None
    shows_reply_time: bool = True
    proactive: tuple[Proactive, ...] = ()
    uploads: Uploads = Uploads()
    hand_over: HandOver = HandOver()
    asks_rating: bool = True
    may_end: bool = True
    erase_after_h: int = 24
    needs_identity: bool = False
    session_h: int = 24  # how long a browser stays the person its site proved it to be


def design_of(config: Mapping[str, Any]) -> Design:  # a channel's config, JSON
    """Return the design a channel keeps, the usual one while it keeps none."""
    return msgspec.convert(config.get(KEY, {}), Design)


def as_json(design: Design) -> dict[str, Any]:  # JSON
    """Return a design as a channel keeps it."""
    found: dict[str, Any] = msgspec.to_builtins(design)
    return found
