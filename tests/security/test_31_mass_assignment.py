"""Attack 31: what a request is not asked for it cannot set."""

import typing
from collections.abc import Callable, Iterator

import msgspec
import pytest
from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Agent, Role
from tests.cast import email_of
from tests.edge import Browser
from tests.security.forms import fill_form
from tests.security.routes import calls


def bodies() -> Iterator[tuple[str, type[msgspec.Struct]]]:
    """Yield every shape that some route takes as its JSON body, with all shapes inside."""
    for call in calls():
        field = call.handler.parsed_data_field
        if field is not None:
            yield from ((call.route, shape) for shape in _structs(field.annotation))


def test_every_body_refuses_fields_it_does_not_name() -> None:
    found = list(bodies())

    assert {"/api/me", "/api/invitations"} <= {route for route, _ in found}
    assert [
        f"{route}: {shape.__name__}" for route, shape in found if not shape.__struct_config__.forbid_unknown_fields
    ] == []


@pytest.mark.parametrize("extra", ["role", "is_active", "password_hash", "id", "email", "team_ids", "capacity_units"])
def test_an_agent_cannot_slip_in_what_is_not_theirs_to_set(browser: Callable[..., Browser], extra: str) -> None:
    answer = browser("anna").patch("/api/me", {"name": "Anna", extra: "admin"})

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    with db.reading() as session:
        agent = session.scalars(select(Agent).where(Agent.email == email_of("anna"))).one()
        assert (agent.role, agent.is_active) == (Role.AGENT, True)


def test_an_accepted_invitation_gives_the_role_it_was_written_for(browser: Callable[..., Browser]) -> None:
    made = browser("dora").post("/api/invitations", {"email": "olena@desk.example"})
    stranger = browser()
    path = made.json()["url"].removeprefix(stranger.config.public_url)
    form = {
        **fill_form(stranger, path),
        "name": "Olena",
        "password": "ruled green margins 41",
        "repeat": "ruled green margins 41",
        "role": "admin",
        "email": "boss@desk.example",
    }

    answer = stranger.submit(path, form)

    assert answer.status_code == 303
    with db.reading() as session:
        assert session.scalars(select(Agent.role).where(Agent.email == "olena@desk.example")).one() is Role.AGENT


def _structs(annotation: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        yield annotation
        for inner in typing.get_type_hints(annotation, include_extras=True).values():
            yield from _structs(inner)
    for argument in typing.get_args(annotation):
        yield from _structs(argument)
