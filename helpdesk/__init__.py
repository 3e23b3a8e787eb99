"""The desk: what is true about tickets, customers and agents, and what may happen to them."""

__version__ = "0.1.0"
