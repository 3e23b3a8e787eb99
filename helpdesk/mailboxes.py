"""Mailboxes: what a channel of kind email is set to, and which addresses are the desk's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.models import Channel, ChannelKind
from helpdesk.models.mail import FolderRole

DEFAULT_MAX_BYTES: Final = 60_000_000


class Security(StrEnum):
    """How a connection is protected."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class Auth(StrEnum):
    """How the desk signs in to a mailbox."""

    PASSWORD = "password"  # noqa: S105  a kind of sign-in
    GOOGLE = "google"
    MICROSOFT = "microsoft"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where one way of a mailbox is, and as whom to sign in; an empty username signs in as nobody."""

    host: str = ""
    port: int = 0
    security: Security = Security.TLS
    username: str = ""

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Self:
        """Read what `channel.config` says of one server."""
        return cls(
            host=str(config.get("host", "")),
            port=int(config.get("port", 0)),
            security=Security(config.get("security", "tls")),
            username=str(config.get("username", "")),
        )


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that is read, and why."""

    name: str
    role: FolderRole = FolderRole.INBOX


@dataclass(frozen=True, slots=True)
class MailboxConfig:
    """The settings of one mailbox, nothing secret among them; `channel.config` is their JSON.

    aliases: other addresses whose mail lands here. after: what happens on the server to a mail that is stored, "keep",
    "seen" or "move:<folder>". signature: Markdown by language. receiving_hosts: the authserv-ids whose
    Authentication-Results are believed. save_sent: keep a copy in the mailbox's Sent folder, for providers that do not.
    quotes: below an answer stands what it answers.
    """

    address: str
    from_name: str = ""
    aliases: tuple[str, ...] = ()
    imap: MailServer = field(default_factory=MailServer)
    smtp: MailServer = field(default_factory=MailServer)
    auth: Auth = Auth.PASSWORD
    folders: tuple[Folder, ...] = (Folder("INBOX"),)
    after: str = "keep"
    signature: Mapping[str, str] = field(default_factory=dict)
    acknowledge: bool = False
    acknowledge_unverified: bool = False
    ask_rating: bool = False
    max_mail_bytes: int = DEFAULT_MAX_BYTES
    receiving_hosts: tuple[str, ...] = ()
    plus_addressing: bool = True
    save_sent: bool = False
    quotes: bool = False

    @classmethod
    def of(cls, channel: Channel) -> Self:
        """Read a channel's settings; ValueError when they are not those of a mailbox."""
        if channel.kind is not ChannelKind.EMAIL or not channel.config.get("address"):
            raise ValueError(f"Channel {channel.id} is no mailbox.")
        return cls.of_json(channel.config)

    @classmethod
    def of_json(cls, config: Mapping[str, Any]) -> Self:
        """Read settings as `as_json` wrote them; what is absent has its default."""
        return cls(
            address=str(config.get("address", "")),
            from_name=str(config.get("from_name", "")),
            aliases=_texts(config.get("aliases", ())),
            imap=MailServer.of(config.get("imap", {})),
            smtp=MailServer.of(config.get("smtp", {})),
            auth=Auth(config.get("auth", "password")),
            folders=_folders(config.get("folders") or [{"name": "INBOX", "role": "inbox"}]),
            after=str(config.get("after", "keep")),
            signature=dict(config.get("signature", {})),
            acknowledge=bool(config.get("acknowledge", False)),
            acknowledge_unverified=bool(config.get("acknowledge_unverified", False)),
            ask_rating=bool(config.get("ask_rating", False)),
            max_mail_bytes=int(config.get("max_mail_bytes", DEFAULT_MAX_BYTES)),
            receiving_hosts=_texts(config.get("receiving_hosts", ())),
            plus_addressing=bool(config.get("plus_addressing", True)),
            save_sent=bool(config.get("save_sent", False)),
            quotes=bool(config.get("quotes", False)),
        )

    def as_json(self) -> dict[str, Any]:
        """Return the settings as `channel.config` keeps them."""
        found = asdict(self)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}

    @property
    def domain(self) -> str:
        """The domain mails are sent from, in ASCII as Message-IDs and servers want it."""
        domain = self.address.rpartition("@")[2].lower()
        try:
            return domain.encode("idna").decode()
        except UnicodeError:
            return "localhost"

    @property
    def addresses(self) -> frozenset[str]:
        """Every address of this mailbox, as `bare_address` writes it."""
        return frozenset(bare_address(address) for address in (self.address, *self.aliases))

    def is_own(self, address: str) -> bool:
        """Say whether mail to this address, with whatever follows a plus, lands in this mailbox."""
        return bare_address(address) in self.addresses


def bare_address(address: str) -> str:
    """Return an address in lower case without what follows a plus, for comparing only."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def own_addresses(session: Session) -> frozenset[str]:
    """Return every address of every mailbox of this desk, as `bare_address` writes them."""
    configs = session.scalars(select(Channel.config).where(Channel.kind == ChannelKind.EMAIL))
    return frozenset(
        bare_address(address)
        for config in configs
        for address in (config.get("address", ""), *config.get("aliases", ()))
        if address
    )


def _texts(values: Iterable[Any]) -> tuple[str, ...]:  # items of JSON
    return tuple(str(value) for value in values)


def _folders(folders: Sequence[Mapping[str, Any]]) -> tuple[Folder, ...]:
    return tuple(Folder(str(one["name"]), FolderRole(one.get("role", "inbox"))) for one in folders)
