"""The filter within a search, in three languages."""

import pytest

from helpdesk import db
from helpdesk.actions import label, lifecycle, tags
from helpdesk.models import Attachment, Priority
from helpdesk.queries.rows import Json
from helpdesk.queries.search import search
from helpdesk.queries.search.operators import Read, Term, read_query
from tests.cast import Desk
from tests.stories import takes, visitor_writes


def found(desk: Desk, query: str) -> Json:
    with db.reading() as session:
        return search(session, desk.cast.anna, query)


def test_a_query_is_taken_apart_into_words_and_filter() -> None:
    read = read_query('refund status:Open -tag:vip team:"Second line" метка:Ёлка https://shop.example 10:30')

    assert read.words.split() == ["refund", "https://shop.example", "10:30"]
    assert read.terms == (
        Term("status", "open"),
        Term("tag", "vip", is_not=True),
        Term("team", "second line"),
        Term("tag", "елка"),
    )
    assert read_query("") == Read("")


@pytest.mark.parametrize("query", ['team:"', "tag:", "::", '-:""', "status:" + "x" * 200, "tag:a " * 50])
def test_nothing_typed_is_an_error(desk: Desk, query: str) -> None:
    assert found(desk, query)["tickets"] == []


def test_filters_find_tickets_in_three_languages(desk: Desk) -> None:
    cast = desk.cast
    one = visitor_writes(desk, "Where is my refund?", browser="one").ticket_id
    other = visitor_writes(desk, "A refund, please", browser="other").ticket_id
    with db.transaction() as session:
        label.set_team(session, one, team_id=cast.support_id, by=cast.dora)
        label.set_priority(session, one, priority=Priority.URGENT, by=cast.dora)
        tags.change_tags(session, one, add=["vip"], by=cast.dora)
        lifecycle.resolve(session, other, by=cast.dora)
    takes(one, by=cast.anna)

    for query in (
        "status:open",
        "статус:открыто",
        "статус:відкрито refund",
        "team:support",
        "команда:supp refund",
        "tag:VIP",
        "мітка:vip",
        "priority:urgent",
        "приоритет:срочный",
        "assignee:me",
        "відповідальний:я",
        "-status:resolved",
        "channel:chat -status:resolved",
        "after:2020-01-01 tag:vip",
        "-has:file tag:vip",
    ):
        assert [row["id"] for row in found(desk, query)["tickets"]] in ([one], []), query
        hits = {row["id"] for row in found(desk, query)["tickets"]}
        hits |= {hit["ticket_id"] for hit in found(desk, query)["messages"]}
        assert hits == {one}, query
    for query in ("before:2020-01-01", "has:file", "is:snoozed", "tag:vip status:resolved", "assignee:nobody tag:vip"):
        assert found(desk, query)["tickets"] == [], query


def test_what_means_nothing_here_is_said_and_not_left_out(desk: Desk) -> None:
    visitor_writes(desk)

    answer = found(desk, "команда:луна before:вчера hello")

    assert answer["unknown"] == ["team:луна", "before:вчера"]
    assert answer["tickets"] == answer["messages"] == []


def test_the_filter_shows_nobody_what_they_may_not_see(desk: Desk) -> None:
    ticket_id = visitor_writes(desk, "A secret refund").ticket_id
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=desk.cast.dora)

    with db.reading() as session:
        answer = search(session, desk.cast.charlie, "team:support refund")
    assert answer["tickets"] == answer["messages"] == answer["files"] == []


def test_a_file_is_found_by_its_name_on_either_database(either_desk: Desk) -> None:
    message = visitor_writes(either_desk, "See the file")
    with db.transaction() as session:
        session.add(
            Attachment(
                public_id="f" * 32,
                message_id=message.id,
                filename="Счёт-фактура_2026.pdf",
                media_type="application/pdf",
                size=1,
                created_at=message.created_at,
            )
        )

    for query in ("счет", "фактура 2026", "2026.pdf"):
        assert [hit["message_id"] for hit in found(either_desk, query)["files"]] == [message.id], query
    assert [row["id"] for row in found(either_desk, "есть:файл")["tickets"]] == [message.ticket_id]
