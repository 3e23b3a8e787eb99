"""The state of the desk among the metrics: asked of the database when somebody reads them."""

from collections.abc import Iterable
from typing import Final

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry
from sqlalchemy.exc import SQLAlchemyError

from helpdesk import db
from helpdesk.queries.gauges import Gauges, gauges

PLAIN: Final = {
    "unassigned": ("tickets_unassigned", "New and open tickets that nobody has"),
    "oldest_unassigned_s": ("tickets_unassigned_oldest_seconds", "Age of the oldest ticket that nobody has"),
    "inbound_pending": ("inbound_pending", "Things that came and are not read yet"),
    "oldest_inbound_s": ("inbound_oldest_seconds", "Age of the oldest of them"),
    "quarantined": ("inbound_quarantined", "Things that could not be read"),
    "events_unnumbered": ("events_waiting", "Events the relay has not told yet"),
    "oldest_event_s": ("events_oldest_seconds", "Age of the oldest of them: the lag of the relay"),
    "channels_in_trouble": ("channels_in_trouble", "Mailboxes and bots that do not work"),
    "agents_online": ("agents_online", "Agents with a live screen"),
    "agents_available": ("agents_available", "Agents who may be given tickets now"),
}


class DeskCollector(Collector):
    """Asks for the gauges at every reading; without a database there are none, and `up` says so."""

    def describe(self) -> Iterable[Metric]:
        """Name nothing beforehand, so that registering asks no database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Yield the numbers of this moment."""
        yield CounterMetricFamily(
            "helpdesk_writes_refused", "Writes of this process that met a full disk or a lock", db.refusals()
        )
        try:
            with db.reading() as session:
                found = gauges(session)
        except (SQLAlchemyError, RuntimeError):
            yield GaugeMetricFamily("helpdesk_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("helpdesk_database_up", "Whether the database answers", value=1)
        yield from _families(found)


def _families(found: Gauges) -> Iterable[GaugeMetricFamily]:
    for field, (name, words) in PLAIN.items():
        yield GaugeMetricFamily(f"helpdesk_{name}", words, value=getattr(found, field))
    tickets = GaugeMetricFamily("helpdesk_tickets", "Tickets that are not resolved", labels=["category"])
    for category, count in found.tickets.items():
        tickets.add_metric([category], count)
    replies = GaugeMetricFamily("helpdesk_replies_on_their_way", "Replies not sent for good", labels=["state"])
    for state, count in found.replies.items():
        replies.add_metric([state], count)
    yield from (tickets, replies)
    if found.backup_age_s is not None:
        yield GaugeMetricFamily("helpdesk_backup_age_seconds", "Age of the last backup", value=found.backup_age_s)


DESK: Final = CollectorRegistry()
DESK.register(DeskCollector())
