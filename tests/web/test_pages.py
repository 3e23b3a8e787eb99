"""Pages that work without JavaScript."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from helpdesk import db, settings
from helpdesk.actions import accounts
from helpdesk.config import Config
from helpdesk.models import Agent, Role
from tests.cast import PASSWORD, email_of
from tests.edge import Browser, running
from tests.security.forms import fill_form

Open = Callable[..., Browser]
FIRST = {
    "desk_name": "Lamp & Co",
    "name": "Dora",
    "email": " Dora@Lamp.example ",
    "password": "ruled green margins 41",
    "repeat": "ruled green margins 41",
}


def test_signing_in_leads_where_one_wanted_to_go(browser: Open) -> None:
    stranger = browser()
    form = fill_form(stranger, "/sign-in?next=%2F%3Fticket%3D5", email=" ANNA@desk.example ", password=PASSWORD)

    answer = stranger.submit("/sign-in", form)

    assert (answer.status_code, answer.headers["location"]) == (303, "/?ticket=5")
    assert stranger.page("/").status_code == 200


def test_who_is_signed_in_already_need_not_do_it_again(browser: Open) -> None:
    answer = browser("anna").page("/sign-in?next=%2F%3Fticket%3D5")

    assert (answer.status_code, answer.headers["location"]) == (303, "/?ticket=5")


def test_a_failed_sign_in_keeps_the_address_and_never_the_password(browser: Open) -> None:
    stranger = browser()

    answer = stranger.submit("/sign-in", fill_form(stranger, "/sign-in", email=email_of("anna"), password="canary-9"))

    assert answer.status_code == 401
    assert 'value="anna@desk.example"' in answer.text
    assert 'role="alert"' in answer.text
    assert "canary-9" not in answer.text


def test_what_was_typed_is_text_and_nothing_else(browser: Open) -> None:
    stranger = browser()
    evil = '"><script>alert(1)</script>'

    answer = stranger.submit("/sign-in", fill_form(stranger, "/sign-in", email=evil, password="x", next=evil))

    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_signing_out_works_without_javascript(browser: Open) -> None:
    anna = browser("anna")
    form = fill_form(anna, "/sign-out")

    answer = anna.submit("/sign-out", form)

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert anna.get("/api/me").status_code == 401


@pytest.mark.parametrize(
    ("header", "language", "words"),
    [("uk-UA,uk;q=0.9", "uk", "Увійти"), ("ru", "ru", "Войти"), ("de,en;q=0.5", "en", "Sign in")],
)
def test_a_page_speaks_the_language_of_the_browser(browser: Open, header: str, language: str, words: str) -> None:
    answer = browser().page("/sign-in", headers={"accept-language": header})

    assert f'<html lang="{language}"' in answer.text
    assert words in answer.text


def test_a_language_chosen_once_stays(browser: Open) -> None:
    stranger = browser()
    stranger.page("/sign-in?lang=uk", headers={"accept-language": "en"})

    assert '<html lang="uk"' in stranger.page("/sign-in", headers={"accept-language": "en"}).text
    assert '<html lang="uk"' in stranger.page("/nothing", headers={"accept-language": "en"}).text


@pytest.mark.parametrize("language", ["xx", "../../etc/passwd", "en\r\nX: y", '"><b>'])
def test_a_language_there_is_not_changes_nothing(browser: Open, language: str) -> None:
    answer = browser().client.get("/sign-in", params={"lang": language}, headers={"accept-language": "ru"})

    assert '<html lang="ru"' in answer.text
    assert "lang=" not in answer.headers.get("set-cookie", "")


def test_set_up_makes_the_first_admin_and_signs_them_in(config: Config) -> None:
    with running(config) as served, Browser(served) as stranger:
        path = _link(served)
        form = fill_form(stranger, f"{path}?lang=uk", **FIRST)

        answer = stranger.submit(path, form)

        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert stranger.page("/").status_code == 200
        me = stranger.get("/api/me").json()["agent"]
    assert (me["email"], me["role"], me["locale"]) == ("dora@lamp.example", "admin", "uk")
    with db.reading() as session:
        assert settings.get(session, "desk_name") == "Lamp & Co"


def test_set_up_says_what_is_wrong_at_each_field_and_makes_nobody(config: Config) -> None:
    wrong = {"desk_name": " ", "name": "", "email": "dora", "password": "password1", "repeat": "other"}
    with running(config) as served, Browser(served) as stranger:
        path = _link(served)

        answer = stranger.submit(path, fill_form(stranger, path, **wrong))

        assert answer.status_code == 400
        for field in ("desk_name", "name", "email", "password", "repeat"):
            assert f'id="{field}-error"' in answer.text
        assert "password1" not in answer.text
    with db.reading() as session:
        assert session.scalars(select(Agent)).all() == []


def test_set_up_works_once(config: Config) -> None:
    with running(config) as served, Browser(served) as first, Browser(served) as second:
        path = _link(served)
        forms = [fill_form(one, path, **FIRST) for one in (first, second)]

        assert first.submit(path, forms[0]).status_code == 303
        late = second.submit(path, {**forms[1], "email": "late@lamp.example"})

        assert late.status_code == 410
        assert "no longer works" in late.text
        assert second.page("/").status_code == 303


def test_a_desk_without_anybody_says_so_at_sign_in(config: Config) -> None:
    with running(config) as served, Browser(served) as stranger:
        assert "Nobody works here yet" in stranger.page("/sign-in").text
        stranger.submit(path := _link(served), fill_form(stranger, path, **FIRST))
        with Browser(served) as other:
            assert "Nobody works here yet" not in other.page("/sign-in").text


def test_an_invitation_shows_the_address_and_makes_the_agent_who_was_meant(browser: Open) -> None:
    made = browser("dora").post(
        "/api/invitations", {"email": "olena@desk.example", "role": "supervisor", "name": "Olena"}
    )
    stranger = browser()
    path = made.json()["url"].removeprefix(stranger.config.public_url)
    chosen = {"name": "Olena K", "password": "quiet orange ladders 8", "repeat": "quiet orange ladders 8"}

    page = stranger.page(path)
    answer = stranger.submit(path, fill_form(stranger, path, **chosen))

    assert "olena@desk.example" in page.text
    assert "a supervisor" in page.text
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    with db.reading() as session:
        agent = session.scalars(select(Agent).where(Agent.email == "olena@desk.example")).one()
        assert (agent.name, agent.role) == ("Olena K", Role.SUPERVISOR)


def test_the_console_is_told_language_and_colours(browser: Open) -> None:
    anna = browser("anna")
    anna.patch("/api/me", {"locale": "uk", "preferences": {"theme": "dark"}})

    page = anna.page("/").text

    assert '<html lang="uk" data-theme="dark">' in page
    assert '<div id="app">' in page


def test_forms_can_be_filled_in_by_a_password_manager(browser: Open) -> None:
    page = browser().page("/sign-in").text

    assert 'name="email" type="email" value="" autocomplete="username"' in page
    assert 'name="password" type="password" value="" autocomplete="current-password"' in page


@pytest.mark.parametrize(
    ("host", "origin"), [("localhost:{port}", "http://localhost:{port}"), ("evil.example", "http://127.0.0.1:{port}")]
)
def test_the_shop_embeds_the_chat_from_the_name_the_desk_was_opened_by(browser: Open, host: str, origin: str) -> None:
    stranger = browser()
    port = stranger.config.port

    page = stranger.page("/try", headers={"host": host.format(port=port)}).text

    assert f'src="{origin.format(port=port)}/widget.js"' in page


def _link(config: Config) -> str:
    with db.transaction() as session:
        link = accounts.setup_link(session, config)
    assert link is not None
    return link.removeprefix(config.public_url)
