"""All routes of pages."""

from litestar.types import ControllerRouterHandler

from web.pages.chat_link import show_chat_link, use_chat_link
from web.pages.console import show_console
from web.pages.icon import show_icon
from web.pages.installed import show_manifest, show_worker
from web.pages.invitation import accept_invitation, show_invitation
from web.pages.password_reset import request_reset, reset_password, show_reset, show_reset_request
from web.pages.rating import give_rating, show_rating
from web.pages.second_factor import enrol, give_code, show_code, show_enrolment
from web.pages.setup import set_up, show_setup
from web.pages.shop import show_examples, show_shop
from web.pages.sign_in import show_sign_in, show_sign_out, sign_in, sign_out
from web.pages.sign_on import come_back, go_to_provider
from web.pages.ticket_page import answer_ticket, show_ticket, show_ticket_file, use_code
from web.pages.unsubscribe import show_unsubscribe, unsubscribe

routes: list[ControllerRouterHandler] = [
    show_console,
    show_icon,
    show_manifest,
    show_worker,
    show_sign_in,
    sign_in,
    go_to_provider,
    come_back,
    show_code,
    give_code,
    show_enrolment,
    enrol,
    show_sign_out,
    sign_out,
    show_setup,
    set_up,
    show_invitation,
    accept_invitation,
    show_reset_request,
    request_reset,
    show_reset,
    reset_password,
    show_rating,
    give_rating,
    show_chat_link,
    use_chat_link,
    show_ticket,
    answer_ticket,
    use_code,
    show_ticket_file,
    show_unsubscribe,
    unsubscribe,
    show_shop,
    show_examples,
]
