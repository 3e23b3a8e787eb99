"""Warnings and moved deadlines on open screens: the clocks of what is watched, notifications for one alone."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import sla_recompute, sla_sweep
from helpdesk.actions.workspace.sla_policies import PolicyChanges, change_policy
from helpdesk.models import SlaPolicy
from tests.cast import Desk
from tests.consoles import open_console
from tests.edge import Browser
from tests.stories import takes, visitor_writes

Open = Callable[..., Browser]


def sweep_after(minutes: float) -> None:
    with clock.fixed(clock.now() + timedelta(minutes=minutes)):
        sla_sweep.sweep()


def test_whoever_watches_a_ticket_sees_its_clock_and_its_entry_when_it_is_late(desk: Desk, browser: Open) -> None:
    asked = visitor_writes(desk)
    with open_console(browser("boris"), watch=asked.ticket_id) as console:
        sweep_after(6)

        frame = console.event("sla.breached")

    assert frame["sla"][0]["breached_at"] == frame["sla"][0]["due_at"] == frame["ticket"]["next_due_at"]
    assert frame["entry"]["data"]["target"] == "first_response"


def test_only_those_who_are_notified_hear_of_it(desk: Desk, browser: Open) -> None:
    asked = visitor_writes(desk)
    takes(asked.ticket_id, by=desk.cast.anna)
    with open_console(browser("anna")) as hers, open_console(browser("boris")) as his:
        sweep_after(6)

        told = hers.next("private")
        his.drain()

    assert told["kind"] == "notification.added"
    assert told["data"]["notification"]["ticket_id"] == asked.ticket_id
    assert told["data"]["notification"]["kind"] == "sla.breached"
    assert [frame for frame in his.frames if frame["t"] == "private"] == []


def test_consoles_begin_anew_when_a_policy_has_moved_many_deadlines(desk: Desk, browser: Open) -> None:
    visitor_writes(desk)
    anna = browser("anna")
    with open_console(anna) as console:
        position = console.position
        with db.transaction() as session:
            policy_id = session.scalars(select(SlaPolicy.id).order_by(SlaPolicy.position)).first() or 0
            targets = {"normal": {"first_response": 50}}
            change_policy(session, policy_id, PolicyChanges(targets=targets), by=desk.cast.dora)
        while sla_recompute.step() is not None:
            pass

        assert console.next("welcome")["resumed"] is False

    with anna.socket("/api/live") as connection:
        connection.send(f'{{"t": "hello", "position": {position}, "watch": null}}')
        welcomes = [connection.recv(timeout=30) for _ in range(2)]
    assert '"resumed":false' in str(welcomes[-1]), "one that was away meanwhile begins anew as well"
