"""Questions about the client base."""
