"""The throw-away Dovecot of fault rounds, for tests."""

from runtime.faults.peers.dovecot import PASSWORD, Dovecot, free_port, is_installed

__all__ = ["PASSWORD", "Dovecot", "free_port", "is_installed"]
