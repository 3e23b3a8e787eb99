"""Attack 46: where a second factor is required, nobody stays or comes in without one, and nobody has two."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from helpdesk import db
from helpdesk.actions.accounts import second_factors, sessions
from helpdesk.models import Agent, Event, SecondFactor
from tests.cast import PASSWORD, Cast, Desk, email_of
from tests.edge import Browser
from tests.security.forms import hidden_fields, sign_in
from tests.security.second_factors import code, enrol, is_in

Open = Callable[..., Browser]


def test_an_admin_who_must_have_one_can_do_nothing_but_set_it_up(browser: Open, cast: Cast) -> None:
    assert browser("dora").patch("/api/settings", {"second_factor": "admins"}).status_code == 200
    dora, anna = browser(), browser()
    assert sign_in(anna, email_of("anna"), PASSWORD) == 303
    assert is_in(anna)
    assert sign_in(dora, email_of("dora"), PASSWORD) == 303
    assert not is_in(dora)
    assert dora.page("/sign-in/code").headers["location"] == "/sign-in?over=1"

    page = dora.page("/sign-in/second-factor").text
    seed = re.search(r'class="secret">([A-Z2-7 ]+)<', page)
    assert seed is not None
    answer = dora.submit("/sign-in/second-factor", {**hidden_fields(page), "code": code(seed[1].replace(" ", ""))})

    assert answer.status_code == 200
    assert len(re.findall(r"<li><code>[a-z2-7-]{27}</code></li>", answer.text)) == 10
    assert is_in(dora)


@pytest.mark.parametrize(("of", "out"), [("admins", {"dora"}), ("everybody", {"boris", "dora"})])
def test_where_one_becomes_required_sessions_without_one_end(browser: Open, cast: Cast, of: str, out: set[str]) -> None:
    enrol(cast.anna.agent_id or 0)
    seats = {name: browser(name) for name in ("boris", "dora")}
    with db.transaction() as session:
        anna = session.get_one(Agent, cast.anna.agent_id)
        kept = sessions.start(session, anna, address="", browser="").token

    assert seats["dora"].patch("/api/settings", {"second_factor": of}).status_code == 200

    assert {name for name, one in seats.items() if not is_in(one)} == out
    with db.reading() as session:
        assert sessions.identify(session, kept) is not None
        told = session.scalars(select(Event.agent_id).where(Event.kind == "session.revoked")).all()
        assert {getattr(cast, name).agent_id for name in out} <= set(told)


def test_an_enrolment_begun_twice_at_once_leaves_one_seed(postgresql_desk: Desk) -> None:
    cast = postgresql_desk.cast
    for agent_id in (one.agent_id or 0 for one in (cast.anna, cast.boris, cast.charlie, cast.dora)):
        ready = Barrier(2)

        def begin(agent_id: int = agent_id, ready: Barrier = ready) -> str:
            with db.transaction() as session:
                agent = session.get_one(Agent, agent_id)
                ready.wait(timeout=30)
                return second_factors.begin(session, agent).seed

        with ThreadPoolExecutor(2) as pool:
            seeds = [one.result(timeout=60) for one in [pool.submit(begin), pool.submit(begin)]]

        with db.reading() as session:
            pending = second_factors.pending(session, session.get_one(Agent, agent_id))
            assert pending is not None
            assert pending.seed in seeds
            kept = session.scalar(
                select(func.count()).select_from(SecondFactor).where(SecondFactor.agent_id == agent_id)
            )
            assert kept == 1
