"""Links for new passwords, as they arrive."""

import re
import time

from sqlalchemy import func, select

from helpdesk import db
from helpdesk.models import SystemMail
from tests.peers.smtp_sink import Kept


def asked_for(count: int, *, timeout_s: float = 10.0) -> bool:
    """Wait for mails of the desk to be written, which happens after the answer."""
    deadline = time.monotonic() + timeout_s
    while time.monotonic() < deadline:
        with db.reading() as session:
            if (session.scalar(select(func.count()).select_from(SystemMail)) or 0) >= count:
                return True
        time.sleep(0.02)
    return False


def links_in(kept: Kept) -> list[str]:
    """Return every link of a mail, of its text and of its HTML."""
    return [*re.findall(r"https?://\S+", kept.text), *re.findall(r'href="([^"]+)"', kept.html)]
