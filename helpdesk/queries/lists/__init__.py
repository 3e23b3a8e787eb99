"""What a list holds and in which order."""
