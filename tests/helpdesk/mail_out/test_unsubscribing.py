"""Letters nobody pressed send for can be ended by whoever gets them; answers of people come all the same."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from channels.email.writing.compose import compose
from channels.email.writing.letter import Letter
from helpdesk import clock, db, mail_tokens
from helpdesk.actions import unsubscribing
from helpdesk.actions.client_base.merge import merge, unmerge
from helpdesk.actions.client_base.profile import ProfileChanges, change_profile, create_customer
from helpdesk.errors import Expired
from helpdesk.models import Customer
from helpdesk.queries.client_base.files import customer_table
from tests.automating import LETTER, arranges, drained, letters, runs
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.helpdesk.mail_out.test_ratings import asked, resolved
from tests.mailboxes import answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Sink
from tests.stories import visitor_writes

Open = Callable[..., Browser]


def is_out(customer_id: int) -> bool:
    with db.reading() as session:
        return session.get_one(Customer, customer_id).unsubscribed_at is not None


def leaves(customer_id: int) -> None:
    with db.transaction() as session:
        unsubscribing.unsubscribe(session, mail_tokens.customer_token(customer_id))


def path(customer_id: int) -> str:
    return urlsplit(unsubscribing.link_of(customer_id)).path


def test_a_question_for_a_rating_says_how_to_end_such_letters(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, ask_rating=True)
    resolved(desk, channel)
    asked()
    deliver(channel)

    answer, question = sink.kept[-2:]
    assert answer.mail["List-Unsubscribe"] is None
    assert "/unsubscribe/" not in answer.text + answer.html
    assert "/unsubscribe/" in str(question.mail["List-Unsubscribe"])
    assert "/unsubscribe/" in question.text
    assert "/unsubscribe/" in question.html


@pytest.mark.parametrize(
    ("url", "post"), [("https://desk.example/u", "List-Unsubscribe=One-Click"), ("http://a/u", None)]
)
def test_one_click_is_offered_where_the_address_is_safe(url: str, post: str | None) -> None:
    letter = Letter(
        "<1@a.example>",
        ("", "a@a.example"),
        [("", "b@b.example")],
        "s",
        "t",
        "<p>t</p>",
        clock.now(),
        unsubscribe_url=url,
    )

    mail = compose(letter).data.decode()

    assert f"List-Unsubscribe: <{url}>" in mail
    found = re.search(r"List-Unsubscribe-Post: (.+)\r", mail)
    assert (found and found[1]) == post


def test_opening_the_link_changes_nothing_and_a_mail_program_needs_one_post(desk: Desk, browser: Open) -> None:
    customer_id, reader = visitor_writes(desk).customer_id, browser()

    shown = reader.page(path(customer_id))
    before = is_out(customer_id)
    done = reader.client.post(path(customer_id), data={"List-Unsubscribe": "One-Click"})
    again = reader.client.post(path(customer_id), data={"List-Unsubscribe": "One-Click"})

    assert (shown.status_code, before) == (200, False)
    assert (done.status_code, again.status_code, is_out(customer_id)) == (200, 200, True)
    assert 'name="again"' in done.text
    reader.submit(path(customer_id), {"again": "1"})
    assert not is_out(customer_id)


def test_a_guessed_link_is_no_link(desk: Desk, browser: Open) -> None:
    good = path(visitor_writes(desk).customer_id)

    assert browser().page(f"{good[:-1]}{'a' if good[-1] != 'a' else 'b'}").status_code == 410
    assert browser().page("/unsubscribe/%00").status_code == 410


def test_who_unsubscribed_is_not_asked_for_a_rating_and_is_answered_all_the_same(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, ask_rating=True)
    first = writes(channel)
    leaves(first.customer_id)

    answers_by_mail(resolved(desk, channel), by=desk.cast.anna)

    assert asked() == 0
    deliver(channel)
    assert len(sink.kept) == 2


def test_a_rule_says_why_it_did_not_write(desk: Desk) -> None:
    arranges(desk, "ticket.created", LETTER)
    leaves(visitor_writes(desk).customer_id)

    drained()

    assert letters() == []
    assert runs()[0].done == [{"do": "letter", "ok": False, "code": "unsubscribed"}]


def test_merged_customers_are_out_when_either_is_and_part_as_they_were(desk: Desk) -> None:
    dora = desk.cast.dora
    with db.transaction() as session:
        one, other = (create_customer(session, ProfileChanges(name=name), by=dora).id for name in ("Vera", "Vera 2"))
    leaves(one)
    with db.transaction() as session:
        merge(session, one, into_id=other, by=dora)
    assert is_out(other)
    with db.reading() as session:
        assert unsubscribing.find(session, mail_tokens.customer_token(one)).id == other
    with db.transaction() as session:
        unmerge(session, one, from_id=other, by=dora)

    assert (is_out(one), is_out(other)) == (True, False)


def test_an_agent_may_set_it_and_a_table_shows_it(desk: Desk) -> None:
    customer_id = visitor_writes(desk).customer_id
    with db.transaction() as session:
        change_profile(session, customer_id, ProfileChanges(is_unsubscribed=True), by=desk.cast.anna)

    with db.reading() as session:
        head, [row] = customer_table(session, desk.cast.anna, [customer_id])
    assert row[head.index("unsubscribed_at")] is not None
    with db.transaction() as session:
        change_profile(session, customer_id, ProfileChanges(is_unsubscribed=False), by=desk.cast.anna)
    assert not is_out(customer_id)


def test_a_link_of_who_was_forgotten_has_ended(desk: Desk) -> None:
    customer_id = visitor_writes(desk).customer_id
    with db.transaction() as session:
        session.get_one(Customer, customer_id).erased_at = clock.now() + timedelta(0)

    with db.reading() as session, pytest.raises(Expired):
        unsubscribing.find(session, mail_tokens.customer_token(customer_id))
