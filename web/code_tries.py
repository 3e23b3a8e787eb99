"""How often codes of a second factor may be tried: by account and address, and by account alone from new addresses."""

from helpdesk import ratelimit
from helpdesk.ratelimit import Limit
from web.origins import network_of

Spent = list[tuple[Limit, str]]


def spend(agent_id: int, *, address: str, is_known_address: bool) -> Spent:
    """Count one try; TooMany when there were too many."""
    tries = [(ratelimit.SECOND_FACTOR, f"{agent_id}:{network_of(address)}")]
    if not is_known_address:
        tries.append((ratelimit.SECOND_FACTOR_ACCOUNT, str(agent_id)))
    for limit, key in tries:
        ratelimit.spend(limit, key)
    return tries


def give_back(spent: Spent) -> None:
    """Take a try back: the code was right."""
    for limit, key in spent:
        ratelimit.give_back(limit, key)
