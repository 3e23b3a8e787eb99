"""The edge: what browsers and other programs talk to."""
