"""Matching a sender's address against what a rule says."""

import re
from functools import lru_cache


def sender_matches(address: str, wanted: str) -> bool:
    """Compare an address with a whole address or a domain; `*` stands for anything.

    A domain alone also covers the domains below it: "shop.example" matches "x@mail.shop.example".
    """
    plain = address.strip().casefold()
    if not plain:
        return False
    if "@" in wanted:
        return bool(_glob(wanted.strip().casefold()).fullmatch(plain))
    domain = plain.rpartition("@")[2]
    return bool(re.fullmatch(rf"(?:.*\.)?{_glob(wanted.strip().casefold()).pattern}", domain, re.DOTALL))


@lru_cache(maxsize=512)
def _glob(wanted: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in re.sub(r"\*+", "*", wanted).split("*")), re.DOTALL)
