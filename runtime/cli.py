"""The `helpdesk` command; each subcommand is imported only when it is used."""

import importlib
import sys

import click

from helpdesk import __version__
from helpdesk.errors import DeskError

COMMANDS = {
    "up": "runtime.commands.up:up",
    "demo": "runtime.commands.demo:demo",
    "web": "runtime.commands.parts:web",
    "gateway": "runtime.commands.parts:gateway",
    "worker": "runtime.commands.parts:worker",
    "relay": "runtime.commands.parts:relay",
    "clock": "runtime.commands.parts:clock",
    "alive": "runtime.commands.parts:alive",
    "migrate": "runtime.commands.migrate:migrate",
    "agent": "runtime.commands.agent:agent",
    "mail": "runtime.commands.mail:mail",
    "routing": "runtime.commands.routing:routing",
    "check": "runtime.commands.check:check",
    "backup": "runtime.commands.backup:backup",
    "restore": "runtime.commands.backup:restore",
    "openapi": "runtime.commands.openapi:openapi",
    "seed": "runtime.commands.seed:seed",
    "bench": "runtime.commands.bench:bench",
    "faults": "runtime.commands.faults:faults",
}


class Commands(click.Group):
    """A group whose commands are found by name and imported late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def helpdesk() -> None:
    """Customer service over e-mail, Telegram and web chat.

    Every setting is an environment variable HELPDESK_*; `helpdesk up` needs none.
    """


def main() -> None:
    """Run the command line; a fault a person can mend is one line and exit code 2."""
    try:
        helpdesk()
    except DeskError as error:
        click.echo(f"helpdesk: {error.detail}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
