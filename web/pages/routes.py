"""All routes of pages."""

from litestar.types import ControllerRouterHandler

from web.pages.chat_link import show_chat_link, use_chat_link
from web.pages.console import show_console
from web.pages.icon import show_icon
from web.pages.installed import show_manifest, show_worker
from web.pages.invitation import accept_invitation, show_invitation
from web.pages.password_reset import request_reset, reset_password, show_reset, show_reset_request
from web.pages.rating import give_rating, show_rating
from web.pages.setup import set_up, show_setup
from web.pages.shop import show_examples, show_shop
from web.pages.sign_in import show_sign_in, show_sign_out, sign_in, sign_out

routes: list[ControllerRouterHandler] = [
    show_console,
    show_icon,
    show_manifest,
    show_worker,
    show_sign_in,
    sign_in,
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
    show_shop,
    show_examples,
]
