"""The set-up goes on where it was, for whoever comes back: it is read from the desk."""

from collections.abc import Callable
from typing import Any

from helpdesk import clock, db
from helpdesk.models import Setting
from tests.cast import Desk
from tests.edge import Browser
from tests.mails import open_mailbox
from tests.stories import ticket_of, visitor_writes

Open = Callable[..., Browser]


def steps(browser: Browser) -> dict[str, tuple[bool, bool]]:
    shown: Any = browser.get("/api/setup-steps").json()
    return {one["step"]: (one["is_done"], one["is_skipped"]) for one in shown["steps"]}


def test_each_step_is_done_once_the_desk_has_what_it_asks_for(desk: Desk, browser: Open) -> None:
    dora = browser("dora")
    mailbox_id = open_mailbox()
    assert steps(dora)["desk"] == steps(dora)["message"] == (False, False)

    with db.transaction() as session:
        session.merge(Setting(key="time_zone", value={"value": "Europe/Kyiv"}, updated_at=clock.now()))
    ticket = ticket_of(visitor_writes(desk))

    assert steps(dora)["desk"] == (True, False)
    channels = {one["id"]: one for one in dora.get("/api/setup-steps").json()["channels"]}
    assert channels[desk.channel_id]["ticket"]["number"] == ticket.number
    assert (channels[mailbox_id]["ticket"], channels[mailbox_id]["write_to"]) == (None, "support@x.test")


def test_what_was_put_aside_is_so_in_another_browser_until_it_is_taken_up(desk: Desk, browser: Open) -> None:
    dora = browser("dora")

    for _ in range(2):
        assert dora.put("/api/setup-steps", json={"skipped": ["message"]}).status_code == 200
    assert steps(browser("dora"))["message"] == (False, True)

    dora.put("/api/setup-steps", json={"skipped": []})
    assert steps(browser("dora"))["message"] == (False, False)
    assert dora.put("/api/setup-steps", json={"skipped": ["rest"]}).status_code == 400
    assert browser("boris").get("/api/setup-steps").status_code == 403
