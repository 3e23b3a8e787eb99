"""Reading tickets over HTTP."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from helpdesk import db
from routing.classification import classify_waiting
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import answers, takes, ticket_of, visitor_writes

Open = Callable[..., Browser]


def test_a_view_gives_the_order_and_the_first_rows(desk: Desk, browser: Open) -> None:
    urgent, other = (ticket_of(visitor_writes(desk, browser=name)) for name in ("one", "two"))
    anna = browser("anna")
    anna.put(f"/api/tickets/{urgent.id}/priority", json={"priority": "urgent"})
    anna.put(f"/api/tickets/{other.id}/priority", json={"priority": "low"})

    answer = anna.get("/api/tickets?view=unassigned&sort=priority").json()

    assert [id for id, _ in answer["order"]] == [urgent.id, other.id]
    assert [row["priority"] for row in answer["rows"]] == ["urgent", "low"]
    assert (answer["view"], answer["sort"], answer["cut"]) == ("unassigned", "priority", None)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("view=nothing", "view"),
        ("view=team:x", "view"),
        ("sort=nothing", "sort"),
        ("number=-1", "number"),
        ("number=x", "number"),
        ("number=99999999999999999999", "number"),
    ],
)
def test_a_question_nobody_can_answer_names_what_is_wrong(browser: Open, query: str, field: str) -> None:
    answer = browser("anna").get(f"/api/tickets?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_a_ticket_is_found_by_its_public_number(desk: Desk, browser: Open) -> None:
    ticket = ticket_of(visitor_writes(desk))

    answer = browser("anna").get(f"/api/tickets?number={ticket.number}")

    assert answer.json()["ticket"]["id"] == ticket.id
    assert browser("anna").get("/api/tickets?number=4711").status_code == 404


def test_an_open_ticket_comes_whole(desk: Desk, browser: Open) -> None:
    ticket = ticket_of(visitor_writes(desk, "Where is my parcel?"))
    takes(ticket.id, by=desk.cast.anna)
    answers(ticket.id, "On its **way**", by=desk.cast.anna)

    found = browser("anna").get(f"/api/tickets/{ticket.id}").json()

    assert [message["kind"] for message in found["messages"]] == ["in", "out"]
    assert "<strong>way</strong>" in found["messages"][1]["html"]
    assert found["assignment"]["agent_id"] == desk.cast.anna.agent_id
    assert found["customer"]["id"] == ticket.customer_id
    assert [one["id"] for one in found["customer"]["tickets"]] == [ticket.id]
    assert (found["has_more"], found["drafts"], found["viewers"]) == (False, {}, [])


def test_older_messages_come_page_by_page(desk: Desk, browser: Open) -> None:
    sent = [visitor_writes(desk, f"message {n}") for n in range(7)]
    at, anna = f"/api/tickets/{sent[0].ticket_id}/messages", browser("anna")

    newest = anna.get(f"{at}?limit=3").json()
    older = anna.get(f"{at}?limit=3&before={newest['messages'][0]['id']}").json()
    oldest = anna.get(f"{at}?limit=3&before={older['messages'][0]['id']}").json()

    ids = [message["id"] for page in (oldest, older, newest) for message in page["messages"]]
    assert ids == [message.id for message in sent]
    assert [page["has_more"] for page in (newest, older, oldest)] == [True, True, False]


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "before=-1", "before=x"])
def test_pages_have_bounds(desk: Desk, browser: Open, query: str) -> None:
    ticket = ticket_of(visitor_writes(desk))

    answer = browser("anna").get(f"/api/tickets/{ticket.id}/messages?{query}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [query.partition("=")[0]]


def test_a_ticket_nobody_can_take_says_why(desk: Desk, browser: Open) -> None:
    ticket = ticket_of(visitor_writes(desk))
    classify_waiting()

    waiting = browser("anna").get(f"/api/tickets/{ticket.id}/routing").json()
    takes(ticket.id, by=desk.cast.anna)
    taken = browser("anna").get(f"/api/tickets/{ticket.id}/routing").json()

    assert (waiting["waiting"], waiting["assignment"]) == (True, None)
    assert "offline" in {reason["code"] for reason in waiting["reasons"]}
    assert (taken["waiting"], taken["assignment"]["by"]) == (False, "agent")


def test_rows_are_asked_for_by_id(desk: Desk, browser: Open) -> None:
    first, second = (ticket_of(visitor_writes(desk, browser=name)) for name in ("one", "two"))

    answer = browser("anna").get(f"/api/ticket-rows?ids={second.id},999,{first.id}")

    assert [row["id"] for row in answer.json()["rows"]] == [second.id, first.id]


@pytest.mark.parametrize("ids", ["", "x", "1,", "1;2", ",".join("1" * 101), "1" * 30])
def test_rows_are_asked_for_in_the_one_way_there_is(browser: Open, ids: str) -> None:
    answer = browser("anna").get(f"/api/ticket-rows?ids={ids}")

    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == ["ids"]


def test_tickets_come_ahead_as_they_come_when_they_are_opened(desk: Desk, browser: Open) -> None:
    first, second = (ticket_of(visitor_writes(desk, browser=name)) for name in ("one", "two"))
    takes(first.id, by=desk.cast.anna)
    anna = browser("anna")

    ahead = anna.get(f"/api/tickets/ahead?ids={second.id},999,{first.id},{second.id}").json()["tickets"]

    assert ahead == [anna.get(f"/api/tickets/{id}").json() for id in (second.id, first.id)]


def test_more_tickets_ahead_take_hardly_more_statements(desk: Desk, browser: Open) -> None:
    found = [ticket_of(visitor_writes(desk, browser=name)).id for name in ("one", "two", "three", "four")]
    anna = browser("anna")

    alone = statements(lambda: anna.get(f"/api/tickets/ahead?ids={found[0]}"))
    together = statements(lambda: anna.get(f"/api/tickets/ahead?ids={','.join(map(str, found))}"))

    assert 10 < alone < together < 2 * alone


def statements(ask: Callable[[], object]) -> int:
    """Count what the database is asked for reading meanwhile."""
    asked: list[str] = []
    engine = db.current().reads
    event.listen(engine, "before_cursor_execute", note := lambda _c, _u, statement, *_: asked.append(statement))
    try:
        ask()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.mark.parametrize("ids", ["", "x", "1,", ",".join("1" * 9)])
def test_a_few_tickets_come_ahead(browser: Open, ids: str) -> None:
    answer = browser("anna").get(f"/api/tickets/ahead?ids={ids}")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["ids"])


def test_counts_are_those_of_the_lists(desk: Desk, browser: Open) -> None:
    ticket_of(visitor_writes(desk))
    mine = ticket_of(visitor_writes(desk, browser="other"))
    takes(mine.id, by=desk.cast.anna)

    counts = browser("anna").get("/api/counts").json()["counts"]
    del counts["breaching"]  # how soon they are due is up to the hour of the day

    others = dict.fromkeys(("mentioned", "followed", "snoozed", "approvals", "sides"), 0)
    assert counts == {"mine": 1, "unassigned": 1, "waiting": 2, "all": 2, f"team:{desk.cast.support_id}": 0} | others
