"""What an agent's e-mail address, name and time zone must look like."""

import re
import unicodedata
from typing import Final
from zoneinfo import available_timezones

from helpdesk.errors import Invalid

MAX_EMAIL_CHARS: Final = 254
MAX_NAME_CHARS: Final = 120

_email = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+")


def normal_email(email: str) -> str:
    """Return the one form under which an e-mail address is kept and looked up."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def checked_email(email: str) -> str:
    """Return an address in the form it is kept in; Invalid when it is none."""
    normal = normal_email(email)
    if len(normal) > MAX_EMAIL_CHARS or not _email.fullmatch(normal) or not normal.isprintable():
        raise Invalid("This is not an e-mail address.", email="not_an_address")
    return normal


def checked_name(name: str) -> str:
    """Return a person's name on one line; Invalid when it is empty, too long or not printable."""
    line = " ".join(name.split())
    if not line or len(line) > MAX_NAME_CHARS or not line.isprintable():
        raise Invalid(f"A name has 1 to {MAX_NAME_CHARS} characters.", name="not_a_name")
    return line


def checked_time_zone(time_zone: str) -> str:
    """Return the name of a time zone; Invalid when there is none of this name."""
    if time_zone not in available_timezones():
        raise Invalid("There is no such time zone.", time_zone="unknown")
    return time_zone
