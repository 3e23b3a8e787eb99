"""Mails that came back: standard reports and the prose of mail servers."""

from channels.email.bounces.read import read_bounce

__all__ = ["read_bounce"]
