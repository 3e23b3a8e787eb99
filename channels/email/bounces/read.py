"""Whether a mail says that another could not be delivered, to whom and why."""

from collections.abc import Sequence

from channels.email.bounces.prose import may_bounce, read_prose
from channels.email.bounces.report import read_report
from channels.email.bounces.returned import original_id
from channels.email.mime.headers import Headers
from channels.email.parsed import BounceInfo, ReportPart

_OTHER_REPORTS = ("disposition-notification", "feedback-report")


def read_bounce(
    headers: Headers, *, subject: str, from_email: str, parts: Sequence[ReportPart], text: str
) -> BounceInfo | None:
    """Return what a returned mail says, None when nothing was returned.

    A delay is not a bounce, nor is a receipt, a complaint about spam, or a person's words about a bounce.
    """
    content_type = headers.get("content-type").lower()
    kinds = {part.media_type for part in parts}
    if any(name in content_type or f"message/{name}" in kinds for name in _OTHER_REPORTS):
        return None
    is_report = "multipart/report" in content_type or any("delivery-status" in kind for kind in kinds)
    if not is_report and not may_bounce(headers, from_email):
        return None
    message_id = original_id(parts, text)
    is_told, bounce = read_report(headers, parts, text, message_id=message_id, from_email=from_email)
    if is_told:
        return bounce
    return read_prose(headers, subject=subject, from_email=from_email, parts=parts, text=text, message_id=message_id)
