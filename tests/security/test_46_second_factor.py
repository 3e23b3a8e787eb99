"""Attack 46: a stolen password is not enough, and neither is a code that was seen before."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from helpdesk import clock, db, ratelimit
from helpdesk.actions.accounts import passwords, second_factor_changes, second_factors
from helpdesk.actions.accounts.second_factors import Outcome, Verdict
from helpdesk.models import Agent, Audit, RecoveryCode, SecondFactor, Secret, SignInStep
from helpdesk.permissions import SYSTEM
from helpdesk.ratelimit import Limit
from tests.cast import PASSWORD, Cast, email_of
from tests.edge import Browser
from tests.security.forms import fill_form, sign_in
from tests.security.second_factors import check, code, enrol, give, is_in

Open = Callable[..., Browser]


def test_the_password_alone_gives_no_session(browser: Open, cast: Cast) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    anna = browser()

    assert sign_in(anna, email_of("anna"), PASSWORD) == 303
    assert not is_in(anna)
    assert give(anna, code(seed))[0] == 303
    assert is_in(anna)


def test_a_code_is_accepted_once(browser: Open, cast: Cast) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    anna, thief = browser(), browser()
    seen = code(seed)
    for one in (anna, thief):
        sign_in(one, email_of("anna"), PASSWORD)

    assert give(anna, seen)[0] == 303
    assert give(thief, seen)[0] == 401
    assert not is_in(thief)


def test_a_code_is_accepted_once_by_two_who_come_at_the_same_moment(cast: Cast) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    given = code(seed)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: check(cast.anna.agent_id or 0, given).outcome, range(4)))

    assert sorted(found) == [Outcome.RIGHT, Outcome.USED, Outcome.USED, Outcome.USED]


def test_the_first_code_of_the_app_is_not_good_for_signing_in(cast: Cast) -> None:
    with db.transaction() as session:
        seed = second_factors.begin(session, session.get_one(Agent, cast.anna.agent_id)).seed
        given = code(seed)
        second_factors.confirm(session, cast.anna.agent_id or 0, given)

    assert check(cast.anna.agent_id or 0, given).outcome is Outcome.USED


@pytest.mark.parametrize(
    ("off", "outcome"),
    [(-1, Outcome.RIGHT), (1, Outcome.RIGHT), (-8, Outcome.BEHIND), (8, Outcome.AHEAD), (-40, Outcome.WRONG)],
)
def test_a_clock_that_is_wrong_is_named_and_lets_nobody_in(cast: Cast, off: int, outcome: Outcome) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)

    found = check(cast.anna.agent_id or 0, code(seed, off=off))

    assert found == Verdict(outcome, 4 if outcome in (Outcome.BEHIND, Outcome.AHEAD) else 0)


def test_a_code_that_was_told_to_come_too_early_never_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    early, now = code(seed, off=8), clock.now()
    assert check(cast.anna.agent_id or 0, early).outcome is Outcome.AHEAD

    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=4))

    assert check(cast.anna.agent_id or 0, early).outcome is Outcome.USED
    assert check(cast.anna.agent_id or 0, code(seed, off=1)).outcome is Outcome.RIGHT


def test_the_page_says_how_wrong_the_clock_is(browser: Open, cast: Cast) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    anna = browser()
    sign_in(anna, email_of("anna"), PASSWORD)

    status, page = give(anna, code(seed, off=-8))

    assert (status, is_in(anna)) == (401, False)
    assert "4 minutes old" in page


def test_codes_cannot_be_guessed_by_trying(browser: Open, cast: Cast) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    thief = browser()
    sign_in(thief, email_of("anna"), PASSWORD)

    statuses = [give(thief, "no code")[0] for _ in range(10)]

    assert statuses == [401] * 10
    assert give(thief, code(seed))[0] == 429
    assert not is_in(thief)


def test_many_new_addresses_share_one_cap(browser: Open, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    enrol(cast.anna.agent_id or 0)
    monkeypatch.setattr(ratelimit, "SECOND_FACTOR_ACCOUNT", Limit("second_factor_account", 2, 3600))
    thief = browser()
    sign_in(thief, email_of("anna"), PASSWORD)

    assert [give(thief, "no code")[0] for _ in range(3)] == [401, 401, 429]


def test_a_recovery_code_works_once_and_is_told(browser: Open, cast: Cast) -> None:
    _, codes = enrol(cast.anna.agent_id or 0)
    first, second = browser(), browser()
    for one in (first, second):
        sign_in(one, email_of("anna"), PASSWORD)

    assert give(first, codes[3].upper(), by="recovery")[0] == 303
    assert give(second, codes[3], by="recovery")[0] == 401
    with db.reading() as session:
        assert session.scalar(select(func.count()).where(Audit.verb == "second_factor.recovered")) == 1


def test_the_codes_of_a_colleague_open_nothing(cast: Cast) -> None:
    enrol(cast.anna.agent_id or 0)
    _, codes = enrol(cast.boris.agent_id or 0)

    assert check(cast.anna.agent_id or 0, codes[0]).outcome is Outcome.WRONG


def test_seed_and_codes_are_not_to_be_read_in_the_database(cast: Cast) -> None:
    seed, codes = enrol(cast.anna.agent_id or 0)

    with db.reading() as session:
        found = session.get_one(SecondFactor, cast.anna.agent_id)
        kept = session.get_one(Secret, found.secret_id)
        hashes = session.scalars(select(RecoveryCode.code_hash)).all()

    assert seed.encode() not in kept.ciphertext
    assert not {one.replace("-", "") for one in codes} & set(hashes)
    assert len(hashes) == 10


def test_between_the_steps_nothing_of_the_desk_is_open(browser: Open, cast: Cast) -> None:
    enrol(cast.anna.agent_id or 0)
    anna = browser()
    sign_in(anna, email_of("anna"), PASSWORD)
    step = anna.client.cookies["sign-in-step"]

    anna.client.cookies.set("session", step, domain="127.0.0.1")

    assert anna.get("/api/me").status_code == 401
    assert anna.page("/").status_code == 303


@pytest.mark.parametrize("what", ["time", "password", "another browser"])
def test_the_step_between_ends(browser: Open, cast: Cast, what: str) -> None:
    seed, _ = enrol(cast.anna.agent_id or 0)
    anna = browser()
    sign_in(anna, email_of("anna"), PASSWORD)
    form = fill_form(anna, "/sign-in/code", code=code(seed))
    with db.transaction() as session:
        if what == "time":
            session.execute(update(SignInStep).values(expires_at=clock.now()))
        elif what == "password":
            second_factor_changes.renew_codes(session, cast.anna.agent_id or 0, by=SYSTEM, keep_id=None, address="")
    if what == "another browser":
        anna.client.cookies.delete("sign-in-step")

    answer = anna.submit("/sign-in/code", form)

    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?over=1")
    assert not is_in(anna)


def test_a_wrong_password_is_answered_alike_with_and_without_a_second_factor(browser: Open, cast: Cast) -> None:
    enrol(cast.anna.agent_id or 0)

    pages = []
    for name in ("anna", "boris"):
        stranger = browser()
        form = fill_form(stranger, "/sign-in", email=email_of(name), password="wrong")
        answer = stranger.submit("/sign-in", form)
        assert answer.status_code == 401
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))

    assert pages[0] == pages[1]


def test_a_new_password_by_mail_does_not_pass_the_second_factor(browser: Open, cast: Cast) -> None:
    enrol(cast.anna.agent_id or 0)
    with db.transaction() as session:
        passwords.reset(session, email_of("anna"), password="quiet orange ladders 8")
    anna = browser()

    assert sign_in(anna, email_of("anna"), "quiet orange ladders 8") == 303
    assert not is_in(anna)


def test_secrets_of_what_was_turned_off_are_gone(cast: Cast) -> None:
    enrol(cast.anna.agent_id or 0)
    with db.transaction() as session:
        secret_id = session.get_one(SecondFactor, cast.anna.agent_id).secret_id or ""
        second_factor_changes.reset(session, cast.anna.agent_id or 0, by=SYSTEM)

    with db.reading() as session:
        assert session.get(Secret, secret_id) is None
        assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 0
