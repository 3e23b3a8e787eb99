"""Mailboxes that break while a whole desk takes mail in."""
