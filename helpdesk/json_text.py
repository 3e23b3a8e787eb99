"""JSON columns to text and back: by the fast library, and by the standard one what that refuses."""

import json
from typing import Any, Final

import msgspec

_WRITER: Final = msgspec.json.Encoder()
_READER: Final = msgspec.json.Decoder()


def written(value: Any) -> str:  # whatever a JSON column holds
    """Return a value as JSON text."""
    try:
        return _WRITER.encode(value).decode()
    except (TypeError, ValueError, OverflowError, msgspec.MsgspecError):  # half a surrogate pair, huge numbers
        return json.dumps(value)


def read(text: str | bytes) -> Any:  # as above
    """Return what JSON text says."""
    try:
        return _READER.decode(text)
    except (ValueError, msgspec.MsgspecError):  # half a surrogate pair, numbers beyond 64 bits, NaN
        return json.loads(text)
