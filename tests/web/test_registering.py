from collections.abc import Callable

from litestar import Router

from helpdesk.config import Config
from tests.edge import Browser
from web.app import create_app


def test_app_knows_its_handlers_as_litestar_finds_them() -> None:
    app = create_app(Config())
    found = Router.route_handler_method_map.__get__(app)

    assert len(found) > 200
    assert app.route_handler_method_map == found


def test_options_of_a_path_names_its_own_verbs(browser: Callable[..., Browser]) -> None:
    stranger = browser()

    answers = {path: stranger.send("OPTIONS", path) for path in ("/api/me", "/api/tickets/1/status")}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 204)
    assert answers["/api/me"].headers["allow"] != answers["/api/tickets/1/status"].headers["allow"]
    assert answers["/api/tickets/1/status"].headers["allow"] == "OPTIONS, PUT"
