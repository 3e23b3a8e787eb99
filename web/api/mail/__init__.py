"""Mail in the API: mailboxes, first mails, what became of a mail, what could not be read."""

from litestar.types import ControllerRouterHandler

from web.api.mail.connections import begin_connection, finish_connection
from web.api.mail.log import mail_log
from web.api.mail.mailboxes import Mailboxes, preset
from web.api.mail.quarantine import Quarantine
from web.api.mail.settings import MailSettingsApi
from web.api.mail.spam import Spam
from web.api.mail.writing import forward, write_first

controllers: list[ControllerRouterHandler] = [
    MailSettingsApi,
    Mailboxes,
    Quarantine,
    Spam,
    begin_connection,
    finish_connection,
    forward,
    mail_log,
    preset,
    write_first,
]
