"""Attack 45: a link with a token expires, can be withdrawn, and is told to nobody."""

import logging
from collections.abc import Callable

import pytest

from helpdesk import db
from helpdesk.actions import accounts
from helpdesk.config import Config
from tests.edge import Browser, running
from tests.security.test_40_links_die import invite


def test_a_withdrawn_invitation_is_refused(browser: Callable[..., Browser]) -> None:
    dora = browser("dora")
    path = invite(dora)
    invitation_id = dora.get("/api/invitations").json()[0]["id"]
    assert browser().page(path).status_code == 200

    assert dora.delete(f"/api/invitations/{invitation_id}").status_code == 204

    assert browser().page(path).status_code == 410


def test_a_page_with_a_token_in_its_address_tells_no_other_site_and_is_kept_nowhere(config: Config) -> None:
    with running(config) as served:
        with db.transaction() as session:
            link = accounts.setup_link(session, served)
        assert link is not None
        with Browser(served) as stranger:
            answer = stranger.page(link)

    assert answer.status_code == 200
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"
    assert "http" not in answer.text.replace("http-equiv", ""), "a page with a token links to no other site"


def test_a_token_in_an_address_is_not_logged(browser: Callable[..., Browser], caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    path = invite(browser("dora"))

    browser().page(path)
    browser().page("/invitations/" + "canary" * 7)

    # pytest listens to uvicorn's access log too, which the desk keeps switched off.
    others = ("httpx", "httpcore", "uvicorn.access")
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith(others))
    assert path.rsplit("/", 1)[1] not in ours
    assert "canary" not in ours
