"""Trying a mailbox's settings without sending anything, and saying in words what is wrong."""

import contextlib
from collections import Counter
from collections.abc import Callable
from typing import Final

from channels.base import ConnectionTest, Finding
from channels.email.config import Auth, MailboxConfig
from channels.email.imap import ImapSession
from channels.email.imap_errors import ImapTrouble, Refused
from channels.email.logins import login_of
from channels.email.mime.headers import Headers
from channels.email.proof import voucher_of
from channels.email.smtp.connection import open_wire
from channels.email.smtp.session import SmtpSession
from channels.email.trouble import MailTrouble, Trouble, said, trouble_of
from helpdesk import i18n
from helpdesk.errors import DeliveryError, DeskError
from helpdesk.models import Channel, Direction

# Nobody reads mail to example.org (RFC 2606); it is asked for and then the mail is called off.
ELSEWHERE: Final = "postmaster@example.org"
LOOKED_AT: Final = 10
MOST_VOUCHERS: Final = 3
RELAY_WORDS: Final = ("relay", "5.7.1", "5.7.0", "authenticat", "not permitted", "access denied")


def try_mailbox(channel: Channel, *, language: str = i18n.DEFAULT) -> ConnectionTest:
    """Sign in on both servers, open every folder, ask to send to somebody outside; all that is wrong is found at once."""
    config = MailboxConfig.of(channel)
    vouchers: list[str] = []
    troubles = [
        *((Direction.IN, trouble) for trouble in _found(lambda: _try_imap(channel, config, vouchers))),
        *((Direction.OUT, trouble) for trouble in _found(lambda: _try_smtp(channel, config))),
    ]
    findings = [_finding(direction, trouble) for direction, trouble in troubles]
    detail = " ".join(said(trouble, language=language) for _, trouble in troubles)
    return ConnectionTest(is_working=not troubles, detail=detail, findings=findings, vouchers=vouchers)


def words_for(finding: Finding, language: str) -> str:
    """Return a finding as a person would say it, in a language."""
    return said(MailTrouble(Trouble(finding.code), finding.words, **finding.params), language=language)


def _found(attempt: Callable[[], list[MailTrouble]]) -> list[MailTrouble]:
    try:
        return attempt()
    except MailTrouble as trouble:
        return [trouble]


def _try_imap(channel: Channel, config: MailboxConfig, vouchers: list[str]) -> list[MailTrouble]:
    login = login_of(channel, Direction.IN)
    try:
        with ImapSession(config.imap) as session:
            if config.auth is Auth.PASSWORD:
                session.sign_in(login.username, login.password)
            else:
                session.sign_in_with_token(login.username, login.token)
            found = [trouble for one in config.folders for trouble in _try_folder(session, one.name)]
            if not found and config.folders:
                with contextlib.suppress(Refused):
                    vouchers += _vouchers(session, config.folders[0].name)
            return found
    except ImapTrouble as error:
        raise MailTrouble(Trouble.NOT_UNDERSTOOD, error.detail) from error


def _try_folder(session: ImapSession, name: str) -> list[MailTrouble]:
    try:
        session.look(name)
    except Refused:
        return [MailTrouble(Trouble.FOLDER_MISSING, folder=name)]
    return []


def _vouchers(session: ImapSession, folder: str) -> list[str]:
    """Return which servers vouch for the senders of the newest mails, those that speak most often first."""
    session.open(folder, readonly=True)
    last = session.last_uid()
    newest = session.uids(max(1, last - LOOKED_AT), last)[-LOOKED_AT:] if last else []
    heads = [Headers.read(session.head(uid)) for uid in newest]
    counted = Counter(voucher_of(head.all("authentication-results")) for head in heads)
    return [server for server, _ in counted.most_common(MOST_VOUCHERS + 1) if server][:MOST_VOUCHERS]


def _try_smtp(channel: Channel, config: MailboxConfig) -> list[MailTrouble]:
    session = SmtpSession(open_wire(config.smtp, login_of(channel, Direction.OUT), name=config.domain))
    try:
        session.verify(sender=config.address, recipient=ELSEWHERE)
    except DeliveryError as error:
        return _refusal(error, config)
    except (DeskError, OSError) as error:
        return [trouble_of(error, host=config.smtp.host, port=config.smtp.port)]
    finally:
        session.close()
    return []


def _refusal(error: DeliveryError, config: MailboxConfig) -> list[MailTrouble]:
    words = error.detail
    if words.startswith("530"):
        return [MailTrouble(Trouble.LOGIN_REFUSED, words)]
    if ELSEWHERE not in words:
        return [MailTrouble(Trouble.FROM_REFUSED, words, address=config.address)]
    # A server may well know that nobody reads mail there; it is a matter of ours only when it is about rights.
    is_ours = any(sign in words.lower() for sign in RELAY_WORDS)
    return [MailTrouble(Trouble.RELAY_DENIED, words)] if is_ours else []


def _finding(direction: Direction, trouble: MailTrouble) -> Finding:
    params = {name: str(value) for name, value in trouble.fields.items()}
    return Finding(direction, trouble.kind.value, params, trouble.words)
