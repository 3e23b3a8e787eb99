"""Mailboxes: opening and changing channels of kind email, and what they sign in with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from helpdesk import clock, secrets
from helpdesk.actions.workspace import mailbox_rules as rules
from helpdesk.actions.workspace.changes import What, leave_trace, one_line
from helpdesk.actions.workspace.channels import MAX_CHANNELS, ChannelChanges, apply
from helpdesk.errors import Conflict, Invalid, NotFound
from helpdesk.mailboxes import Auth, MailboxConfig, bare_address
from helpdesk.models import Channel, ChannelKind, Priority
from helpdesk.permissions import Actor
from helpdesk.tokens import new_name

NAME_CHARS: Final = 120
PASSWORDS: Final = ("imap_password", "smtp_password")


@dataclass(frozen=True, slots=True)
class MailboxChanges:
    """None: leave it as it is. `channel` is what all channels have; the rest as helpdesk.mailboxes.MailboxConfig says."""

    channel: ChannelChanges = field(default_factory=ChannelChanges)
    address: str | None = None
    from_name: str | None = None
    aliases: Sequence[str] | None = None
    imap: Mapping[str, Any] | None = None  # JSON, checked by its rule
    smtp: Mapping[str, Any] | None = None
    auth: str | None = None
    folders: Sequence[Mapping[str, str]] | None = None
    after: str | None = None
    signature: Mapping[str, str] | None = None
    acknowledge: bool | None = None
    acknowledge_unverified: bool | None = None
    ask_rating: bool | None = None
    max_mail_bytes: int | None = None
    receiving_hosts: Sequence[str] | None = None
    plus_addressing: bool | None = None
    save_sent: bool | None = None
    quotes: bool | None = None
    imap_password: str | None = field(default=None, repr=False)
    smtp_password: str | None = field(default=None, repr=False)


def create_mailbox(session: Session, changes: MailboxChanges, *, by: Actor, address: str = "") -> Channel:
    """Open a mailbox; it needs an address and both servers. What it signs in with is encrypted."""
    if (session.scalar(select(func.count()).select_from(Channel)) or 0) >= MAX_CHANNELS:
        raise Conflict(f"A desk has at most {MAX_CHANNELS} channels.", code="too_many_channels")
    missing = {name: "required" for name in ("address", "imap", "smtp") if getattr(changes, name) is None}
    if missing:
        raise Invalid("A mailbox needs an address and its servers.", **missing)
    channel = Channel(
        kind=ChannelKind.EMAIL,
        name=changes.address or "",
        public_key=new_name(),
        default_priority=Priority.NORMAL,
        config={"quotes": True},
        is_paused=False,
        created_at=clock.now(),
    )
    _apply(session, channel, changes)
    session.add(channel)
    session.flush()
    leave_trace(session, "channel.made", what=What.CHANNELS, thing=f"channel:{channel.id}", by=by, address=address)
    return channel


def change_mailbox(
    session: Session, channel_id: int, changes: MailboxChanges, *, by: Actor, address: str = ""
) -> Channel:
    """Change a mailbox; what is the same changes and records nothing, a new password is a new secret."""
    channel = _locked(session, channel_id)
    changed = _apply(session, channel, changes)
    if changed:
        thing, data = f"channel:{channel.id}", {"fields": changed}
        leave_trace(session, "channel.changed", what=What.CHANNELS, thing=thing, by=by, address=address, data=data)
    return channel


def connect_mailbox(
    session: Session, channel_id: int, *, auth: Auth, secret: bytes, by: Actor, address: str = ""
) -> Channel:
    """Keep the tokens a provider gave for a mailbox, and sign in by them from now on."""
    channel = _locked(session, channel_id)
    channel.config = {**channel.config, "auth": auth.value}
    _replace_secret(session, channel, secret)
    leave_trace(session, "channel.connected", what=What.CHANNELS, thing=f"channel:{channel.id}", by=by, address=address)
    return channel


def _locked(session: Session, channel_id: int) -> Channel:
    channel = session.get(Channel, channel_id, with_for_update=True)
    if channel is None or channel.kind is not ChannelKind.EMAIL:
        raise NotFound
    return channel


def _apply(session: Session, channel: Channel, changes: MailboxChanges) -> list[str]:
    config = {**MailboxConfig.of_json(channel.config).as_json(), **_checked(changes)}
    _require_free(session, channel, config)
    changed = apply(session, channel, changes.channel)
    before = MailboxConfig.of_json(channel.config).as_json() if channel.config else {}
    if config != before:
        changed += sorted(key for key in config if config[key] != before.get(key))
        channel.config = {**channel.config, **config}
    if _apply_passwords(session, channel, changes):
        changed.append("password")
    return changed


def _checked(changes: MailboxChanges) -> dict[str, Any]:  # JSON
    given = {one.name: getattr(changes, one.name) for one in fields(changes)}
    return {
        name: _RULES[name](value) if name in _RULES else value
        for name, value in given.items()
        if value is not None and name != "channel" and name not in PASSWORDS
    }


def _apply_passwords(session: Session, channel: Channel, changes: MailboxChanges) -> bool:
    given = {
        name: rules.checked_password(getattr(changes, name), field=name)
        for name in PASSWORDS
        if getattr(changes, name) is not None
    }
    if not given:
        return False
    known = {} if channel.secret_id is None else msgspec.json.decode(secrets.reveal(session, channel.secret_id))
    if {**known, **given} == known:
        return False
    _replace_secret(session, channel, msgspec.json.encode({**known, **given}))
    return True


def _replace_secret(session: Session, channel: Channel, plain: bytes) -> None:
    """Keep a secret under a new id, by which the gateway sees that it has to sign in anew."""
    old, channel.secret_id = channel.secret_id, secrets.store(session, plain)
    session.flush()
    if old is not None:
        secrets.forget(session, old)


def _require_free(session: Session, channel: Channel, config: Mapping[str, Any]) -> None:
    """Refuse an address that another mailbox has: one mail would come in twice, and our answers would be our own mail."""
    mine = {bare_address(address) for address in (config["address"], *config["aliases"])}
    for other in session.scalars(select(Channel).where(Channel.kind == ChannelKind.EMAIL)):
        taken = sorted(mine & MailboxConfig.of_json(other.config).addresses) if other.id != channel.id else []
        if taken:
            raise Conflict("Another mailbox has this address.", code="address_taken", address=taken[0])


_RULES: Final[dict[str, Callable[[Any], Any]]] = {  # each takes and returns JSON
    "address": rules.checked_address,
    "from_name": lambda name: one_line(name, field="from_name", max_chars=NAME_CHARS) if name.strip() else "",
    "aliases": rules.checked_aliases,
    "imap": lambda server: rules.checked_server(server, field="imap"),
    "smtp": lambda server: rules.checked_server(server, field="smtp"),
    "auth": rules.checked_auth,
    "folders": rules.checked_folders,
    "after": rules.checked_after,
    "signature": rules.checked_signature,
    "max_mail_bytes": rules.checked_size,
    "receiving_hosts": rules.checked_hosts,
}
