"""Bytes to text whatever the label says."""

import codecs


def decode(data: bytes, label: str) -> str:
    """Return bytes as text by their label, repaired where the label is wrong; never raises."""
    try:
        return data.decode("utf-8" if not label else codecs.lookup(label).name)
    except (LookupError, UnicodeError, ValueError):
        return decode_unlabelled(data, "")


def decode_unlabelled(data: bytes, fallback: str) -> str:
    """Return bytes without a label as text: UTF-8 if they are, else the fallback, else a guess."""
    try:
        return data.decode()
    except UnicodeError:
        return data.decode(fallback if fallback else "cp1252", "replace")
