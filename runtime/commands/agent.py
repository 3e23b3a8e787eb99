"""`helpdesk agent ...`: the people who sign in."""

import sys

import click

from helpdesk import db
from helpdesk.actions.accounts import agents, passwords, second_factor_changes
from helpdesk.models import Role
from helpdesk.permissions import SYSTEM
from runtime.commands.connected import connect


@click.group()
def agent() -> None:
    """Make and manage those who sign in."""


@agent.command()
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--name", required=True, help="The name customers see.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.AGENT.value, show_default=True)
@click.option("--locale", default="en", show_default=True, help="Language of the console: en, ru or uk.")
@click.option("--password", help="Asked for when left out; read as one line where there is no terminal, or for -.")
def create(email: str, name: str, role: str, locale: str, password: str | None) -> None:
    """Make an agent, a supervisor or an admin."""
    chosen = _password(password)
    connect("agent")
    with db.transaction() as session:
        made = agents.make_agent(session, email=email, name=name, role=Role(role), password=chosen, locale=locale)
    click.echo(f"{made.name} <{made.email}> can sign in as {made.role.value}.")


@agent.command()
@click.option("--email", required=True, help="The address they sign in with.")
@click.option("--password", help="Asked for when left out; read as one line where there is no terminal, or for -.")
def password(email: str, password: str | None) -> None:
    """Give somebody a new password and sign them out everywhere."""
    chosen = _password(password)
    connect("agent")
    with db.transaction() as session:
        found = passwords.reset(session, email, password=chosen)
    click.echo(f"{found.name} <{found.email}> has a new password.")


@agent.command()
@click.option("--email", required=True, help="The address they sign in with.")
def reset_second_factor(email: str) -> None:
    """Take the second factor from somebody who lost phone and recovery codes, and sign them out everywhere."""
    connect("agent")
    with db.transaction() as session:
        found = agents.by_email(session, email)
        second_factor_changes.reset(session, found.id, by=SYSTEM)
    click.echo(f"{found.name} <{found.email}> signs in without a code now.")


def _password(given: str | None) -> str:
    if given and given != "-":
        return given
    if given == "-" or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return asked
