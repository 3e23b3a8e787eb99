"""One's own second factor by the API, and an admin who takes it from somebody who lost it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from helpdesk import clock, db
from helpdesk.actions.accounts import totp
from helpdesk.models import Audit, SecondFactor, SystemMail
from tests.cast import PASSWORD, Cast, Desk, email_of
from tests.edge import Browser
from tests.mailboxes import mailbox
from tests.security.forms import sign_in

Open = Callable[..., Browser]
PATH = "/api/me/second-factor"


def code(seed: str) -> str:
    """Return a code that counts: as if the one before had been used a while ago."""
    with db.transaction() as session:
        session.execute(update(SecondFactor).values(last_step=totp.step_of(clock.now()) - 2))
    return totp.code_at(seed, totp.step_of(clock.now()))


def set_up(browser: Browser) -> tuple[str, list[str]]:
    begun = browser.post(f"{PATH}/enrolment", {"password": PASSWORD})
    assert begun.status_code == 201
    seed = begun.json()["secret"]
    done = browser.put(PATH, {"code": totp.code_at(seed, totp.step_of(clock.now()))})
    assert done.status_code == 200
    return seed, done.json()["recovery_codes"]


def verbs() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(select(Audit.verb).where(Audit.verb.like("second_factor.%")).order_by(Audit.id)))


def test_it_is_set_up_with_the_password_and_the_first_code(browser: Open) -> None:
    anna, elsewhere = browser("anna"), browser("anna")

    _, codes = set_up(anna)

    assert len(set(codes)) == 10
    shown = anna.get(PATH).json()
    assert (shown["is_on"], shown["codes_left"], shown["is_required"]) == (True, 10, False)
    assert elsewhere.get("/api/me").status_code == 401
    assert verbs() == ["second_factor.turned_on"]


def test_the_picture_is_drawn_from_the_address_of_the_app(browser: Open) -> None:
    begun = browser("anna").post(f"{PATH}/enrolment", {"password": PASSWORD}).json()

    assert begun["uri"].startswith("otpauth://totp/")
    assert f"secret={begun['secret']}" in begun["uri"]
    assert begun["path"].startswith("M4 4h7v1h-7z"), "the finder in the corner"
    assert begun["side"] > 29


def test_nothing_counts_until_the_first_code_has_come(browser: Open) -> None:
    anna = browser("anna")
    anna.post(f"{PATH}/enrolment", {"password": PASSWORD})

    answer = anna.put(PATH, {"code": "000000"})

    assert (answer.status_code, answer.json()["fields"]["code"]) == (400, "wrong")
    assert anna.get(PATH).json()["is_on"] is False
    assert sign_in(browser(), email_of("anna"), PASSWORD) == 303


@pytest.mark.parametrize("path", [f"{PATH}/enrolment", f"{PATH}/recovery-codes", f"{PATH}/removal"])
def test_each_change_needs_password_and_code(browser: Open, path: str) -> None:
    anna = browser("anna")
    seed, _ = set_up(anna)

    refused = [
        anna.post(path, {"password": "wrong", "code": code(seed)}),
        anna.post(path, {"password": PASSWORD}),
        anna.post(path, {"password": PASSWORD, "code": "000000"}),
    ]

    assert [(one.status_code, next(iter(one.json()["fields"]))) for one in refused] == [
        (400, "password"),
        (400, "code"),
        (400, "code"),
    ]
    assert anna.post(path, {"password": PASSWORD, "code": code(seed)}).status_code in (201, 204)


def test_turned_off_it_asks_for_no_code_and_ends_other_sessions(browser: Open, cast: Cast) -> None:
    anna = browser("anna")
    seed, _ = set_up(anna)
    elsewhere = browser("anna")

    answer = anna.post(f"{PATH}/removal", {"password": PASSWORD, "code": code(seed)})

    assert answer.status_code == 204
    assert anna.get(PATH).json()["is_on"] is False
    assert elsewhere.get("/api/me").status_code == 401
    assert verbs() == ["second_factor.turned_on", "second_factor.turned_off"]


def test_where_the_desk_requires_it_a_new_phone_takes_its_place_instead(browser: Open) -> None:
    dora = browser("dora")
    old, _ = set_up(dora)
    dora.patch("/api/settings", {"second_factor": "admins"})

    off = dora.post(f"{PATH}/removal", {"password": PASSWORD, "code": code(old)})
    begun = dora.post(f"{PATH}/enrolment", {"password": PASSWORD, "code": code(old)}).json()
    done = dora.put(PATH, {"code": code(begun["secret"])})

    assert (off.status_code, off.json()["code"]) == (409, "second_factor_required")
    assert done.status_code == 200
    assert dora.post(f"{PATH}/recovery-codes", {"password": PASSWORD, "code": code(old)}).status_code == 400


def test_an_admin_takes_it_from_a_colleague_by_their_own_proof(browser: Open, cast: Cast) -> None:
    anna, boris, dora = browser("anna"), browser("boris"), browser("dora")
    set_up(anna)
    path = f"/api/agents/{cast.anna.agent_id}/second-factor-reset"

    assert boris.post(path, {"password": PASSWORD}).status_code == 403
    assert dora.post(path, {"password": "wrong"}).status_code == 400
    assert dora.post(path, {"password": PASSWORD}).status_code == 204

    assert anna.get("/api/me").status_code == 401
    assert verbs()[-1] == "second_factor.reset"


def test_only_admins_see_who_has_one(browser: Open, cast: Cast) -> None:
    set_up(browser("anna"))

    def seen(name: str) -> Any:
        agents = browser(name).get("/api/workspace").json()["agents"]
        return next(one.get("second_factor") for one in agents if one["id"] == cast.anna.agent_id)

    assert (seen("dora"), seen("boris"), seen("charlie")) == (True, None, None)


def test_the_agent_is_told_by_mail(desk: Desk, browser: Open) -> None:
    mailbox(1)

    set_up(browser("anna"))

    with db.reading() as session:
        mail = session.scalars(select(SystemMail).where(SystemMail.kind == "second_factor")).one()
    assert mail.address == email_of("anna")
    assert "authenticator app" in mail.text


def test_keys_of_other_systems_go_on(browser: Open, cast: Cast) -> None:
    dora = browser("dora")
    made = dora.post("/api/api-keys", {"name": "Shop", "scopes": ["tickets:read"], "agent_id": cast.dora.agent_id})
    set_up(dora)

    answer = browser().get("/api/tickets", headers={"authorization": f"Bearer {made.json()['token']}"})

    assert answer.status_code == 200
