"""Codes of authenticator apps: six digits of every 30 seconds (RFC 6238)."""

from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest
from typing import TYPE_CHECKING, Final

from helpdesk.late import Late

if TYPE_CHECKING:
    import pyotp
else:
    pyotp = Late("pyotp")

STEP_S: Final = 30
DIGITS: Final = 6
WINDOW: Final = 1  # steps to each side in which a code counts
FAR: Final = 20  # steps to each side in which a code tells that a clock is wrong


@dataclass(frozen=True, slots=True)
class Match:
    """Which step a code belongs to; off: by how many steps the clock it came from differs from ours."""

    step: int
    off: int

    @property
    def is_in_time(self) -> bool:
        """Whether the code counts."""
        return abs(self.off) <= WINDOW

    @property
    def minutes(self) -> int:
        """By how many minutes the two clocks differ, at least one."""
        return max(1, round(abs(self.off) * STEP_S / 60))


def new_seed() -> str:
    """Return 160 random bits in base 32, as apps take them."""
    return pyotp.random_base32()


def address_for(seed: str, *, account: str, desk: str) -> str:
    """Return what the picture for the app says: otpauth://totp/..."""
    return pyotp.TOTP(seed).provisioning_uri(name=account, issuer_name=desk.replace(":", " "))


def code_at(seed: str, step: int) -> str:
    """Return the code of one step."""
    return pyotp.TOTP(seed, digits=DIGITS).generate_otp(step)


def step_of(now: datetime) -> int:
    """Return the number of the 30 seconds a moment lies in."""
    return int(now.timestamp()) // STEP_S


def match(seed: str, code: str, *, now: datetime) -> Match | None:
    """Return the step nearest to now that a code belongs to; all steps are compared, whichever it is."""
    here, found = step_of(now), None
    for off in sorted(range(-FAR, FAR + 1), key=abs, reverse=True):
        if compare_digest(code_at(seed, here + off).encode(), code.encode()):
            found = Match(here + off, off)
    return found
