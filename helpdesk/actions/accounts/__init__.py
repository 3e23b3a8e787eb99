"""Accounts: signing in and out, passwords, invitations, the first administrator, roles."""

from helpdesk.actions.accounts import (
    grants,
    hashing,
    invitations,
    passwords,
    profile,
    roles,
    sessions,
    setup,
    signing_in,
)
from helpdesk.actions.accounts.agents import make_agent
from helpdesk.actions.accounts.sessions import SignedIn
from helpdesk.actions.accounts.setup import setup_link

__all__ = [
    "SignedIn",
    "grants",
    "hashing",
    "invitations",
    "make_agent",
    "passwords",
    "profile",
    "roles",
    "sessions",
    "setup",
    "setup_link",
    "signing_in",
]
