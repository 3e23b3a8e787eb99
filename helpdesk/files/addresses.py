"""Addresses of files, each with an end and a seal. An address is no right: session and right are asked beside it."""

import base64
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from helpdesk import clock, secrets
from helpdesk.errors import Expired, Misconfigured

PURPOSE: Final = "address of a file, 1"
# All addresses of one half of a day are the same for all, so that browsers know a file again; each lives for 12 to 24 h.
BUCKET_S: Final = 12 * 3600
SEAL_BYTES: Final = 16
MESSAGE_FILES: Final = "/api/attachments/"
SIDE_FILES: Final = "/api/attachments/aside/"


class AddressEnded(Expired):
    """This address of a file has ended, as all do within a day. Ask for a new one below the file: .../address"""

    code = "address_ended"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a file lies until then."""

    url: str
    ends_at: datetime


def address_of(public_id: str, *, among: str = MESSAGE_FILES) -> Address:
    """Return where a file is fetched, the same address for all and for up to 12 hours."""
    keys = secrets.derived(PURPOSE)
    if not keys:
        raise Misconfigured("HELPDESK_SECRET_KEYS is empty; addresses of files need a key to seal with.")
    until = (int(clock.now().timestamp()) // BUCKET_S + 2) * BUCKET_S
    path = f"{among}{public_id}"
    return Address(f"{path}?until={until}&seal={_seal(keys[0], path, until)}", datetime.fromtimestamp(until, UTC))


def refuse_ended(public_id: str, *, until: int | None, seal: str, among: str = MESSAGE_FILES) -> None:
    """Raise AddressEnded unless this end was sealed for this file by one of our keys and has not come."""
    end, path, given = until or 0, f"{among}{public_id}", seal.encode()
    # Every key is tried, whatever the first one says: the time this takes tells nothing.
    sealed = [hmac.compare_digest(_seal(key, path, end).encode(), given) for key in secrets.derived(PURPOSE)]
    if not any(sealed) or end <= clock.now().timestamp():
        raise AddressEnded


def _seal(key: bytes, path: str, until: int) -> str:
    mac = hmac.digest(key, f"{path}\n{until}".encode(), "sha256")
    return base64.urlsafe_b64encode(mac[:SEAL_BYTES]).decode().rstrip("=")
