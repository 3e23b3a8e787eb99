"""Which files a widget takes, in the words of a browser's file picker and of the desk."""

from collections.abc import Iterable
from typing import Final

from helpdesk.files.types import is_for_visitors

_PREFIXES: Final = {"image": ("image/",), "audio": ("audio/",), "video": ("video/",)}
_PICKER: Final = {
    "image": "image/*",
    "audio": "audio/*",
    "video": "video/*",
    "document": ".pdf,.txt,.csv,.md,.rtf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp",
}


def accept_of(kinds: Iterable[str]) -> str:
    """Return what the `accept` of a file field says."""
    return ",".join(_PICKER[kind] for kind in kinds)


def is_accepted(media_type: str, kinds: Iterable[str]) -> bool:
    """Say whether a file of this type, told by its content, is among the kinds a widget takes."""
    return is_for_visitors(media_type) and kind_of(media_type) in set(kinds)


def kind_of(media_type: str) -> str:
    """Return which kind a type is: "image", "audio", "video" or "document"."""
    for kind, prefixes in _PREFIXES.items():
        if media_type.startswith(prefixes):
            return kind
    return "document"
