"""Benchmarks anyone can repeat: each starts a desk of its own, measures, and prints a table and one JSON line."""
