"""How often visitors may do what costs something: by visitor, by address, by channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from helpdesk import ratelimit
from helpdesk.config import LOOPBACK
from helpdesk.errors import TooMany
from helpdesk.ratelimit import Limit
from web.origins import network_of

MESSAGES: Final = Limit("chat_messages", 30, 60)
MESSAGES_BY_ADDRESS: Final = Limit("chat_messages_address", 120, 60)
MESSAGES_OF_CHANNEL: Final = Limit("chat_messages_channel", 30_000, 60)
VISITORS_BY_ADDRESS: Final = Limit("chat_visitors_address", 60, 600)
UPLOADS: Final = Limit("chat_uploads", 40, 600)
UPLOADS_BY_ADDRESS: Final = Limit("chat_uploads_address", 120, 600)
UPLOADS_OF_CHANNEL: Final = Limit("chat_uploads_channel", 3_000, 600)
IDENTITIES_BY_ADDRESS: Final = Limit("chat_identities_address", 120, 600)
LETTERS_BY_ADDRESS: Final = Limit("chat_letters_address", 20, 3600)
SOCKETS_BY_ADDRESS: Final = Limit("chat_sockets_address", 300, 60, is_local=True)
REQUESTS: Final = Limit("chat_requests", 300, 60, is_local=True)
REQUESTS_BY_ADDRESS: Final = Limit("chat_requests_address", 6_000, 60, is_local=True)  # a company may poll
MOST_OPEN_BY_ADDRESS: Final = 1_000  # sockets of one address in one process; who is one too many asks by requests


@dataclass(frozen=True, slots=True)
class Try:
    """A message about to be taken. is_new: nobody wrote under this token before."""

    channel_id: int
    token_hash: str
    address: str
    is_new: bool = False


def spend_messages(tries: Sequence[Try]) -> list[TooMany | None]:
    """Count messages of visitors; for each, why it is one too many, or None. May wait for Redis.

    What one visitor or address has too many of is not counted for the channel, which others write on as well.
    """
    verdicts: list[TooMany | None] = [None] * len(tries)
    for limits_of in (_own_limits, _channel_limits):
        counted = [(at, one) for at, each in enumerate(tries) if verdicts[at] is None for one in limits_of(each)]
        for (at, _), verdict in zip(counted, ratelimit.spend_all([one for _, one in counted]), strict=True):
            verdicts[at] = verdicts[at] or verdict
    return verdicts


def _own_limits(one: Try) -> list[tuple[Limit, str]]:
    own = [(MESSAGES, one.token_hash)]
    # Behind a proxy the desk was not told of, everybody comes from loopback.
    if one.address not in LOOPBACK:
        network = network_of(one.address)
        own += [(limit, network) for limit in (MESSAGES_BY_ADDRESS, VISITORS_BY_ADDRESS)[: 1 + one.is_new]]
    return own


def _channel_limits(one: Try) -> list[tuple[Limit, str]]:
    return [(MESSAGES_OF_CHANNEL, str(one.channel_id))]


def spend_upload(*, channel_id: int, token_hash: str, address: str) -> None:
    """Count a file of a visitor."""
    ratelimit.spend(UPLOADS, token_hash)
    ratelimit.spend(UPLOADS_OF_CHANNEL, str(channel_id))
    _spend_address(UPLOADS_BY_ADDRESS, address)


def spend_identity(address: str) -> None:
    """Count a claim of who a visitor is."""
    _spend_address(IDENTITIES_BY_ADDRESS, address)


def spend_letter(address: str) -> None:
    """Count a mail asked for, or a link."""
    _spend_address(LETTERS_BY_ADDRESS, address)


def spend_socket(address: str) -> None:
    """Count a socket being opened."""
    _spend_address(SOCKETS_BY_ADDRESS, address)


def network_counted(address: str) -> str | None:
    """Return under what an address's open sockets are counted; None where everybody seems to come from one."""
    return None if address in LOOPBACK else network_of(address)


def spend_request(token_hash: str) -> None:
    """Count a request of a visitor who uses no socket."""
    ratelimit.spend(REQUESTS, token_hash)


def spend_requests_of(address: str) -> None:
    """Count a request, whoever's token it carries."""
    _spend_address(REQUESTS_BY_ADDRESS, address)


def _spend_address(limit: Limit, address: str) -> None:
    # Behind a proxy the desk was not told of, everybody comes from loopback.
    if address not in LOOPBACK:
        ratelimit.spend(limit, network_of(address))
