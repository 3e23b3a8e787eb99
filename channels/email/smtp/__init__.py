"""Handing mails to the next hop."""
