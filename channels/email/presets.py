"""What the best-known providers want set, by the domain of an address."""

from dataclasses import dataclass
from typing import Final

from channels.email.config import Auth, MailServer, Security

TLS, STARTTLS = Security.TLS, Security.STARTTLS


@dataclass(frozen=True, slots=True)
class Preset:
    """A provider's servers. auth: how it wants to be signed in to; wants_app_password: where that is by password.

    keeps_sent: the provider puts what it sends into the Sent folder itself. own_domains: MX hosts by which its customers'
    own domains are recognised.
    """

    name: str
    domains: tuple[str, ...]
    imap: MailServer
    smtp: MailServer
    auth: Auth = Auth.PASSWORD
    wants_app_password: bool = False
    keeps_sent: bool = False
    own_domains: tuple[str, ...] = ()


def _preset(
    name: str,
    domains: str,
    imap: str,
    smtp: str,
    *,
    smtp_port: int = 465,
    auth: Auth = Auth.PASSWORD,
    app: bool = False,
    sent: bool = False,
    mx: str = "",
) -> Preset:
    security = TLS if smtp_port == 465 else STARTTLS
    return Preset(
        name=name,
        domains=tuple(domains.split()),
        imap=MailServer(imap, 993, TLS),
        smtp=MailServer(smtp, smtp_port, security),
        auth=auth,
        wants_app_password=app,
        keeps_sent=sent,
        own_domains=tuple(mx.split()),
    )


PRESETS: Final = (
    _preset(
        "Gmail",
        "gmail.com googlemail.com",
        "imap.gmail.com",
        "smtp.gmail.com",
        auth=Auth.GOOGLE,
        app=True,
        sent=True,
        mx="google.com googlemail.com",
    ),
    _preset(
        "Microsoft 365",
        "outlook.com hotmail.com live.com msn.com office365.com outlook.de hotmail.de hotmail.fr",
        "outlook.office365.com",
        "smtp.office365.com",
        smtp_port=587,
        auth=Auth.MICROSOFT,
        sent=True,
        mx="outlook.com office365.us",
    ),
    _preset(
        "Yahoo",
        "yahoo.com ymail.com rocketmail.com yahoo.de yahoo.fr yahoo.co.uk",
        "imap.mail.yahoo.com",
        "smtp.mail.yahoo.com",
        app=True,
        sent=True,
        mx="yahoodns.net",
    ),
    _preset(
        "iCloud",
        "icloud.com me.com mac.com",
        "imap.mail.me.com",
        "smtp.mail.me.com",
        smtp_port=587,
        app=True,
        mx="icloud.com",
    ),
    _preset(
        "Mail.ru", "mail.ru inbox.ru list.ru bk.ru internet.ru", "imap.mail.ru", "smtp.mail.ru", app=True, mx="mail.ru"
    ),
    _preset(
        "Yandex",
        "yandex.ru yandex.com ya.ru yandex.by yandex.kz yandex.ua",
        "imap.yandex.com",
        "smtp.yandex.com",
        app=True,
        mx="yandex.net yandex.ru",
    ),
    _preset("ukr.net", "ukr.net", "imap.ukr.net", "smtp.ukr.net", app=True, mx="ukr.net"),
    _preset("i.ua", "i.ua ua.fm email.ua 3g.ua", "imap.i.ua", "smtp.i.ua", app=True, mx="i.ua"),
    _preset("meta.ua", "meta.ua", "imap.meta.ua", "smtp.meta.ua", mx="meta.ua"),
    _preset("GMX", "gmx.de gmx.net gmx.at gmx.ch", "imap.gmx.net", "mail.gmx.net", mx="gmx.net"),
    _preset("GMX", "gmx.com", "imap.gmx.com", "mail.gmx.com"),
    _preset("WEB.DE", "web.de", "imap.web.de", "smtp.web.de", smtp_port=587),
    _preset("Zoho", "zoho.com zohomail.com", "imap.zoho.com", "smtp.zoho.com", app=True, mx="zoho.com"),
    _preset("Zoho (EU)", "zoho.eu zohomail.eu", "imap.zoho.eu", "smtp.zoho.eu", app=True, mx="zoho.eu"),
    _preset(
        "Fastmail",
        "fastmail.com fastmail.fm",
        "imap.fastmail.com",
        "smtp.fastmail.com",
        app=True,
        sent=True,
        mx="messagingengine.com",
    ),
    _preset("mailbox.org", "mailbox.org", "imap.mailbox.org", "smtp.mailbox.org", mx="mailbox.org"),
    _preset("Posteo", "posteo.de posteo.net", "posteo.de", "posteo.de", mx="posteo.de"),
    _preset("IONOS", "ionos.com ionos.de 1und1.de", "imap.ionos.de", "smtp.ionos.de", mx="kundenserver.de ionos.com"),
    _preset("Amazon WorkMail", "awsapps.com", "imap.mail.eu-west-1.awsapps.com", "smtp.mail.eu-west-1.awsapps.com"),
    Preset(
        name="Proton Bridge",
        domains=("proton.me", "protonmail.com", "pm.me"),
        imap=MailServer("127.0.0.1", 1143, STARTTLS),
        smtp=MailServer("127.0.0.1", 1025, STARTTLS),
        keeps_sent=True,
    ),
)


def preset_for(address: str) -> Preset | None:
    """Return what is known of the provider of an address, by its domain alone."""
    domain = address.rpartition("@")[2].strip().lower()
    return next((one for one in PRESETS if domain in one.domains), None)


def preset_behind(mail_exchangers: tuple[str, ...]) -> Preset | None:
    """Return the provider that receives a domain's mail, by the names of its MX hosts."""
    hosts = [host.rstrip(".").lower() for host in mail_exchangers]
    return next(
        (
            one
            for one in PRESETS
            for own in one.own_domains
            for host in hosts
            if host == own or host.endswith(f".{own}")
        ),
        None,
    )
