"""Telegram: a bot people write to; updates are read as plain dicts, replies leave through aiogram."""
