"""One call of a method: its parameters however they came, its files."""

import json
from dataclasses import dataclass, field
from typing import Any

from runtime.demo.bot_api.errors import bad_request

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of a multipart call."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """A method in lower case, its parameters as text or JSON, its uploads by field."""

    method: str
    params: Json = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """Return a parameter as text."""
        value = self.params.get(name, default)
        return value if isinstance(value, str) else json.dumps(value)

    def number(self, name: str, default: int = 0) -> int:
        """Return a parameter as a number; what is none is refused."""
        value = self.params.get(name)
        try:
            return default if value in (None, "") else int(str(value))
        except ValueError:
            raise bad_request(f"{name} must be a number") from None

    def given(self, name: str, default: Any = None) -> Any:  # JSON
        """Return a parameter that is JSON, inside of text or not."""
        value = self.params.get(name, default)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def flag(self, name: str) -> bool:
        """Return a parameter that is true or false."""
        return str(self.params.get(name, "")).lower() in ("true", "1", "yes")

    @property
    def chat_id(self) -> int | None:
        """Return the chat it is about, None when there is none."""
        try:
            return int(str(self.params.get("chat_id")))
        except ValueError:
            return None
