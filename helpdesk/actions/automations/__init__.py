"""Automations: arranged by admins, run once per occasion."""
