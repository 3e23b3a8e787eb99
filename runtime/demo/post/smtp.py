"""The SMTP side: what anybody hands over lies in the mailboxes of those it is for; nothing leaves this machine."""

import asyncio
import email.policy
import logging
from collections.abc import Callable
from email import message_from_bytes
from typing import Final

from aiosmtpd.smtp import SMTP, Envelope, Session

from runtime.demo.post.boxes import Boxes

HOST: Final = "mx.demo.example"
MAX_BYTES: Final = 40_000_000

# It would write down who writes to whom, at the level of things worth knowing.
logging.getLogger("mail.log").setLevel(logging.WARNING)

Arrived = Callable[[str, bytes], None]  # an address, and the letter


class Post:
    """What the server does with a letter. arrived: told of each letter, once for everyone it is for."""

    def __init__(self, boxes: Boxes, *, domain: str, arrived: Arrived) -> None:
        self._boxes = boxes
        self._domain = domain
        self._arrived = arrived

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take letters for addresses of the demo alone."""
        if not address.lower().endswith(".example"):
            return "550 5.7.1 A demo knows nobody outside of .example"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Deliver a letter."""
        assert isinstance(envelope.content, bytes)
        for address in envelope.rcpt_tos:
            letter = self._stamped(address, envelope.content)
            await asyncio.to_thread(self._boxes.deliver, address, letter)
            self._arrived(address.lower(), letter)
        return "250 2.0.0 Ok: queued"

    def _stamped(self, address: str, letter: bytes) -> bytes:
        """Say of a letter to the desk, as a provider's server does, that it comes from whom it says."""
        if not address.lower().endswith(f"@{self._domain}"):
            return letter
        sender = message_from_bytes(letter, policy=email.policy.default)["From"]
        domain = sender.addresses[0].domain if sender is not None and sender.addresses else ""
        found = f"Authentication-Results: {HOST}; dmarc=pass header.from={domain}\r\n"
        return found.encode() + letter


async def serve(post: Post, port: int) -> asyncio.Server:
    """Listen on loopback; nobody signs in."""

    def connected() -> SMTP:
        return SMTP(
            post,
            hostname=HOST,
            enable_SMTPUTF8=True,
            data_size_limit=MAX_BYTES,
            loop=asyncio.get_running_loop(),
        )

    return await asyncio.get_running_loop().create_server(connected, "127.0.0.1", port)
