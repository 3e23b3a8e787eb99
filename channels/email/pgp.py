"""Clear-signed text (RFC 9580, 7) without its armour."""

import re

_BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
_END = "-----END PGP SIGNATURE-----"
_HASH_LINES = re.compile(r"[ \t]*\n(?:[A-Za-z-]{1,40}: [^\n]*\n)*\n?")
_DASHED = re.compile(r"^- (?=-|From )", re.MULTILINE)


def without_armour(text: str) -> str:
    """Return a text with the lines of signatures taken out; encrypted text stays as it is."""
    found: list[str] = []
    position = 0
    while (begin := text.find(_BEGIN, position)) >= 0:
        lines = _HASH_LINES.match(text, begin + len(_BEGIN))
        signature = text.find(_SIGNATURE, begin)
        if lines is None or signature < lines.end() or (begin and text[begin - 1] != "\n"):
            break
        found.append(text[position:begin])
        found.append(_DASHED.sub("", text[lines.end() : signature]))
        end = text.find(_END, signature)
        position = len(text) if end < 0 else end + len(_END)
    found.append(text[position:])
    return "".join(found)
