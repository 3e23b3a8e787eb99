"""Backups of a whole desk: rows, files and keys in one encrypted file that restores on either database."""
