"""The desk's own past weeks, played again: with the rules it had, and with others."""
