"""What agents and admins send about mail."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, UnsetType

from helpdesk.actions.workspace.channels import ABSENT, ChannelChanges
from helpdesk.actions.workspace.mailboxes import MailboxChanges
from helpdesk.models import Priority
from web.api.schemas import AsSeen, Id, Input, line
from web.api.schemas.recipients import Address, Name, RecipientsInput
from web.api.schemas.tickets import ClientKey, FileIds, Moment, Text, Word

Password = Annotated[str, line(4_000)]


class NewMail(Input):
    """A mail that begins with us, from this mailbox. send_at: when it is to go out."""

    client_key: ClientKey
    channel_id: Id
    text: Text
    recipients: RecipientsInput
    attachment_ids: FileIds = ()
    send_at: Moment | None = None


class NewForward(Input):
    """A message passed on to somebody else, with a word of one's own or none."""

    client_key: ClientKey
    recipients: RecipientsInput
    text: Text = ""
    attachment_ids: FileIds = ()


class ServerInput(Input):
    """Where one way of a mailbox is."""

    host: Annotated[str, line(253)]
    port: int
    security: Literal["tls", "starttls", "none"] = "tls"
    username: Address = ""

    def as_json(self) -> dict[str, Any]:  # as channel.config keeps it
        """Return it as settings keep it."""
        return {"host": self.host, "port": self.port, "security": self.security, "username": self.username}


class FolderInput(Input):
    """A folder that is read, and why."""

    name: Annotated[str, line(300)]
    role: Literal["inbox", "spam", "import"] = "inbox"


class MailboxPatch(AsSeen):
    """Only what is there is changed; null takes a team or type away. Passwords are kept encrypted and never shown."""

    name: Name | UnsetType = UNSET
    is_paused: bool | UnsetType = UNSET
    team_id: Id | UnsetType | None = UNSET
    default_type_id: Id | UnsetType | None = UNSET
    default_priority: Word | UnsetType = UNSET
    address: Address | UnsetType = UNSET
    from_name: Name | UnsetType = UNSET
    aliases: list[Address] | UnsetType = UNSET
    imap: ServerInput | UnsetType = UNSET
    smtp: ServerInput | UnsetType = UNSET
    auth: Literal["password", "google", "microsoft"] | UnsetType = UNSET
    folders: list[FolderInput] | UnsetType = UNSET
    after: Annotated[str, line(310)] | UnsetType = UNSET
    signature: dict[str, Annotated[str, line(10_000)]] | UnsetType = UNSET
    acknowledge: bool | UnsetType = UNSET
    acknowledge_unverified: bool | UnsetType = UNSET
    ask_rating: bool | UnsetType = UNSET
    max_mail_bytes: int | UnsetType = UNSET
    receiving_hosts: list[Annotated[str, line(253)]] | UnsetType = UNSET
    plus_addressing: bool | UnsetType = UNSET
    save_sent: bool | UnsetType = UNSET
    quotes: bool | UnsetType = UNSET
    imap_password: Password | UnsetType = UNSET
    smtp_password: Password | UnsetType = UNSET

    def as_changes(self) -> MailboxChanges:
        """Return it in the words of the desk."""
        given: dict[str, Any] = {name: getattr(self, name) for name in _PLAIN}  # checked by each one's own rule
        given |= {name: _json(getattr(self, name)) for name in ("imap", "smtp")}
        folders = self.folders
        if folders is not UNSET:
            given["folders"] = [{"name": one.name, "role": one.role} for one in folders]
        return MailboxChanges(
            channel=self._channel(), **{name: value for name, value in given.items() if value is not UNSET}
        )

    def _channel(self) -> ChannelChanges:
        priority = self.default_priority
        return ChannelChanges(
            name=None if self.name is UNSET else self.name,
            is_paused=None if self.is_paused is UNSET else self.is_paused,
            team_id=ABSENT if self.team_id is UNSET else self.team_id,
            default_type_id=ABSENT if self.default_type_id is UNSET else self.default_type_id,
            default_priority=None if priority is UNSET else Priority[priority.upper()],
        )


class NewMailbox(MailboxPatch, kw_only=True):
    """A mailbox."""

    address: Address
    imap: ServerInput
    smtp: ServerInput


_PLAIN = (
    "address",
    "from_name",
    "aliases",
    "auth",
    "after",
    "signature",
    "acknowledge",
    "acknowledge_unverified",
    "ask_rating",
    "max_mail_bytes",
    "receiving_hosts",
    "plus_addressing",
    "save_sent",
    "quotes",
    "imap_password",
    "smtp_password",
)


def _json(server: ServerInput | UnsetType) -> Any:  # JSON or UNSET
    return UNSET if server is UNSET else server.as_json()
