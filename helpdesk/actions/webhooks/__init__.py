"""Webhooks: edited by admins, filled from the events, sent by the worker."""
