"""A visitor writes, an agent answers, both see it at once."""

import uuid

import pytest

from helpdesk import db
from helpdesk.actions import lifecycle, reading
from helpdesk.config import Config
from helpdesk.models import Customer, DeliveryState, Message
from tests.cast import Desk
from tests.consoles import Frame, open_console
from tests.edge import signed_in_browser
from tests.stories import answers, gateway_delivers, takes, ticket_of
from tests.widgets import new_token, open_widget, row_counts


def message_id(frame: Frame) -> int:
    return int(frame["ticket"]["last_message_id"])


def is_from_agent(frame: Frame) -> bool:
    return bool(frame.get("message", {}).get("from") == "agent")


def test_a_message_is_acknowledged_with_its_number(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        ack = widget.writes("Привіт! Де моє замовлення?")

    assert (ack["seq"], ack["message"]["text"], ack["message"]["from"]) == (1, "Привіт! Де моє замовлення?", "visitor")


def test_the_agents_answer_reaches_the_visitor(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello")
        ticket_id = console.event("message.received")["ticket"]["id"]
        answers(ticket_id, "Good **day**!", by=desk.cast.anna)
        gateway_delivers(desk)

        event = widget.next("event", where=is_from_agent)

    assert event["message"]["name"] == "Anna"
    assert event["message"]["html"].strip() == "<p>Good <strong>day</strong>!</p>"


def test_nothing_is_kept_of_who_only_looks(desk: Desk, server: Config) -> None:
    before = row_counts()
    with open_widget(server, desk, is_known=False) as widget:
        widget.say({"t": "typing", "on": True})
        widget.say({"t": "seen", "ticket": 1, "seq": 1})
        widget.say({"t": "ping"})
        widget.next("pong")

    assert row_counts() == before


def test_the_same_message_again_is_the_same_message(desk: Desk, server: Config) -> None:
    token, client_id = new_token(), str(uuid.uuid4())
    with open_widget(server, desk, token=token) as widget:
        first = widget.writes("Once", client_id=client_id)
        again = widget.writes("Once", client_id=client_id)
    with open_widget(server, desk, token=token) as widget:
        later = widget.writes("Once", client_id=client_id)

    assert first == again == later
    assert row_counts()["message"] == 1


def test_the_second_tab_sees_what_the_first_one_writes(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as one:
        one.writes("First")
        with open_widget(server, desk, token=token) as other:
            one.writes("From the first tab")
            seen = other.next("event", where=lambda frame: frame["seq"] == 2)
            other.writes("From the second tab")
            back = one.next("event", where=lambda frame: frame["seq"] == 3)

    assert (seen["message"]["text"], back["message"]["text"]) == ("From the first tab", "From the second tab")


def test_a_tab_opened_before_the_first_message_hears_of_it_too(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token, is_known=False) as one:
        one.writes("Hello")
        events = [one.next("event")["seq"]]
        one.writes("Hello again")
        events.append(one.next("event")["seq"])

    assert events == [1, 2]


def test_numbers_have_no_gaps_whatever_happens_to_the_ticket(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("One")
        ticket_id = console.event("message.received")["ticket"]["id"]
        takes(ticket_id, by=desk.cast.anna)
        answers(ticket_id, "Two", by=desk.cast.anna)
        gateway_delivers(desk)
        with db.transaction() as session:
            lifecycle.resolve(session, ticket_id, by=desk.cast.anna)
        widget.next("event", where=lambda frame: frame.get("status") == "resolved")
        widget.writes("Three")
        widget.next("event", where=lambda frame: frame.get("status") == "open")
        seqs = [frame["seq"] for frame in widget.frames if frame["t"] == "event"]

    assert seqs == list(range(1, len(seqs) + 1))
    assert len(seqs) >= 6


def test_after_a_break_exactly_what_was_missed_comes(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget, open_console(signed_in_browser(server, "anna")) as console:
        number = widget.writes("One")["ticket"]
        ticket_id = console.event("message.received")["ticket"]["id"]
    for text in ("Two", "Three"):
        answers(ticket_id, text, by=desk.cast.anna)
        gateway_delivers(desk)

    with open_widget(server, desk, token=token, cursors={str(number): 1}) as widget:
        welcome = widget.frames[0]

    told = [event["message"]["text"] for event in welcome["events"] if event["kind"] == "message"]
    assert told == ["Two", "Three"]
    assert welcome["tickets"][0]["seq"] == welcome["events"][-1]["seq"]
    assert welcome["truncated"] is False


def test_a_new_device_gets_the_newest_part_and_is_told_that_there_is_more(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(server, desk, token=token) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello")
        ticket_id = console.event("message.received")["ticket"]["id"]
    for nth in range(60):
        answers(ticket_id, f"Answer {nth}", by=desk.cast.anna)
        gateway_delivers(desk)

    with open_widget(server, desk, token=token) as widget:
        welcome = widget.frames[0]

    assert welcome["truncated"] is True
    assert len(welcome["events"]) == 50
    assert welcome["events"][-1]["message"]["text"] == "Answer 59"


def test_typing_is_told_both_ways(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello")
        ticket_id = console.event("message.received")["ticket"]["id"]
        console.say({"t": "watch", "ticket": ticket_id})
        console.next("watching")
        widget.next("event")
        widget.say({"t": "typing", "on": True})
        heard = console.next("customer_typing")
        console.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": True})
        told = widget.next("typing")
        console.say({"t": "typing", "ticket": ticket_id, "mode": "reply", "on": False})
        over = widget.next("typing")

    assert heard == {"t": "customer_typing", "ticket": ticket_id, "on": True}
    assert told == {"t": "typing", "on": True, "agent": "Anna", "ticket": told["ticket"]}
    assert over["on"] is False


def test_a_note_being_written_is_not_told_to_the_visitor(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello")
        ticket_id = console.event("message.received")["ticket"]["id"]
        console.say({"t": "watch", "ticket": ticket_id})
        console.next("watching")
        console.say({"t": "typing", "ticket": ticket_id, "mode": "note", "on": True})
        console.next("viewers")

        assert not any(frame["t"] == "typing" for frame in widget.drain())


def test_seen_marks_go_both_ways(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        number = widget.writes("Hello")["ticket"]
        received = console.event("message.received")
        ticket_id = received["ticket"]["id"]
        with db.transaction() as session:
            reading.mark_read(session, ticket_id, message_id=message_id(received), by=desk.cast.anna)
        seen_by_desk = widget.next("seen")
        reply = answers(ticket_id, "Good day", by=desk.cast.anna)
        gateway_delivers(desk)
        seq = widget.next("event", where=is_from_agent)["seq"]
        console.say({"t": "watch", "ticket": ticket_id})
        widget.say({"t": "seen", "ticket": number, "seq": seq})
        read = console.event("message.read")

    assert seen_by_desk == {"t": "seen", "ticket": number, "seq": 1}
    assert read["message"]["id"] == reply.id
    with db.reading() as session:
        assert session.get_one(Message, reply.id).delivery_state is DeliveryState.READ


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"text": "x" * 10_001}, "too_long"),
        ({"text": "x" * 120_000}, "too_long"),
        ({"text": " \n "}, "empty"),
        ({"text": 5}, "invalid"),
        ({"text": "Hello", "verified": True}, "invalid"),
        ({"text": "Hello", "attachments": ["0" * 32]}, "attachment"),
        ({"text": "Hello", "attachments": "none"}, "attachment"),
        ({"text": "Hello", "token": "short"}, "invalid"),
    ],
)
def test_a_message_that_cannot_be_taken_is_refused_by_name(
    desk: Desk, server: Config, frame: dict[str, object], code: str
) -> None:
    with open_widget(server, desk) as widget:
        client_id = widget.write(**frame)
        refused = widget.next("refused")

        assert widget.writes("And now a good one")["seq"] == 1
    assert (refused["client_id"], refused["code"]) == (client_id, code)


def test_ten_thousand_characters_are_fine(desk: Desk, server: Config) -> None:
    text = "Ґанок 🏠 "[:8] * 1_250
    with open_widget(server, desk) as widget:
        assert len(text) == 10_000
        assert widget.writes(text)["message"]["text"] == text


BAD = [
    "{",
    "[]",
    "",
    '{"t":"send"}',
    '{"t":"nonsense"}',
    '{"t":"typing","on":"yes"}',
    '{"t":"seen","ticket":-1,"seq":0}',
    '{"t":"hello","token":null}',
    '{"t":"ping","more":1}',
    '{"t":"ping","x":NaN}',
    "[" * 50_000,
    "x" * 600_000,
]


@pytest.mark.parametrize("frame", BAD)
def test_one_mistake_is_answered_and_forgiven(desk: Desk, server: Config, frame: str) -> None:
    with open_widget(server, desk) as widget:
        widget.connection.send(frame)
        widget.next("problem")

        assert widget.writes("Hello")["seq"] == 1


def test_a_lone_surrogate_is_dropped_and_the_rest_is_kept(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        client_id = str(uuid.uuid4())
        widget.connection.send(
            f'{{"t":"send","client_id":"{client_id}","token":"{widget.token}","ticket":null,"text":"a\\ud83d!"}}'
        )

        assert widget.next("ack")["message"]["text"] == "a!"


def test_who_is_blocked_is_told_so(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello")
        customer_id = console.event("message.received")["ticket"]["customer"]["id"]
        with db.transaction() as session:
            customer = session.get_one(Customer, customer_id)
            customer.blocked_at = customer.created_at
        widget.write("Again")

        assert widget.next("refused")["code"] == "blocked"


def test_two_browsers_writing_at_once_get_a_ticket_each(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as vera, open_widget(server, desk) as oleh:
        vera.write("Vera")
        oleh.write("Oleh")
        numbers = {vera.next("ack")["ticket"], oleh.next("ack")["ticket"]}

    assert len(numbers) == 2
    assert row_counts()["ticket"] == 2


def test_the_agents_side_shows_where_the_visitor_wrote_from(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget, open_console(signed_in_browser(server, "anna")) as console:
        widget.writes("Hello", name="Віра")
        frame = console.event("message.received")

    assert frame["ticket"]["customer"]["name"] == "Віра"
    with db.reading() as session:
        message = session.get_one(Message, message_id(frame))
    assert ticket_of(message).number == frame["ticket"]["number"]
