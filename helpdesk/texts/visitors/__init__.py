"""Texts of languages that customers are answered in and nobody works in; what is not here is said in the default."""
