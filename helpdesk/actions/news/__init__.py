"""Telling agents: their choices, their devices, what goes out to them."""
