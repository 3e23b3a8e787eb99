"""Attack 39: asking for a new password does not tell who works here."""

import re
import statistics
import time
from collections.abc import Callable

from sqlalchemy import select, update

from helpdesk import db, ratelimit
from helpdesk.models import Agent, SystemMail
from tests.cast import Desk, email_of
from tests.edge import Browser
from tests.mailboxes import mailbox
from tests.security.forms import fill_form
from tests.security.resets import asked_for

Open = Callable[..., Browser]


def ask(stranger: Browser, email: str) -> tuple[int, str, float]:
    form = fill_form(stranger, "/password-reset", email=email)
    began = time.perf_counter()
    answer = stranger.submit("/password-reset", form)
    return answer.status_code, re.sub(r'value="[0-9a-f]{64}"', "", answer.text), time.perf_counter() - began


def test_known_unknown_and_inactive_get_the_same_answer(desk: Desk, browser: Open) -> None:
    mailbox()
    with db.transaction() as session:
        session.execute(update(Agent).where(Agent.email == email_of("charlie")).values(is_active=False))

    answers = {ask(browser(), email_of(name))[:2] for name in ("anna", "nobody", "charlie")}

    assert len(answers) == 1
    assert asked_for(1)
    with db.reading() as session:
        assert list(session.scalars(select(SystemMail.address))) == [email_of("anna")]


def test_the_answer_comes_before_anything_is_looked_up(desk: Desk, browser: Open) -> None:
    mailbox()
    stranger, took = browser(), {"anna": [], "nobody": []}  # type: tuple[Browser, dict[str, list[float]]]
    for _ in range(5):
        ratelimit.forget_all()
        for name, times in took.items():
            times.append(ask(stranger, email_of(name))[2])

    medians = [statistics.median(times) for times in took.values()]
    assert abs(medians[0] - medians[1]) < 0.05


def test_one_address_asks_only_so_often(desk: Desk, browser: Open) -> None:
    mailbox()
    stranger = browser()

    codes = [ask(stranger, f"a{number}@desk.example")[0] for number in range(ratelimit.RESET.times + 1)]

    assert codes == [200] * ratelimit.RESET.times + [429]


def test_without_a_mailbox_everybody_is_told_the_same(desk: Desk, browser: Open) -> None:
    shown = browser().page("/password-reset")

    assert shown.status_code == 200
    assert "<form" not in shown.text
