"""One new address in two hands at the same moment, on PostgreSQL: one customer, and nobody has to try again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from helpdesk import db
from helpdesk.config import Config
from helpdesk.models import Identity, Ticket
from tests.cast import Desk
from tests.edge import Browser, running, signed_in_browser
from tests.mails import arrives, mail, open_mailbox

ROUNDS = 6


@pytest.fixture
def server(postgresql_desk: Desk) -> Iterator[Config]:
    with running(postgresql_desk.config) as config:
        yield config


@pytest.fixture
def people(server: Config) -> Iterator[tuple[Browser, Browser]]:
    with signed_in_browser(server, "anna") as anna, signed_in_browser(server, "boris") as boris:
        yield anna, boris


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    gate = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def writes(agent: Browser, box: int, address: str) -> Callable[[], httpx.Response]:
    recipients = {"to": [["Nina", address]], "subject": "Your parcel"}
    body = {"client_key": uuid4().hex, "channel_id": box, "text": "It is here.", "recipients": recipients}
    return lambda: agent.post("/api/mails", json=body)


def has(agent: Browser, customer_id: int, address: str) -> Callable[[], httpx.Response]:
    body = {"kind": "email", "address": address}
    return lambda: agent.post(f"/api/customers/{customer_id}/identities", json=body)


def tickets_of(address: str) -> int:
    """Return how many tickets the one customer of an address has."""
    with db.reading() as session:
        owner = session.scalars(select(Identity.customer_id).where(Identity.address == address)).one()
        return session.scalar(select(func.count()).select_from(Ticket).where(Ticket.customer_id == owner)) or 0


def test_two_who_write_first_to_one_new_address_write_to_one_customer(people: tuple[Browser, Browser]) -> None:
    box = open_mailbox()
    for turn in range(ROUNDS):
        address = f"nina{turn}@shop.example"
        answers = at_once(*(writes(agent, box, address) for agent in people))

        assert [answer.status_code for answer in answers] == [201, 201]
        assert tickets_of(address) == 2


def test_a_mail_that_comes_as_one_writes_to_its_sender_is_of_the_same_customer(
    people: tuple[Browser, Browser],
) -> None:
    box, other = open_mailbox(), open_mailbox("sales@x.test")
    for turn in range(ROUNDS):
        address = f"nina{turn}@shop.example"
        incoming = mail(other, sender=address)
        answer, message = at_once(writes(people[0], box, address), partial(arrives, incoming))

        assert answer.status_code == 201
        assert message.id
        assert tickets_of(address) == 2


def test_an_address_that_two_add_at_once_is_of_one_customer(people: tuple[Browser, Browser]) -> None:
    known = [agent.post("/api/customers", json={"name": "Nina"}).json()["id"] for agent in people]
    for turn in range(ROUNDS):
        address = f"nina{turn}@shop.example"
        answers = at_once(*(has(agent, id, address) for agent, id in zip(people, known, strict=True)))

        done, refused = sorted(answers, key=lambda answer: answer.status_code)
        assert (done.status_code, refused.status_code) == (201, 409)
        assert refused.json()["code"] == "identity_taken"
