"""A desk with invented staff, and customers who write by themselves."""
