"""The one-time set-up link."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from helpdesk import clock, db, settings
from helpdesk.actions import accounts
from helpdesk.actions.accounts import setup
from helpdesk.actions.accounts.setup import FirstAdmin
from helpdesk.config import Config
from helpdesk.errors import Expired
from helpdesk.models import Agent, Role
from tests.cast import Desk, password_hash


def new_link(config: Config) -> str | None:
    """Print a link, as the start of the desk does."""
    with db.transaction() as session:
        return accounts.setup_link(session, config)


def token_of(config: Config) -> str:
    """Return the token of a new link."""
    link = new_link(config)
    assert link is not None
    return link.rsplit("/", 1)[1]


def set_up(token: str, email: str = "dora@desk.example") -> int:
    """Use a link and return the id of the first administrator."""
    first = FirstAdmin("  Lamp   & Co ", "Dora", email, password_hash(), "uk")
    with db.transaction() as session:
        return setup.set_up(session, token, first=first, address="192.0.2.7").id


def test_the_link_makes_the_first_admin_and_names_the_desk(config: Config) -> None:
    agent_id = set_up(token_of(config))

    with db.reading() as session:
        agent = session.get_one(Agent, agent_id)
        assert (agent.role, agent.locale) == (Role.ADMIN, "uk")
        assert settings.get(session, "desk_name") == "Lamp & Co"


def test_once_there_is_an_admin_no_link_is_printed_and_none_works(config: Config) -> None:
    token = token_of(config)
    set_up(token)

    assert new_link(config) is None
    with pytest.raises(Expired):
        set_up(token, "second@desk.example")


def test_a_desk_with_an_admin_made_elsewhere_refuses_the_link(config: Config) -> None:
    token = token_of(config)
    with db.transaction() as session:
        accounts.make_agent(session, email="dora@desk.example", name="Dora", role=Role.ADMIN)

    with pytest.raises(Expired):
        set_up(token, "second@desk.example")


def test_a_newer_link_replaces_the_older(config: Config) -> None:
    older, newer = token_of(config), token_of(config)

    with pytest.raises(Expired):
        set_up(older)
    assert set_up(newer)


def test_a_link_ends_after_72_hours(config: Config) -> None:
    token = token_of(config)

    with clock.fixed(clock.now() + timedelta(hours=72, seconds=1)), pytest.raises(Expired):
        set_up(token)


@pytest.mark.parametrize("token", ["", "x", "0" * 43])
def test_a_guessed_link_is_refused(config: Config, token: str) -> None:
    token_of(config)

    with pytest.raises(Expired):
        set_up(token)


def test_without_any_link_printed_nothing_opens(config: Config) -> None:
    with pytest.raises(Expired):
        set_up("")


def test_of_two_browsers_at_once_one_wins(either_desk: Desk) -> None:
    with db.transaction() as session:
        session.get_one(Agent, either_desk.cast.dora.agent_id).is_active = False
    token = token_of(either_desk.config)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(_is_set_up, [token] * 4, ["a@x.example", "b@x.example", "c@x.example", "d@x.example"]))

    assert sorted(outcomes) == [False, False, False, True]


def _is_set_up(token: str, email: str) -> bool:
    try:
        set_up(token, email)
    except Expired:
        return False
    return True
