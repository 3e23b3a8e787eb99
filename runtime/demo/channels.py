"""The channels of a demo: a mailbox, a bot and a chat, all of the pretend world."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, change_bot, create_bot
from helpdesk.actions.workspace.channels import ChannelChanges
from helpdesk.actions.workspace.mailboxes import MailboxChanges, change_mailbox, create_mailbox
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.actions.workspace.widgets import add_secret
from helpdesk.models import Channel, ChannelKind
from helpdesk.permissions import SYSTEM
from runtime.demo.place import DESK_ADDRESS, Place
from runtime.demo.post.smtp import HOST

DESK_NAME: Final = "DEMO Nordlicht"
BOT_NAME: Final = "nordlicht_demo_bot"
GREETING: Final = {
    "en": "Hello! Write what it is about and somebody answers here.",
    "ru": "Здравствуйте! Напишите, что случилось, и вам ответят здесь.",
    "uk": "Вітаємо! Напишіть, що сталося, і вам дадуть відповідь тут.",
}
SIGNATURE: Final = {"en": "Nordlicht Lamps", "ru": "Светильники Nordlicht", "uk": "Світильники Nordlicht"}


@dataclass(frozen=True, slots=True)
class Channels:
    """The three channels' ids, and the key by which a browser finds the chat."""

    mail: int
    telegram: int
    chat: int
    chat_key: str


def open_all(session: Session, place: Place) -> Place:
    """Open the channels of a new desk; return the place, which knows the chat's secret from then on."""
    change_settings(session, {"desk_name": DESK_NAME, "time_zone": "Europe/Kyiv"}, by=SYSTEM)
    create_mailbox(session, _mailbox(place, is_new=True), by=SYSTEM)
    create_bot(session, _bot(place), by=SYSTEM)
    chat = _all(session, ChannelKind.WEBCHAT)[0]
    return replace(place, widget_secret=add_secret(session, chat.id, by=SYSTEM).secret)


def follow(session: Session, place: Place) -> None:
    """Let the channels know where the world is at this start."""
    found = find(session)
    change_mailbox(session, found.mail, _mailbox(place, is_new=False), by=SYSTEM)
    change_bot(session, found.telegram, BotChanges(api_url=place.bot_url), by=SYSTEM)


def find(session: Session) -> Channels:
    """Return the channels of a desk that `open_all` made."""
    mail, telegram, chat = (
        _all(session, kind)[0] for kind in (ChannelKind.EMAIL, ChannelKind.TELEGRAM, ChannelKind.WEBCHAT)
    )
    return Channels(mail.id, telegram.id, chat.id, chat.public_key)


def _all(session: Session, kind: ChannelKind) -> Sequence[Channel]:
    return session.scalars(select(Channel).where(Channel.kind == kind).order_by(Channel.id)).all()


def _mailbox(place: Place, *, is_new: bool) -> MailboxChanges:
    servers = MailboxChanges(
        imap={"host": "127.0.0.1", "port": place.imap, "security": "none", "username": DESK_ADDRESS},
        smtp={"host": "127.0.0.1", "port": place.smtp, "security": "none", "username": ""},
    )
    if not is_new:
        return servers
    return replace(
        servers,
        channel=ChannelChanges(name="E-mail"),
        address=DESK_ADDRESS,
        from_name="Nordlicht Lamps",
        signature=SIGNATURE,
        ask_rating=True,
        receiving_hosts=[HOST],
        imap_password=place.mail_password,
    )


def _bot(place: Place) -> BotChanges:
    identity = BotIdentity(int(place.bot_token.partition(":")[0]), BOT_NAME, "Nordlicht Lamps")
    return BotChanges(
        channel=ChannelChanges(name="Telegram"),
        token=place.bot_token,
        identity=identity,
        api_url=place.bot_url,
        greeting=GREETING,
        ask_rating=True,
    )
