"""Files people send: what they really are, what they may be called, what is safe to show."""
