"""Verbs: what may happen at the desk. They change state and record the event; the caller's transaction commits."""
