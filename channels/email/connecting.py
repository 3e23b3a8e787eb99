"""Connecting a mailbox at Google or Microsoft: where its owner is sent, and what comes back.

What has to be remembered meanwhile travels in `state`, sealed: which mailbox, which admin, the proof of PKCE, until when.
"""

import base64
import binascii
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from channels.email.config import Auth, MailboxConfig, MailboxSecret
from channels.email.logins import app_of
from channels.email.oauth import Proof, authorize_url, redeem
from helpdesk import clock, db, outside, secrets
from helpdesk.actions.workspace import mailboxes
from helpdesk.errors import Expired, NotFound
from helpdesk.models import Channel, ChannelKind
from helpdesk.permissions import Actor

PURPOSE: Final = "mailbox connection, 1"
LIFE: Final = timedelta(minutes=15)
NONCE_BYTES: Final = 12
CALLBACK: Final = "/mailbox-connection"


@dataclass(frozen=True, slots=True)
class _State:
    channel_id: int
    agent_id: int
    auth: Auth
    verifier: str
    until: datetime


def begin(channel_id: int, auth: Auth, *, by: Actor) -> str:
    """Return the provider's address at which the mailbox's owner agrees; MailTrouble when no app is registered."""
    with db.reading() as session:
        channel = session.get(Channel, channel_id)
        if channel is None or channel.kind is not ChannelKind.EMAIL or by.agent_id is None:
            raise NotFound
        app = app_of(session, auth)
        address = MailboxConfig.of(channel).address
    proof = Proof.new()
    state = _State(channel_id, by.agent_id, auth, proof.verifier, clock.now() + LIFE)
    return authorize_url(app, redirect_url=callback_url(), state=_seal(state), proof=proof, address=address)


def finish(code: str, state: str, *, by: Actor, address: str = "") -> Channel:
    """Turn what the provider sent back into tokens and keep them; Expired for a state that is not this admin's own.

    Waits for the network, so never call it in a transaction; MailTrouble when the provider will not have the code.
    """
    known = _open(state)
    if known is None or known.agent_id != by.agent_id or known.until < clock.now():
        raise Expired
    with db.reading() as session:
        app = app_of(session, known.auth)
    tokens: MailboxSecret = redeem(app, code=code, proof=Proof(known.verifier), redirect_url=callback_url())
    with db.transaction() as session:
        return mailboxes.connect_mailbox(
            session, known.channel_id, auth=known.auth, secret=tokens.as_json(), by=by, address=address
        )


def callback_url() -> str:
    """Return the address to register with the provider."""
    return f"{outside.public_url()}{CALLBACK}"


def _seal(state: _State) -> str:
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(secrets.derived(PURPOSE)[0]).encrypt(nonce, msgspec.json.encode(state), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def _open(text: str) -> _State | None:
    try:
        sealed = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        return None
    for key in secrets.derived(PURPOSE):
        try:
            plain = AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            continue
        return msgspec.json.decode(plain, type=_State)
    return None
