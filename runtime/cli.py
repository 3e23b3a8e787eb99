"""The `helpdesk` command; each subcommand is imported only when it is used."""

import gc
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

# What `helpdesk --help` says of each; asking the commands themselves would load the whole product.
SUMMARIES = {
    "up": "Run the whole desk on this machine; Ctrl-C stops it.",
    "demo": "Run a desk in a pretend world of mail, Telegram and chats.",
    "web": "Serve the console, the API, the sockets and the chat widget.",
    "gateway": "Carry messages in and out of the channels.",
    "worker": "Run queued jobs: classification and routing.",
    "relay": "Number events and wake what waits for them.",
    "clock": "Do what is due because time passes.",
    "alive": "Say whether a part on this machine still does its work.",
    "migrate": "Bring the database to this version.",
    "agent": "Make and manage those who sign in.",
    "mail": "Look after mailboxes.",
    "routing": "Try the router on pretend days or on the desk's own past.",
    "check": "Say whether settings work and the desk keeps its promises.",
    "backup": "Keep the desk safe: rows, files and keys in one file.",
    "restore": "Put a backup into an empty data folder or database.",
    "openapi": "Print the description of the HTTP API as JSON.",
    "seed": "Fill the database with an invented desk.",
    "bench": "Measure a desk of its own on this machine.",
    "faults": "Kill, freeze and starve a desk of its own while it works.",
}


class Commands(click.Group):
    """A group whose commands are found by name and imported late."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        gc.disable()  # what loading modules makes stays for good
        command: click.Command = getattr(importlib.import_module(module), name)
        gc.freeze()
        gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))


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
