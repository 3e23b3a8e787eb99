"""Whether a desk keeps its promises: read-only questions to its database and files, each bounded."""
