"""Attack 40: links are random, kept only as hashes, work once and for hours."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from helpdesk import clock
from tests.cast import Desk
from tests.edge import Browser
from tests.security.forms import fill_form

CHOSEN = {"name": "Olena", "password": "quiet orange ladders 8", "repeat": "quiet orange ladders 8"}


def invite(dora: Browser) -> str:
    """Invite somebody and return the path of the link."""
    answer = dora.post("/api/invitations", {"email": "olena@desk.example", "role": "agent"})
    assert answer.status_code == 201
    url: str = answer.json()["url"]
    return url.removeprefix(dora.config.public_url)


@pytest.mark.sqlite  # reads the database's file
def test_a_link_has_256_random_bits_and_is_kept_nowhere(browser: Callable[..., Browser], desk: Desk) -> None:
    dora = browser("dora")
    tokens = {invite(dora).rsplit("/", 1)[1] for _ in range(5)}

    kept = b"".join(file.read_bytes() for file in desk.folder.glob("helpdesk.sqlite3*"))

    assert len(tokens) == 5
    assert all(len(token) == 43 for token in tokens)
    assert b"olena@desk.example" in kept
    assert not any(token.encode() in kept for token in tokens)


def test_a_link_signs_in_once_and_never_again(browser: Callable[..., Browser]) -> None:
    path, first, second = invite(browser("dora")), browser(), browser()
    forms = [fill_form(one, path, **CHOSEN) for one in (first, second)]

    assert first.submit(path, forms[0]).status_code == 303
    assert first.get("/api/me").json()["agent"]["email"] == "olena@desk.example"
    assert second.submit(path, forms[1]).status_code == 410
    assert second.get("/api/me").status_code == 401


def test_a_used_link_leads_to_sign_in(browser: Callable[..., Browser]) -> None:
    path, stranger = invite(browser("dora")), browser()
    stranger.submit(path, fill_form(stranger, path, **CHOSEN))

    again = browser().page(path)

    assert again.status_code == 410
    assert "This invitation has been used" in again.text
    assert 'href="/sign-in"' in again.text


def test_an_old_link_is_refused_even_with_the_form_already_open(browser: Callable[..., Browser]) -> None:
    path, stranger = invite(browser("dora")), browser()
    form = fill_form(stranger, path, **CHOSEN)

    with clock.fixed(clock.now() + timedelta(hours=73)):
        assert stranger.page(path).status_code == 410
        assert stranger.submit(path, form).status_code == 410


def test_guessing_links_is_slowed_down(browser: Callable[..., Browser]) -> None:
    statuses = [browser().page(f"/invitations/{number:043}").status_code for number in range(25)]

    assert statuses[:20] == [410] * 20
    assert statuses[20:] == [429] * 5
    assert browser().page("/setup/guess").status_code == 429


def test_the_open_invitations_do_not_show_their_links(browser: Callable[..., Browser]) -> None:
    dora = browser("dora")
    token = invite(dora).rsplit("/", 1)[1]

    listed = dora.get("/api/invitations")

    assert [found["email"] for found in listed.json()] == ["olena@desk.example"]
    assert token not in listed.text
