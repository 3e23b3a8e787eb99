"""The servers around a desk that is to be broken, each able to fail in its own ways."""
