"""`helpdesk openapi`."""

import json

import click

from helpdesk import config
from web.app import create_app


@click.command()
def openapi() -> None:
    """Print the description of the HTTP API as JSON."""
    click.echo(json.dumps(create_app(config.load()).openapi_schema.to_schema(), indent=2, sort_keys=True))
