"""Who else is there: viewers, typing, presence, counters, drafts; over two processes as well."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from helpdesk import db
from helpdesk.actions import drafts, reading
from helpdesk.actions.workspace.skills import create_skill
from helpdesk.config import Config
from helpdesk.models import DraftMode
from tests.cast import Desk
from tests.consoles import Frame, open_console
from tests.edge import Browser, running, signed_in_browser
from tests.stories import takes, visitor_writes
from web.live import handler, viewers

Open = Callable[..., Browser]


def is_replying(agent_id: int | None) -> Callable[[Frame], bool]:
    return lambda frame: {"agent_id": agent_id, "mode": "replying"} in frame["viewers"]


@pytest.fixture
def elsewhere(server: Config) -> Iterator[Config]:
    """The same desk served by another process's worth of edge."""
    with running(replace(server, port=0)) as config:
        yield config


def test_two_agents_see_each_other_at_a_ticket(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with open_console(browser("anna"), watch=ticket_id) as anna:
        with open_console(browser("boris"), watch=ticket_id) as boris:
            both = anna.next("viewers", where=lambda frame: len(frame["viewers"]) == 2)
            boris.say({"t": "typing", "ticket": ticket_id, "mode": "note", "on": True})
            anna.next("viewers", where=is_replying(desk.cast.boris.agent_id))
        alone = anna.next("viewers", where=lambda frame: len(frame["viewers"]) == 1)

    assert {one["agent_id"] for one in both["viewers"]} == {desk.cast.anna.agent_id, desk.cast.boris.agent_id}
    assert alone["viewers"] == [{"agent_id": desk.cast.anna.agent_id, "mode": "viewing"}]


def test_writing_is_forgotten_when_it_is_not_repeated(
    desk: Desk, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewers, "WRITES_FOR_S", 0.5)
    ticket_id = visitor_writes(desk).ticket_id
    with open_console(browser("anna"), watch=ticket_id) as anna:
        anna.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": True})
        anna.next("viewers", where=is_replying(desk.cast.anna.agent_id))

        over = anna.next("viewers")

    assert over["viewers"] == [{"agent_id": desk.cast.anna.agent_id, "mode": "viewing"}]


def test_typing_is_told_once_in_three_seconds(desk: Desk, browser: Open) -> None:
    assert handler.TYPES_AT_MOST_EVERY_S == 3.0
    ticket_id = visitor_writes(desk).ticket_id
    with (
        open_console(browser("anna"), watch=ticket_id) as anna,
        open_console(browser("boris"), watch=ticket_id) as boris,
    ):
        for _ in range(20):
            anna.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": True})
        boris.next("viewers", where=is_replying(desk.cast.anna.agent_id))

        assert not any(frame["t"] == "viewers" for frame in boris.drain())


def test_another_process_knows_who_looks_and_writes(desk: Desk, browser: Open, elsewhere: Config) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    with (
        open_console(browser("anna"), watch=ticket_id) as anna,
        open_console(signed_in_browser(elsewhere, "boris"), watch=ticket_id) as boris,
    ):
        boris.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": True})

        assert anna.next("viewers", where=is_replying(desk.cast.boris.agent_id))


def test_an_agent_who_connects_is_shown_online(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as anna:
        anna.drain()
        with open_console(browser("boris")):
            presence = anna.next("presence")

    assert [(one["agent_id"], one["online"]) for one in presence["agents"]] == [(desk.cast.boris.agent_id, True)]


def test_counters_come_as_absolute_numbers_of_each_agent(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as anna:
        ticket_id = visitor_writes(desk).ticket_id
        anna.next("counts", where=lambda frame: frame["counts"]["unassigned"] == 1)
        takes(ticket_id, by=desk.cast.anna)
        counts = anna.next("counts", where=lambda frame: frame["counts"]["mine"] == 1)

    told = {"mine": 1, "unassigned": 0, "waiting": 1, "all": 1, f"team:{desk.cast.support_id}": 0}
    assert counts["counts"].items() >= told.items()


def test_a_change_of_the_desk_is_told_with_addresses_only_for_those_who_may(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as anna, open_console(browser("boris")) as boris:
        with db.transaction() as session:
            create_skill(session, name="Refunds", by=desk.cast.dora)
        hers, his = anna.next("workspace")["workspace"], boris.next("workspace")["workspace"]

    assert [skill["name"] for skill in hers["skills"]] == ["Refunds"]
    assert [agent["name"] for agent in hers["agents"] if "email" in agent] == ["Anna"]
    assert all("email" in agent for agent in his["agents"])


def test_drafts_and_read_marks_reach_only_their_owners_other_tabs(desk: Desk, browser: Open) -> None:
    message = visitor_writes(desk)
    anna_at = browser("anna")
    with open_console(anna_at) as one, open_console(anna_at) as other, open_console(browser("boris")) as boris:
        with db.transaction() as session:
            words = {"text": "Dear Vera", "attachment_ids": (), "revision": 0}
            drafts.save(session, message.ticket_id, DraftMode.REPLY, by=desk.cast.anna, **words)  # type: ignore[arg-type]
        with db.transaction() as session:
            reading.mark_read(session, message.ticket_id, message_id=message.id, by=desk.cast.anna)
        for tab in (one, other):
            saved, marked = tab.next("private"), tab.next("private")
        boris.drain()

    assert (saved["kind"], saved["data"]["text"], saved["data"]["mode"]) == ("draft.saved", "Dear Vera", "reply")
    assert (marked["kind"], marked["data"]["message_id"]) == ("read.marked", message.id)
    assert not any(frame["t"] == "private" for frame in boris.frames)
    assert "Dear Vera" not in str(boris.frames)


def test_a_burst_on_one_ticket_is_told_in_few_rows_and_the_last_is_right(desk: Desk, browser: Open) -> None:
    with open_console(browser("anna")) as anna:
        for nth in range(30):
            visitor_writes(desk, f"Message {nth}")
        anna.next("event", where=lambda frame: frame["ticket"]["preview"] == "Message 29")
        events = [frame for frame in anna.frames if frame["t"] == "event"]

    assert len(events) < 30
    assert [frame["p"] for frame in events] == sorted(frame["p"] for frame in events)
    assert [frame["ticket"]["version"] for frame in events] == sorted(frame["ticket"]["version"] for frame in events)
