"""Fault rounds: people who write and answer, something that breaks the desk, and a check that nothing was lost."""
