"""Mailboxes: opened, changed, tried."""

from typing import Annotated

from litestar import Controller, get, patch, post
from litestar.params import FromPath, JSONBody, QueryParameter
from sqlalchemy.orm import Session

import channels
from channels.base import Finding
from channels.email.dns_hints import DomainReport, look_up
from channels.email.presets import Preset, preset_behind, preset_for
from helpdesk import db, i18n
from helpdesk.actions.workspace.mailboxes import change_mailbox, create_mailbox
from helpdesk.errors import NotFound
from helpdesk.mailboxes import MailboxConfig, MailServer
from helpdesk.models import Agent, Channel, ChannelKind
from helpdesk.permissions import Actor
from helpdesk.queries import mailboxes
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.mail import MailboxPatch, NewMailbox
from web.api.schemas.shown.mail import ConnectionTestView, DomainView, MailboxView, PresetView
from web.api.schemas.tickets import NoBody
from web.provided import TheActor, TheAddress

Asked = Annotated[str, QueryParameter(description="The mailbox's address.", max_length=320)]


class Mailboxes(Controller):
    """The channels of kind email."""

    path = "/api/mailboxes"
    opt = ADMIN
    tags = ("mail",)

    @get(sync_to_thread=True, responses=gives(list[MailboxView]))
    def index(self) -> list[Json]:
        """Return all mailboxes with how they are doing."""
        with db.reading() as session:
            return mailboxes.mailboxes(session)

    @post(sync_to_thread=True, responses=gives(MailboxView, 409, status=201))
    def create(self, data: JSONBody[NewMailbox], actor: TheActor, address: TheAddress) -> Json:
        """Open a mailbox. What is in it stays there; what comes from now on becomes tickets."""
        with db.transaction() as session:
            channel = create_mailbox(session, data.as_changes(), by=actor, address=address)
            return mailboxes.mailbox(session, channel.id)

    @get("/{mailbox_id:int}", sync_to_thread=True, responses=gives(MailboxView, 404))
    def show(self, mailbox_id: FromPath[int]) -> Json:
        """Return one mailbox."""
        with db.reading() as session:
            return mailboxes.mailbox(session, mailbox_id)

    @patch("/{mailbox_id:int}", sync_to_thread=True, responses=gives(MailboxView, 404, 409))
    def change(
        self, mailbox_id: FromPath[int], data: JSONBody[MailboxPatch], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change a mailbox, or pause it."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: mailboxes.mailbox(session, mailbox_id))
            change_mailbox(session, mailbox_id, data.as_changes(), by=actor, address=address)
            return mailboxes.mailbox(session, mailbox_id)

    @post("/{mailbox_id:int}/tests", sync_to_thread=True, responses=gives(ConnectionTestView, 404, status=201))
    def test(self, mailbox_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor) -> Json:
        """Sign in on both servers, open the folders, ask to send; say in words what is wrong. Nothing is sent."""
        with db.reading() as session:
            channel, language = _mailbox(session, mailbox_id), _language(session, actor)
        tried = channels.test_connection(channel)
        return {
            "is_working": tried.is_working,
            "findings": [_finding(finding, language) for finding in tried.findings],
            "vouchers": list(tried.vouchers),
        }

    @get("/{mailbox_id:int}/domain", sync_to_thread=True, responses=gives(DomainView, 404))
    def domain(self, mailbox_id: FromPath[int], actor: TheActor) -> Json:
        """Ask the DNS whether receivers will believe that this mailbox's mails are from its domain."""
        with db.reading() as session:
            channel, language = _mailbox(session, mailbox_id), _language(session, actor)
        return _domain(look_up(MailboxConfig.of(channel).domain), language)


@get("/api/mailbox-presets", opt=ADMIN, sync_to_thread=True, tags=("mail",), responses=gives(PresetView))
def preset(mailbox: Asked) -> Json:
    """Return what the provider of an address wants set, by its domain or by who receives the domain's mail."""
    found = preset_for(mailbox)
    domain = mailbox.rpartition("@")[2]
    if found is None and domain:
        found = preset_behind(look_up(domain).mail_exchangers)
    return _preset(found, mailbox)


def _mailbox(session: Session, channel_id: int) -> Channel:
    channel = session.get(Channel, channel_id)
    if channel is None or channel.kind is not ChannelKind.EMAIL:
        raise NotFound
    return channel


def _language(session: Session, actor: Actor) -> str:
    agent = session.get(Agent, actor.agent_id)
    return i18n.known(agent.locale) if agent else i18n.DEFAULT


def _finding(finding: Finding, language: str) -> Json:
    named = {"host": "", "port": "", "folder": "", "address": "", **finding.params}
    return {
        "direction": finding.direction.value,
        "code": finding.code,
        "text": i18n.text(language, f"mailbox.trouble.{finding.code}", **named),
        "words": finding.words,
    }


def _domain(found: DomainReport, language: str) -> Json:
    return {
        "domain": found.domain,
        "spf": found.spf,
        "dmarc": found.dmarc,
        "dkim_selectors": list(found.dkim_selectors),
        "hints": [i18n.text(language, f"mailbox.hint.{hint.value}", domain=found.domain) for hint in found.hints],
    }


def _preset(found: Preset | None, address: str) -> Json:
    return {
        "name": found.name if found else "",
        "imap": _server(found.imap, address) if found else None,
        "smtp": _server(found.smtp, address) if found else None,
        "auth": found.auth.value if found else "password",
        "wants_app_password": bool(found and found.wants_app_password),
        "keeps_sent": bool(found and found.keeps_sent),
    }


def _server(server: MailServer, address: str) -> Json:
    return {
        "host": server.host,
        "port": server.port,
        "security": server.security.value,
        "username": server.username or address,
    }
