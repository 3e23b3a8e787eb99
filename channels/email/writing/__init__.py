"""Putting mails together."""
