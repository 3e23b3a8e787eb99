"""What a sample must say, as written in the file beside it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from channels.email.parsed import MailAttachment, Mailbox, ParsedEmail


def differences(mail: ParsedEmail, expected: Mapping[str, Any]) -> list[str]:  # Any: whatever JSON holds
    """Return what the mail says otherwise than expected."""
    return [found for key, wanted in expected.items() if (found := _difference(mail, key, wanted))]


def _difference(mail: ParsedEmail, key: str, wanted: Any) -> str:
    name = (key.partition("_has") if key.endswith("_has") else key.partition("_lacks"))[0]
    if key.endswith(("_has", "_lacks")):
        value = getattr(mail, name)
        wrong = [piece for piece in wanted if (piece in value) == key.endswith("_lacks")]
        return f"{key}: {wrong} in {value!r}" if wrong else ""
    value = _plain(mail, key, wanted)
    return "" if value == wanted else f"{key}: {value!r} instead of {wanted!r}"


def _plain(mail: ParsedEmail, key: str, wanted: Any) -> Any:
    if key == "names":
        return [file.filename for file in mail.attachments]
    value = getattr(mail, key)
    if key == "attachments":
        return [_file(file, one) for file, one in zip(value, wanted, strict=False)] + [
            one.filename for one in value[len(wanted) :]
        ]
    if key == "date":
        return value.isoformat() if value else None
    if isinstance(value, tuple):
        return [one.email if isinstance(one, Mailbox) else one for one in value]
    return value.strip() if key == "text" else value


def _file(file: MailAttachment, wanted: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        "filename": file.filename,
        "size": len(file.data),
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "media_type": file.media_type,
        "content_id": file.content_id,
        "inline": file.inline,
    }
    return {key: found[key] for key in wanted}
