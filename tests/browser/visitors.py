"""Visitors who write without a browser, over the same routes as the chat's panel."""

import secrets
import uuid
from dataclasses import dataclass, field

import httpx
from sqlalchemy import select

from helpdesk import db
from helpdesk.models import ChannelKind
from helpdesk.models.channels import Channel


def channel_key() -> str:
    """Return the public key of the desk's first chat."""
    with db.reading() as session:
        return session.scalars(select(Channel.public_key).where(Channel.kind == ChannelKind.WEBCHAT)).first() or ""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a token of their own."""

    base_url: str
    name: str = ""
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def writes(self, text: str) -> int:
        """Write to the desk; return the number of the ticket."""
        body = {"client_id": str(uuid.uuid4()), "token": self.token, "ticket": None, "text": text}
        headers = {"authorization": f"Bearer {self.token}", "origin": self.base_url, "sec-fetch-site": "same-origin"}
        answer = httpx.post(
            f"{self.base_url}/chat/{channel_key()}/messages",
            json={**body, "attachments": [], **({"name": self.name} if self.name else {})},
            headers=headers,
            trust_env=False,
        )
        ack = answer.raise_for_status().json()
        return int(ack["ticket"])
