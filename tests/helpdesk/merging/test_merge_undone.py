"""A merge that is taken back has not happened, whatever the tickets had been through."""

import random

import pytest

from tests.cast import Desk
from tests.helpdesk.merging.histories import SENDERS, answers, happens, home_of, merged, standing, taken_back
from tests.helpdesk.sla.promised import promise
from tests.mails import arrives, gateway_sends, mail, open_mailbox


@pytest.mark.parametrize("seed", range(15))
def test_taken_back_at_once_everything_is_as_before(desk: Desk, seed: int) -> None:
    chance, box = random.Random(seed), open_mailbox()
    promise(desk, {"first_response": 60, "next_response": 60, "resolution": 600})
    ids = [arrives(mail(box, f"Mail {n}", sender=chance.choice(SENDERS))).ticket_id for n in range(3)]
    for _ in range(chance.randrange(15)):
        happens(chance, desk, box, ids)
    before = standing(*ids)
    ticket_id, into_id, third_id = chance.sample(ids, 3)

    merged(ticket_id, into_id, by=desk.cast.anna)
    assert standing(*ids) != before
    if chance.random() < 0.5:
        merged(into_id, third_id, by=desk.cast.boris)
        taken_back(into_id, by=desk.cast.boris)
    taken_back(ticket_id, by=desk.cast.anna)

    assert standing(*ids) == before


def test_what_came_since_stays_where_it_belongs(desk: Desk) -> None:
    box = open_mailbox()
    first = arrives(mail(box, "One", mail_id="<one@shop>"))
    second = arrives(mail(box, "Two", sender="oleh@z.test", mail_id="<two@shop>"))
    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)
    to_first = arrives(mail(box, "One again", answers="<one@shop>"))
    to_second = arrives(mail(box, "Two again", sender="oleh@z.test", answers="<two@shop>"))

    back = taken_back(second.ticket_id, by=desk.cast.anna)

    assert home_of(to_first).id == first.ticket_id
    assert home_of(to_second).id == second.ticket_id
    assert (home_of(to_first).message_count, home_of(to_second).message_count) == (2, 2)
    assert (back.last_message_id, home_of(first).last_message_id) == (to_second.id, to_first.id)


def test_an_answer_given_meanwhile_answers_whom_it_went_to(desk: Desk) -> None:
    box = open_mailbox()
    first = arrives(mail(box, "One"))
    second = arrives(mail(box, "Two", sender="oleh@z.test"))
    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)
    answer = answers(first.ticket_id, by=desk.cast.anna)
    gateway_sends(box)

    taken_back(second.ticket_id, by=desk.cast.anna)

    assert home_of(answer).id == second.ticket_id
    assert home_of(first).message_count == 1


def test_taking_back_twice_changes_nothing(desk: Desk) -> None:
    box = open_mailbox()
    first, second = arrives(mail(box, "One")), arrives(mail(box, "Two"))
    merged(second.ticket_id, first.ticket_id, by=desk.cast.anna)
    version = taken_back(second.ticket_id, by=desk.cast.anna).version

    assert taken_back(second.ticket_id, by=desk.cast.anna).version == version
