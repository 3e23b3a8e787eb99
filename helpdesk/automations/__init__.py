"""Rules that admins arrange: what sets them off, what must hold, what they do."""
