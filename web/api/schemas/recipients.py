"""Whom a mail goes to, as agents say it."""

from typing import Annotated

from helpdesk.actions.recipients import Recipients
from web.api.schemas import Input, line

Address = Annotated[str, line(320)]
Name = Annotated[str, line(400)]
Mailboxes = tuple[tuple[Name, Address], ...]


class RecipientsInput(Input):
    """Whom a mail goes to, each as [name, address]; subject "" keeps the thread's own."""

    to: Mailboxes
    cc: Mailboxes = ()
    bcc: Mailboxes = ()
    subject: Annotated[str, line(2_000)] = ""

    def as_recipients(self) -> Recipients:
        """Return it in the words of the desk."""
        return Recipients(self.to, self.cc, self.bcc, self.subject)
