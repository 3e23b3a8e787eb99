"""What a widget asks before the first message, and what it sets aside or refuses without asking anything."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select

from helpdesk import db, ratelimit
from helpdesk.config import Config
from helpdesk.models import Channel, Customer, Ticket, Visitor
from tests.cast import Desk
from tests.edge import signed_in_browser
from tests.web.chat.asking import ticket_id_of
from tests.widgets import Widget, new_token, open_widget, rest, row_counts

NAME = {"key": "name", "kind": "name", "is_required": True}
MAIL = {"key": "email", "kind": "email"}
TOPIC = {"key": "topic", "kind": "choice", "label": {"en": "What about?"}, "options": [{"value": "returns"}]}


def design(desk: Desk, **parts: Any) -> None:
    """Give the desk's widget a design."""
    with db.transaction() as session:
        session.get_one(Channel, desk.channel_id).config = {"widget": parts}


def refusal(widget: Widget, **more: object) -> tuple[str, str]:
    """Send a message that is refused; returns the code and the detail."""
    client_id = widget.write("Hello", **more)
    frame = widget.next("refused", where=lambda one: one["client_id"] == client_id)
    return frame["code"], frame["detail"]


def seen_by_anna(server: Config, number: int) -> dict[str, Any]:
    """Return what an agent is shown of a ticket's visitor."""
    with signed_in_browser(server, "anna") as anna:
        shown: dict[str, Any] = anna.get(f"/api/tickets/{ticket_id_of(number)}/visitor").json()
    return shown


def test_a_form_is_asked_once_and_its_answers_reach_the_agent(desk: Desk, server: Config) -> None:
    design(desk, form=[NAME, MAIL, TOPIC])
    answers = {"name": "Віра", "email": "vera.new@shop.example", "topic": "returns", "invented": "x"}
    with open_widget(server, desk) as widget:
        refused = [
            refusal(widget),
            refusal(widget, form={"name": "V", "email": "nowhere"}),
            refusal(widget, form={"name": "V", "topic": "else"}),
        ]
        number = widget.writes("Hello", form=answers)["ticket"]
        again = widget.writes("And more")

    seen = seen_by_anna(server, number)
    assert refused == [("form", "name"), ("form", "email"), ("form", "topic")]
    assert again["ticket"] == number
    assert {one["key"]: one["text"] for one in seen["said"]} == {
        "name": "Віра",
        "email": "vera.new@shop.example",
        "topic": "returns",
    }
    assert (seen["email"], seen["verified"]) == ("vera.new@shop.example", False)
    with db.reading() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
        assert session.get_one(Customer, ticket.customer_id).name == "Віра"


def test_without_consent_nothing_is_kept(desk: Desk, server: Config) -> None:
    design(desk, consent={"is_asked": True, "text": {"en": "We keep what you write."}})
    before = row_counts()
    with open_widget(server, desk) as widget:
        code, _ = refusal(widget)
        assert row_counts() == before
        widget.writes("Hello", consent=True)

    assert code == "consent"
    with db.reading() as session:
        assert session.scalars(select(Visitor)).one().consented_at is not None


def test_a_widget_for_identified_visitors_takes_nobody_else(desk: Desk, server: Config) -> None:
    design(desk, needs_identity=True)
    with open_widget(server, desk) as widget:
        assert refusal(widget)[0] == "identity"


@pytest.mark.parametrize(
    ("text", "more", "is_spam"),
    [
        ("Hello", {"website": "https://spam.example"}, True),
        ("Buy " + " ".join(f"https://spam{n}.example/x" for n in range(6)), {}, True),
        ("See https://shop.example/order/7 and https://shop.example/order/8", {}, False),
    ],
)
def test_what_looks_like_spam_is_kept_and_set_aside(
    desk: Desk, server: Config, text: str, more: dict[str, str], is_spam: bool
) -> None:
    with open_widget(server, desk) as widget:
        number = widget.writes(text, **more)["ticket"]

    with db.reading() as session:
        ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
    assert (ticket.spam_at is not None) is is_spam


def test_the_same_words_from_many_strangers_are_sown(desk: Desk, server: Config) -> None:
    ratelimit.forget_all()
    for _ in range(5):
        with open_widget(server, desk) as widget:
            widget.writes("Dear sir, I have an offer for you that you cannot refuse today")

    with db.reading() as session:
        spam = [ticket.spam_at is not None for ticket in session.scalars(select(Ticket).order_by(Ticket.id))]
    assert spam == [False, False, False, True, True]


def upload(client: httpx.Client, name: str, data: bytes) -> int:
    return client.post("uploads", files={"file": (name, data, "image/png")}).status_code


def test_files_are_taken_by_what_is_in_them_and_as_the_design_says(desk: Desk, server: Config) -> None:
    png = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000049454e44ae426082")
    with rest(server, desk, new_token()) as client:
        design(desk, uploads={"kinds": ["image"]})
        pictures_only = [
            upload(client, "a.png", png),
            upload(client, "a.png", b"plain text"),
            upload(client, "b.txt", png),
        ]
        design(desk, uploads={"is_allowed": False})
        none = upload(client, "a.png", png)

    assert pictures_only == [201, 415, 201]
    assert none == 415


def test_pages_are_kept_of_who_has_written_and_shown_to_agents(desk: Desk, server: Config) -> None:
    token = new_token()
    with open_widget(
        server, desk, token=token, headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
    ) as widget:
        widget.say({"t": "page", "page": {"url": "https://shop.example/before", "title": "Before"}})
        number = widget.writes("Hello")["ticket"]
        widget.say({"t": "page", "page": {"url": "https://shop.example/tea", "title": "Tea"}})
        widget.say({"t": "page", "page": {"url": "javascript:alert(1)", "title": "Evil"}})
        widget.say({"t": "page", "page": {"url": "https://shop.example/mug", "title": "Mug"}})
        widget.writes("Still me")

    seen = seen_by_anna(server, number)
    assert [visit["title"] for visit in seen["visits"]] == ["Tea", "Mug"]
    assert seen["page"]["url"] == "https://shop.example/mug"
    assert seen["device"] == {"browser": "Firefox 140", "system": "Linux", "kind": "computer"}


def test_a_blocked_visitor_is_told_and_charlie_cannot_block(desk: Desk, server: Config) -> None:
    with open_widget(server, desk) as widget:
        number = widget.writes("Hello")["ticket"]
        with db.transaction() as session:
            ticket = session.scalars(select(Ticket).where(Ticket.number == number)).one()
            ticket.team_id = desk.cast.support_id
        path = f"/api/customers/{ticket.customer_id}/block"
        with signed_in_browser(server, "anna") as anna, signed_in_browser(server, "charlie") as charlie:
            assert charlie.put(path, json={}).status_code == 404
            assert anna.put(path, json={}).status_code == 204
            blocked = refusal(widget)[0]
            assert anna.delete(path).status_code == 204
        widget.writes("Heard again")

    assert blocked == "blocked"
