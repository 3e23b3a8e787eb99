"""Mails on their own pages, away from the console's scripts."""

from litestar.types import ControllerRouterHandler

from web.mail.original import show_original, show_quarantined
from web.mail.view import show_mail

routes: list[ControllerRouterHandler] = [show_mail, show_original, show_quarantined]
