"""What was said on a ticket counts where it stands: after merges, merges taken back, and splits."""

import random
from contextlib import suppress

import pytest
from sqlalchemy import select

from helpdesk import clock, db
from helpdesk.actions import lifecycle, merge, split
from helpdesk.errors import DeskError
from helpdesk.models import Message, MessageKind, Ticket
from helpdesk.queries.reports.arrangement import Arrangement
from tests.cast import Desk
from tests.helpdesk.merging.histories import happens
from tests.helpdesk.reports.histories import level
from tests.helpdesk.reports.slow import Log
from tests.helpdesk.reports.test_equal_the_event_log import asked, figure
from tests.mails import arrives, mail, open_mailbox

MEASURES = ("created", "messages", "replies", "first_response", "next_response", "resolution", "reopened", "one_touch")


@pytest.mark.parametrize("seed", range(3))
def test_numbers_are_those_of_the_log_through_merges_and_splits(desk: Desk, seed: int) -> None:
    chance, box = random.Random(seed), open_mailbox()
    ids = [arrives(mail(box, "Hello", sender=f"c{n}@shop.example")).ticket_id for n in range(4)]
    for _ in range(40):
        happens(chance, desk, box, ids)
        with suppress(DeskError):
            moves(chance, desk, ids)
    level()

    with db.reading() as session:
        seen = [one for ticket in session.scalars(select(Ticket)) for one in Log(session, ticket).all]
    for measure in MEASURES:
        found = asked(Arrangement(measure, period="7d"), clock.now())["total"]
        wanted = figure(measure, [one for one in seen if one.measure == measure])
        assert {name: found[name] for name in wanted} == wanted, measure
    assert any(one.measure == "messages" for one in seen)


def moves(chance: random.Random, desk: Desk, ids: list[int]) -> None:
    """Merge, take back, split or resolve, as chance has it."""
    one, other = chance.sample(ids, 2)
    with db.transaction() as session:
        what = chance.randrange(5)
        if what == 0:
            merge.merge(session, one, into_id=other, by=desk.cast.dora)
        elif what in (1, 2):
            merge.unmerge(session, one, by=desk.cast.dora)
        elif what == 3:
            lifecycle.resolve(session, one, by=desk.cast.dora)
        else:
            theirs = select(Message.id).where(Message.ticket_id == one, Message.kind == MessageKind.IN)
            message_ids = session.scalars(theirs).all()[-1:]
            ids.append(split.split(session, one, message_ids=message_ids, by=desk.cast.dora).id)
