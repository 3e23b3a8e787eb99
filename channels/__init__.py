"""Ways in and out: each channel turns its provider's words into the desk's, and back."""
