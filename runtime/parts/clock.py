"""The clock part: what must happen because time passes, one process at a time."""

from functools import partial

from helpdesk import db, presence
from helpdesk.actions import (
    acknowledgements,
    approvals_due,
    attachments,
    digests,
    erasures,
    follow_ups,
    leaving,
    offers,
    promises,
    rating_requests,
    report_facts,
    report_letters,
    retention,
    set_back,
    sla_recompute,
    sla_sweep,
    snooze,
    system_mail,
    trash,
    visitor_identity,
    visits,
)
from helpdesk.actions.automations import drain, timed
from helpdesk.actions.client_base import dates, keys
from helpdesk.actions.client_base import promises as customer_promises
from helpdesk.actions.news import letters, telling, upkeep
from helpdesk.actions.webhooks import filling
from helpdesk.actions.workspace import calendars
from helpdesk.config import Config
from helpdesk.leases import Fence
from routing import planning, schedule
from runtime import warming
from runtime.backup.schedule import Schedule
from runtime.leased import LeasedLoop, owner_id
from runtime.lifeline import Lifeline
from runtime.process import prepare
from runtime.ticks import Tick, Ticks
from runtime.wall_clock import WallClock

LONGEST_SLEEP_S = 2.0
NEWS_AT_MOST_S = 0.5  # there is more to do
REPORTS_AT_MOST_S = 2.0
RULES_AT_MOST_S = 3.0  # well within the lease


def run(lifeline: Lifeline, config: Config) -> None:
    """Do all ticks when they are due until it is time to stop."""
    prepare(config)
    ticks = Ticks(
        [
            Tick("service levels", 1.0, sla_sweep.sweep),
            Tick("routing", 2.0, schedule.tick),
            Tick("changed service levels", 8.0, sla_recompute.tick),
            Tick("report facts", 10.0, report_facts.keep),
            Tick("automations", 3.0, partial(drain.drain, at_most_s=RULES_AT_MOST_S)),
            Tick("automations by time", 30.0, timed.run_due),
            Tick("waits from before the clock was set back", 60.0, set_back.catch_up),
            Tick("presence", 6.0, _announce_gone),
            Tick("snoozes", 10.0, snooze.wake_due),
            Tick("offers", 3.0, offers.expire_due),
            Tick("work of those who left", 10.0, leaving.return_due),
            Tick("inactive agents", 20.0, _send_inactive_away),
            Tick("acknowledgements", 10.0, acknowledgements.acknowledge_new),
            Tick("ratings", 30.0, rating_requests.ask_resolved),
            Tick("chat answers", 10.0, follow_ups.send_due),
            Tick("erasures", 60.0, erasures.fulfil_due),
            Tick("visits", 600.0, _forget_visits),
            Tick("customers' keys", 30.0, keys.tick),
            Tick("days that matter", 60.0, dates.remind_due),
            Tick("digests", 300.0, digests.send_due),
            Tick("letters with reports", 30.0, partial(report_letters.send_due, at_most_s=REPORTS_AT_MOST_S)),
            Tick("news", 2.0, partial(telling.tell, at_most_s=NEWS_AT_MOST_S)),
            Tick("webhooks", 3.0, filling.fill),
            Tick("old deliveries", 3600.0, filling.forget_old),
            Tick("pushes", 10.0, upkeep.wake_if_due),
            Tick("letters with news", 60.0, letters.send_due),
            Tick("old news", 3600.0, upkeep.forget_old),
            Tick("desk mails", 3600.0, _forget_desk_mails),
            Tick("promises", 15.0, promises.tell_due),
            Tick("customers' promises", 15.0, customer_promises.tell_due),
            Tick("trash", 60.0, trash.empty_due),
            Tick("retention", 60.0, retention.keep),
            Tick("approvals", 15.0, approvals_due.tick),
            Tick("planning", 60.0, planning.tick),
            Tick("uploads", 600.0, _remove_unused_uploads),
            Tick("holidays", 3600.0, _extend_holidays),
            Tick("backup", 5.0, Schedule(config).tick),
        ]
    )

    wall_clock = WallClock()

    def turn(_fence: Fence) -> None:
        wall_clock.look()
        # Behind a backlog one turn may last longer than the lease: it is kept between two pieces, or given up at once.
        lifeline.wait(min(ticks.run_due(loop.keep), LONGEST_SLEEP_S))

    loop = LeasedLoop(lifeline, turn, name="clock", owner=owner_id(config))
    lifeline.ready()
    if db.current().is_sqlite:
        warming.begin(config.database_file, lifeline.wait)
    loop.run()


def _announce_gone() -> None:
    with db.transaction() as session:
        presence.announce_gone(session)


def _send_inactive_away() -> None:
    with db.transaction() as session:
        presence.send_inactive_away(session)


def _forget_visits() -> None:
    with db.transaction() as session:
        visits.forget_old(session)
        visitor_identity.forget_spent(session)


def _forget_desk_mails() -> None:
    with db.transaction() as session:
        system_mail.forget_old(session)
        report_letters.forget_old(session)


def _remove_unused_uploads() -> None:
    with db.transaction() as session:
        attachments.remove_unused(session)


def _extend_holidays() -> None:
    with db.transaction() as session:
        calendars.extend_holidays(session)
