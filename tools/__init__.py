"""Everyday commands of this repository, made of the standard library alone."""
