"""Catalogues: one TOML file per language, with the same keys as en.toml."""
