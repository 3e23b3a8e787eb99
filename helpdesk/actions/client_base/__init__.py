"""What is done with the client base."""
