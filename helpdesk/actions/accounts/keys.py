"""Keys on which an agent has laid commands of the console; what differs from the console's own map is kept."""

import re
from typing import Any, Final

from helpdesk.errors import Invalid

MOST: Final = 100
_COMMAND: Final = re.compile(r"[a-z][a-z_]{0,29}")
# As console/key_map.ts names them: "J", "Shift+J", "G J"; empty: the command has no key.
_KEYS: Final = re.compile(r"|(?:G )?(?:Shift\+)?[A-Z0-9/.,;'\-=`\[\]\\]")
_KEPT_BY_THE_CONSOLE: Final = frozenset({"G", "Shift+/"})


def checked_keys(keys: Any) -> dict[str, str]:  # whatever JSON holds
    """Return commands with their keys; Invalid where one is no key, or two commands have the same."""
    if not isinstance(keys, dict) or len(keys) > MOST or not all(_is_fine(*pair) for pair in keys.items()):
        raise Invalid("These are no keys of commands.", **{"preferences.keys": "unknown"})
    laid = [key for key in keys.values() if key]
    if len(set(laid)) < len(laid):
        raise Invalid("Two commands have the same key.", **{"preferences.keys": "taken"})
    return dict(keys)


def _is_fine(command: str, key: object) -> bool:
    return (
        _COMMAND.fullmatch(command) is not None
        and isinstance(key, str)
        and _KEYS.fullmatch(key) is not None
        and key not in _KEPT_BY_THE_CONSOLE
    )
