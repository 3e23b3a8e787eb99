"""Chat without a socket: long polls, posts, and the same answers."""

import threading
import time
import uuid

from helpdesk.config import Config
from tests.cast import Desk
from tests.stories import answers, gateway_delivers
from tests.web.chat.asking import ticket_id_of
from tests.widgets import new_token, open_widget, rest, row_counts


def letter(text: str = "Hello", **more: object) -> dict[str, object]:
    return {"client_id": str(uuid.uuid4()), "ticket": None, "text": text, "attachments": [], **more}


def test_a_message_can_be_posted_and_posted_again(desk: Desk, server: Config) -> None:
    body = letter()
    with rest(server, desk, new_token()) as client:
        first, again = client.post("messages", json=body), client.post("messages", json=body)

    assert first.status_code == 201
    assert first.json() == again.json()
    assert first.json()["message"]["text"] == "Hello"
    assert row_counts()["message"] == 1


def test_who_has_not_written_stands_at_nothing(desk: Desk, server: Config) -> None:
    before = row_counts()
    with rest(server, desk, new_token()) as client:
        answer = client.get("events").json()

    assert (answer["tickets"], answer["events"], answer["truncated"]) == ([], [], False)
    assert row_counts() == before


def test_a_poll_waits_for_the_answer(desk: Desk, server: Config) -> None:
    with rest(server, desk, new_token()) as client:
        ack = client.post("messages", json=letter()).json()
        ticket_id = ticket_id_of(ack["ticket"])

        def answer_soon() -> None:
            time.sleep(0.5)
            answers(ticket_id, "Good day", by=desk.cast.anna)
            gateway_delivers(desk)

        threading.Thread(target=answer_soon).start()
        began = time.monotonic()
        events: list[dict[str, object]] = []
        while not any(event["kind"] == "message" for event in events):
            after = events[-1]["seq"] if events else ack["seq"]
            events += client.get(f"events?ticket={ack['ticket']}&after={after}&wait=10").json()["events"]
        took_s = time.monotonic() - began

    assert 0.3 < took_s < 5


def test_a_poll_ends_without_news(desk: Desk, server: Config) -> None:
    with rest(server, desk, new_token()) as client:
        ack = client.post("messages", json=letter()).json()

        answer = client.get(f"events?ticket={ack['ticket']}&after=99&wait=1")

    assert answer.json() == {"events": [], "more": False}


def test_old_events_come_page_by_page(desk: Desk, server: Config) -> None:
    with rest(server, desk, new_token()) as client:
        ack = client.post("messages", json=letter()).json()
        ticket_id = ticket_id_of(ack["ticket"])
        for nth in range(110):
            answers(ticket_id, f"Answer {nth}", by=desk.cast.anna)
            gateway_delivers(desk)
        first = client.get(f"events?ticket={ack['ticket']}&after=0").json()
        second = client.get(f"events?ticket={ack['ticket']}&after={first['events'][-1]['seq']}").json()

    assert (len(first["events"]), first["more"], second["more"]) == (100, True, False)
    assert second["events"][0]["seq"] == 101


def test_what_is_wrong_has_the_name_it_has_on_the_socket(desk: Desk, server: Config) -> None:
    with rest(server, desk, new_token()) as client:
        codes = [
            client.post("messages", json=letter("x" * 10_001)).json()["code"],
            client.post("messages", json=letter("  ")).json()["code"],
            client.post("messages", content=b"{").json()["code"],
            client.post("messages", content=b"\xff").json()["code"],
            client.post("messages", json=[1]).json()["code"],
        ]

    assert codes == ["too_long", "empty", "invalid", "invalid", "invalid"]


def test_seen_can_be_put(desk: Desk, server: Config) -> None:
    token = new_token()
    with rest(server, desk, token) as client:
        ack = client.post("messages", json=letter()).json()
        answers(ticket_id_of(ack["ticket"]), "Good day", by=desk.cast.anna)
        gateway_delivers(desk)
        seq = client.get(f"events?ticket={ack['ticket']}&after=1").json()["events"][-1]["seq"]
        put = client.put("seen", json={"ticket": ack["ticket"], "seq": seq})
        wrong = client.put("seen", json={"ticket": "x"})

    assert (put.status_code, wrong.status_code) == (204, 400)
    with open_widget(server, desk, token=token) as widget:
        assert widget.frames[0]["tickets"][0]["customer_seen"] == seq


def test_without_a_token_there_is_nothing(desk: Desk, server: Config) -> None:
    for token in (None, "", "short", "x" * 200):
        with rest(server, desk, token) as client:
            statuses = {
                client.get("events").status_code,
                client.post("messages", json=letter()).status_code,
                client.put("seen", json={"ticket": 1, "seq": 1}).status_code,
                client.get("files/" + "0" * 32).status_code,
            }
        assert statuses == {401}
    assert row_counts()["message"] == 0
