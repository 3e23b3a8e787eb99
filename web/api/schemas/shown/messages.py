"""Messages, entries between them, drafts, files."""

from typing import Any, Literal

from msgspec import field

from web.api.schemas.shown import Shown


class AttachmentView(Shown):
    """One file; preview_url: only for images a page may show; small_url: of a copy at most 640 pixels long, for lists.

    All addresses end 12 to 24 hours after they were given (410, code address_ended); /api/attachments/<id>/address
    gives new ones to whoever still may see the message.

    kind: what its sender made of it, where the channel says so: photo, video, video_note, voice, audio, animation, sticker,
    document. duration_s: how long it plays.
    """

    id: str
    filename: str
    media_type: str
    size: int
    inline: bool
    url: str
    preview_url: str | None
    small_url: str | None
    width: int | None
    height: int | None
    state: Literal["stored", "retrying", "too_large", "gone"]
    kind: str | None
    duration_s: int | None


class FileAddress(Shown):
    """Where a file lies until `ends_at`; preview_url: only for images a page may show; small_url: of their small copies."""

    url: str
    preview_url: str | None
    small_url: str | None
    ends_at: str


class Author(Shown):
    """Who wrote."""

    kind: Literal["customer", "agent", "system"]
    id: int | None
    name: str | None
    avatar: None


class Delivery(Shown):
    """How a reply is doing on its way."""

    state: Literal["queued", "sending", "sent", "delivered", "read", "failed", "unknown", "withdrawn"]
    attempt: int
    error: str | None
    release_at: str | None
    is_scheduled: bool
    at: str | None


class Attempt(Shown):
    """One try to send, and the next hop's own words."""

    attempt: int
    outcome: str
    detail: str
    at: str


class ForwardView(Shown):
    """Whose mail was forwarded, as the forward says; nobody has proved it."""

    address: str
    name: str
    subject: str


class MailView(Shown):
    """What a message was, or will be, as a mail. Mailboxes are [name, address], folds [start, end, kind] in the text.

    proof: who it is from as our own mail server proved it; html_view: `html` is the mail's own view, for its frame alone;
    quoted_id: of the message that is quoted below it.
    """

    mail_id: str
    from_: tuple[str, str] = field(name="from")
    to: list[tuple[str, str]]
    cc: list[tuple[str, str]]
    bcc: list[tuple[str, str]]
    reply_to: list[tuple[str, str]]
    subject: str
    sent_at: str | None
    proof: Literal["verified", "claimed", "unclear"] | None
    auto_kind: str
    folds: list[tuple[int, int, str]]
    has_remote_images: bool
    html_view: bool
    has_raw: bool
    forward: ForwardView | None
    quoted_id: int | None
    attempts: list[Attempt]


class AnsweredView(Shown):
    """The message that one answers and how it begins; no text where that is on another ticket."""

    message_id: int
    author_kind: Literal["customer", "agent", "system"]
    text: str


class ReactionView(Shown):
    """One emoji and how many gave it."""

    emoji: str
    count: int


class ButtonView(Shown):
    """A button below a reply; pressed_by: the message its press became, 0 when it became none, null while nobody did."""

    label: str
    pressed_by: int | None


class TelegramView(Shown):
    """What a message is on Telegram beyond its words.

    deleted_at: since when it is gone there. parts: of how many messages it consists there, an album or a split reply.
    content: {"kind": "location" | "contact" | "poll" | "sticker", ...}, see docs/telegram.md.
    """

    answers: AnsweredView | None
    quote: str
    forwarded_from: str
    reactions: list[ReactionView]
    deleted_at: str | None
    is_album: bool
    parts: int
    content: dict[str, Any] | None
    buttons: list[ButtonView]
    is_press: bool


class RevisionView(Shown):
    """Words a message had before; until: when they were replaced."""

    text: str
    html: str
    until: str


class Revisions(Shown):
    """Earlier words of a message, oldest first, at most 50."""

    revisions: list[RevisionView]


class MessageView(Shown):
    """One message; `html` is sanitised."""

    id: int
    ticket_id: int
    ticket_number: int
    thread_id: int
    channel_kind: Literal["webchat", "email", "telegram"]
    kind: Literal["in", "out", "note"]
    author: Author
    text: str
    html: str
    created_at: str
    client_key: str | None
    edited_at: str | None
    revisions: int
    is_auto: bool
    delivery: Delivery | None
    attachments: list[AttachmentView]
    mail: MailView | None
    telegram: TelegramView | None


class MessageAnswer(Shown):
    """The message as it is now."""

    message: MessageView


class CheckAnswer(Shown):
    """What looking for an unknown reply found, and the message as it is now; "not_found" proves nothing."""

    found: Literal["found", "not_found", "nowhere_to_look", "unreachable"]
    message: MessageView


class Actor(Shown):
    """Who did it."""

    kind: Literal["agent", "customer", "system", "rule", "routing"]
    id: int | None
    name: str | None


class EntryView(Shown):
    """A fact on the timeline; `data` has ids and non-personal values."""

    id: int
    kind: str
    at: str
    actor: Actor
    data: dict[str, Any]  # by kind, see docs/api


class DraftView(Shown):
    """An unsent text; `revision` rises with each save."""

    text: str
    attachment_ids: list[str]
    attachments: list[AttachmentView]
    revision: int
    updated_at: str


class DraftAnswer(Shown):
    """The text that a withdrawn reply became; null after a forward to somebody else."""

    draft: DraftView | None


class History(Shown):
    """Messages of one customer over all tickets the reader may see, oldest first."""

    position: int
    messages: list[MessageView]
    has_before: bool
    has_after: bool


class SnippetPart(Shown):
    """A piece of text; hit: one of the words that were searched."""

    text: str
    hit: bool


class MessageHit(Shown):
    """A message that was found."""

    message_id: int
    ticket_id: int
    ticket_number: int
    snippet: list[SnippetPart]
