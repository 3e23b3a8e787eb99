"""Fault rounds over a whole desk."""
