"""A desk on each of the two databases."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from helpdesk import db
from helpdesk.config import Config
from tests.cast import Desk, first_webchat, hire


@pytest.fixture(params=["sqlite", "postgresql"])
def either_desk(request: pytest.FixtureRequest, template: object) -> Iterator[Desk]:
    """A desk at work, once on SQLite and once on PostgreSQL."""
    # The template of PostgreSQL connects this process elsewhere, so it must be made before `config` connects.
    url = request.getfixturevalue("postgresql_desk_url") if request.param == "postgresql" else ""
    config: Config = replace(request.getfixturevalue("config"), database_url=url)
    db.connect(config.resolved_database_url)
    with db.transaction() as session:
        cast, channel = hire(session), first_webchat(session)
    yield Desk(config, cast, channel.id, channel.public_key)
    db.disconnect()
