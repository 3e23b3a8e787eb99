"""Mails for tests of the way in."""

from email.message import EmailMessage
from email.utils import make_msgid

CRLF = b"\r\n"


def mail(
    subject: str = "Hello", *, text: str = "Where is my parcel?", sender: str = "Vera <vera@shop.example>", **more: str
) -> bytes:
    """Return a small mail as a server keeps it. more: headers, with _ for -."""
    found = EmailMessage()
    found["From"], found["To"], found["Subject"] = sender, "support@desk.example", subject
    found["Message-ID"] = more.pop("message_id", make_msgid(domain="shop.example"))
    found["Date"] = more.pop("date", "Sat, 21 Nov 2026 10:00:00 +0000")
    for name, value in more.items():
        found[name.replace("_", "-")] = value
    found.set_content(text)
    return bytes(found).replace(b"\n", CRLF)
