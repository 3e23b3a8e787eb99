"""`helpdesk mail ...`: old mail taken over, and what happened to a mail."""

from datetime import datetime

import click
from sqlalchemy import select

from channels.email import importing
from helpdesk import db
from helpdesk.errors import NotFound
from helpdesk.mailboxes import bare_address
from helpdesk.models import Channel, ChannelKind
from runtime.commands.connected import connect


@click.group()
def mail() -> None:
    """Look after mailboxes."""


@mail.command("import")
@click.option("--mailbox", required=True, help="The address of a mailbox of this desk.")
@click.option("--folder", default="INBOX", show_default=True, help="Which folder to take over.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only mails the server got on this day or later.")
def import_(mailbox: str, folder: str, since: datetime | None) -> None:
    """Take over old mail as closed tickets: nobody is told, nothing is answered. Doing it again is harmless."""
    connect("mail")
    channel = _mailbox(mailbox)
    done = importing.import_old(channel, folder, since=since.date() if since else None, progress=_show)
    click.echo(f"{done.found} mails in {folder}: {done.known} were here already, {done.stored} are stored now.")
    click.echo("The gateway takes them in whenever nothing new waits.")


def _show(stored: int, wanted: int) -> None:
    if stored % 500 < 50 and wanted > 500:
        click.echo(f"{stored} of {wanted} ...")


def _mailbox(address: str) -> Channel:
    with db.reading() as session:
        for channel in session.scalars(select(Channel).where(Channel.kind == ChannelKind.EMAIL)):
            if bare_address(str(channel.config.get("address", ""))) == bare_address(address):
                return channel
    raise NotFound(f"There is no mailbox {address} on this desk.")
