"""What lies far down the index is looked at by the database: it finds what reading all would, for each reader."""

import pytest
from sqlalchemy import update

from helpdesk import db
from helpdesk.models import DeliveryState, Message, Ticket
from helpdesk.permissions import Actor
from helpdesk.queries.search import hits, reach, scan
from helpdesk.queries.search.behind import messages_behind
from helpdesk.queries.search.frequency import Frequencies
from helpdesk.queries.search.index import LAST_ID
from helpdesk.queries.search.scan import newest, readable_by
from tests.cast import Desk
from tests.helpdesk.search.test_search import mail

REFUNDS = 24
WITHDRAWN = 5  # counted from the newest


@pytest.fixture
def refunds(either_desk: Desk) -> list[int]:
    """Ids of the messages with the word, newest first: a third of them for anna's team, the rest for charlie's."""
    written = [mail(either_desk, f"Please refund {nth}", address=f"c{nth}@mail.example") for nth in range(REFUNDS)]
    ids = sorted((message.id for message in written), reverse=True)
    with db.transaction() as session:
        for nth, message in enumerate(written):
            (team_id,) = (either_desk.cast.charlie if nth % 3 else either_desk.cast.anna).team_ids
            session.execute(update(Ticket).where(Ticket.id == message.ticket_id).values(team_id=team_id))
        withdrawn = update(Message).where(Message.id == ids[WITHDRAWN])
        session.execute(withdrawn.values(delivery_state=DeliveryState.WITHDRAWN))
    return ids


def behind(actor: Actor, *, below: int, depth: int, limit: int) -> list[int]:
    with db.reading() as session:
        return messages_behind(session, readable_by(actor, ()), ["refund"], below=below, depth=depth, limit=limit)


@pytest.mark.parametrize("part", [0.0, 0.001, 0.02, 0.5, 1.0])
def test_the_newest_that_a_reader_may_see_are_found(
    either_desk: Desk, refunds: list[int], monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    believed = Frequencies(rows=10_000.0, last_id=refunds[0], words=["refund"], parts=[part])
    monkeypatch.setattr(reach, "frequencies", lambda _session, _name: believed)
    shown = [id for nth, id in enumerate(refunds) if nth != WITHDRAWN]
    hers = [id for nth, id in enumerate(refunds) if nth != WITHDRAWN and (REFUNDS - 1 - nth) % 3 == 0]
    assert len(hers) == 7

    anna, dora = either_desk.cast.anna, either_desk.cast.dora
    assert behind(anna, below=LAST_ID, depth=100, limit=100) == hers
    assert behind(anna, below=LAST_ID, depth=100, limit=3) == hers[:3]
    assert behind(anna, below=hers[1], depth=100, limit=3) == hers[2:5]
    assert behind(anna, below=hers[-1], depth=100, limit=3) == []
    assert behind(dora, below=LAST_ID, depth=100, limit=100) == shown
    assert behind(dora, below=shown[2], depth=100, limit=5) == shown[3:8]


def test_no_further_than_so_many_hits_is_looked(either_desk: Desk, refunds: list[int]) -> None:
    assert behind(either_desk.cast.dora, below=LAST_ID, depth=4, limit=100) == refunds[:4]
    assert len(behind(either_desk.cast.anna, below=refunds[WITHDRAWN], depth=6, limit=100)) == 2


def test_a_search_that_looks_far_down_answers_what_one_near_does(
    either_desk: Desk, refunds: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(actor: Actor) -> list[int]:
        with db.reading() as session:
            return newest(session, actor, ["refund"], limit=7)[1]

    near = [found(actor) for actor in (either_desk.cast.anna, either_desk.cast.charlie, either_desk.cast.dora)]
    asked: list[int] = []

    def noting(*given: object, depth: int, **options: object) -> list[int]:
        asked.append(depth)
        return messages_behind(*given, depth=depth, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(scan, "messages_behind", noting)
    monkeypatch.setattr(scan, "FEW", 0)
    monkeypatch.setattr(hits, "NEAR", 4)
    far = [found(actor) for actor in (either_desk.cast.anna, either_desk.cast.charlie, either_desk.cast.dora)]

    assert far == near
    assert len(near[0]) == 7
    assert asked or not db.current().is_sqlite  # PostgreSQL may have read them all at once
