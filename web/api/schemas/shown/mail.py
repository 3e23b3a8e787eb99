"""Mailboxes, what became of mails, what could not be read."""

from typing import Any, Literal

from msgspec import field

from web.api.schemas.shown import Shown
from web.api.schemas.shown.desk import Priority


class ServerView(Shown):
    """Where one way of a mailbox is."""

    host: str
    port: int
    security: Literal["tls", "starttls", "none"]
    username: str


class HealthView(Shown):
    """How one way of a channel is doing; code and detail say what is wrong."""

    direction: Literal["in", "out"]
    is_working: bool
    code: str
    detail: str
    since: str
    checked_at: str


class FolderView(Shown):
    """A folder and when it was last looked at."""

    name: str
    role: Literal["inbox", "spam", "import"]
    checked_at: str | None
    reconciled_at: str | None
    error: str | None


class MailboxView(Shown):
    """A mailbox with its settings; has_secret: something to sign in with is kept. quarantined, waiting: how many mails."""

    id: int
    name: str
    is_paused: bool
    team_id: int | None
    default_type_id: int | None
    default_priority: Priority
    address: str
    from_name: str
    aliases: list[str]
    imap: ServerView
    smtp: ServerView
    auth: Literal["password", "google", "microsoft"]
    folders: list[dict[str, str]]
    after: str
    signature: dict[str, str]
    acknowledge: bool
    acknowledge_unverified: bool
    ask_rating: bool
    max_mail_bytes: int
    receiving_hosts: list[str]
    plus_addressing: bool
    save_sent: bool
    quotes: bool
    has_secret: bool
    health: list[HealthView]
    folder_states: list[FolderView]
    quarantined: int
    waiting: int


class FindingView(Shown):
    """One thing that is wrong, in the reader's language, with the server's own words."""

    direction: Literal["in", "out"]
    code: str
    text: str
    words: str


class ConnectionTestView(Shown):
    """What came of trying the settings; vouchers: servers that vouch for senders of mails in the inbox."""

    is_working: bool
    findings: list[FindingView]
    vouchers: list[str] = field(default_factory=list)


class PresetView(Shown):
    """What is known of a provider; null servers: nothing is."""

    name: str
    imap: ServerView | None
    smtp: ServerView | None
    auth: Literal["password", "google", "microsoft"]
    wants_app_password: bool
    keeps_sent: bool


class DomainView(Shown):
    """What the DNS says of a sending domain; hints: in the reader's language, none when all is well."""

    domain: str
    spf: str
    dmarc: str
    dkim_selectors: list[str]
    hints: list[str]


class QuarantinedView(Shown):
    """One thing that could not be taken in; summary: {"from", "subject", "message_id", "folder"} as far as known."""

    id: int
    channel_id: int
    channel_name: str
    received_at: str
    size: int
    error: str
    attempts: int
    has_raw: bool
    summary: dict[str, Any]
    ticket_id: int | None
    ticket_number: int | None


class TryView(Shown):
    """One try to send a mail, and the next hop's own words."""

    at: str
    attempt: int
    outcome: str
    detail: str


class LogEntryView(Shown):
    """One mail and what became of it."""

    at: str
    direction: Literal["in", "out"]
    state: str
    address: str
    subject: str
    mail_id: str
    folder: str
    error: str
    inbound_id: int | None
    message_id: int | None
    ticket_id: int | None
    ticket_number: int | None
    tries: list[TryView]


class AppView(Shown):
    """This desk as registered with a provider."""

    provider: Literal["google", "microsoft"]
    client_id: str
    has_secret: bool


class MailSettingsView(Shown):
    """Settings about mail; system_mailbox_id null: the first mailbox."""

    system_mailbox_id: int | None
    rating_delay_min: int
    digest_hours: int
    callback_url: str
    apps: list[AppView]


class ConnectionView(Shown):
    """Where the mailbox's owner agrees."""

    url: str
