"""Attack 39: signing in does not tell who works here."""

import re
import statistics
import time
from collections.abc import Callable

import pytest
from sqlalchemy import update

from helpdesk import db
from helpdesk.actions.accounts import hashing, signing_in
from helpdesk.models import Agent
from tests.cast import Desk, email_of
from tests.edge import Browser
from tests.security.forms import fill_form


def wrong(browser: Browser, email: str) -> str:
    """Fail to sign in and return the page, without what differs by nature."""
    answer = browser.submit("/sign-in", fill_form(browser, "/sign-in", email=email, password="not the password"))
    assert answer.status_code == 401
    return re.sub(r'value="[0-9a-f]{64}"', "", answer.text.replace(email, "EMAIL"))


def test_known_unknown_inactive_and_passwordless_get_the_same_page(browser: Callable[..., Browser]) -> None:
    with db.transaction() as session:
        session.execute(update(Agent).where(Agent.email == email_of("charlie")).values(is_active=False))
        session.execute(update(Agent).where(Agent.email == email_of("boris")).values(password_hash=None))

    pages = {wrong(browser(), email) for email in map(email_of, ("anna", "boris", "charlie", "nobody"))}

    assert len(pages) == 1


@pytest.mark.alone
def test_checking_a_password_takes_as_long_for_nobody_as_for_somebody(desk: Desk) -> None:
    with db.reading() as session:
        claims = {name: signing_in.find_claim(session, email_of(name), address="") for name in ("anna", "nobody")}
    assert not hashing.is_outdated(hashing.NOBODYS)
    assert claims["anna"].agent_id
    assert claims["nobody"].agent_id is None

    spent: dict[str, list[float]] = {"anna": [], "nobody": []}
    for _ in range(7):
        for name, claim in claims.items():
            began = time.process_time()
            assert signing_in.prove(claim, "not the password") is None
            spent[name].append(time.process_time() - began)

    ratio = statistics.median(spent["anna"]) / statistics.median(spent["nobody"])
    assert 0.6 < ratio < 1.7


def test_an_invitation_link_does_not_tell_withdrawn_from_never_written(browser: Callable[..., Browser]) -> None:
    made = browser("dora").post("/api/invitations", {"email": "olena@desk.example"}).json()
    browser("dora").delete(f"/api/invitations/{made['id']}")
    revoked = browser().page(made["url"])
    guessed = browser().page("/invitations/" + "0" * 43)

    assert (revoked.status_code, guessed.status_code) == (410, 410)
    assert revoked.text == guessed.text
