"""The demo: a desk in a pretend world whose customers write on three channels and react to what they are answered."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select

from helpdesk import clock, db, queue, secrets
from helpdesk.actions import reply
from helpdesk.actions.reply import Writing
from helpdesk.models import Agent, Channel, ChannelKind, DeliveryState, Message, MessageKind, Role, Thread
from helpdesk.permissions import Actor, ActorKind
from runtime.demo.people import CUSTOMERS
from runtime.demo.place import Place
from runtime.keys import keys_of
from tests.runtime.desk_up import DeskUp
from tests.runtime.processes import wait_for

pytestmark = pytest.mark.timeout(600)

LONG_S = 120.0


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskUp]:
    """A demo with a short history, ready."""
    folder = tmp_path_factory.mktemp("demo")
    with DeskUp(folder, verb="demo", demo_tickets=4) as desk:
        desk.start(within_s=400.0)
        desk.data_dir = folder / "demo"
        with _connected_to(desk.data_dir, str(desk.run_file["redis_url"])):
            yield desk


def test_the_log_says_how_each_role_signs_in_and_where_customers_are_played(demo: DeskUp) -> None:
    wait_for(lambda: "write as any of the customers on http://127.0.0.1:" in demo.log, timeout_s=LONG_S)

    assert "administrator dora@demo.example, supervisor boris@demo.example or agent olena@demo.example" in demo.log


def test_mailbox_and_bot_are_there_before_the_desk_asks_for_them(demo: DeskUp) -> None:
    wait_for(lambda: "gateway" in demo.run_file["pids"], timeout_s=LONG_S)
    wait_for(lambda: _newest_from_a_customer(ChannelKind.TELEGRAM, after=_began(demo)), timeout_s=LONG_S)

    assert "in trouble" not in demo.log


def test_two_weeks_happened_before_anybody_looked(demo: DeskUp) -> None:
    with db.reading() as session:
        first = session.scalar(select(func.min(Message.created_at)))
        answers = session.scalar(select(func.count()).where(Message.kind == MessageKind.OUT))

    assert first is not None
    assert first < clock.now() - timedelta(days=1)
    assert answers


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_a_customer_writes_by_each_channel_and_reacts_to_the_answer(demo: DeskUp, kind: ChannelKind) -> None:
    began = _began(demo)
    asked = _found(lambda: _newest_from_a_customer(kind, after=began))

    answer = _answer(asked)

    wait_for(
        lambda: _state(answer) in (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.READ), timeout_s=LONG_S
    )
    reacted = _found(lambda: _newest_from_a_customer(kind, after=answer.created_at, on=asked.ticket_id))
    assert reacted.customer_id == asked.customer_id


def test_a_person_writes_as_a_customer_and_sees_it_there(demo: DeskUp) -> None:
    page = Place.saved(demo.data_dir).page_url.rstrip("/")
    words = f"Written by hand {uuid.uuid4()}"

    answer = httpx.post(
        f"{page}/customers/1/email",
        files={"text": (None, words), "subject": (None, "By hand"), "file": ("note.txt", b"a note", "text/plain")},
        headers={"Origin": page},
        timeout=60,
    )

    assert answer.status_code == 201
    wait_for(lambda: _is_on_the_desk(words), timeout_s=LONG_S)
    said = httpx.get(f"{page}/customers/1/email", timeout=60).json()["said"]
    assert [one["files"] for one in said if one["text"] == words] == [["note.txt"]]


def test_no_other_site_writes_as_a_customer(demo: DeskUp) -> None:
    page = Place.saved(demo.data_dir).page_url.rstrip("/")
    form = {"text": (None, "from elsewhere")}

    by_form = httpx.post(f"{page}/customers/1/email", files=form, headers={"Origin": "http://evil.example"}, timeout=60)
    by_name = httpx.get(f"{page}/customers", headers={"Host": "evil.example"}, timeout=60)

    assert (by_form.status_code, by_name.status_code) == (403, 403)


def test_every_page_of_the_desk_says_that_it_is_a_demo(demo: DeskUp) -> None:
    assert "demo-strip" in httpx.get(f"{demo.url}/sign-in", timeout=60).text


def test_the_log_of_a_desk_at_work_on_three_channels_names_nobody_and_quotes_nothing(demo: DeskUp) -> None:
    with db.reading() as session:
        said = {message.text[:40] for message in session.scalars(select(Message)) if len(message.text) > 20}

    assert said
    for canary in (*said, *(one.address for one in CUSTOMERS), *(one.name for one in CUSTOMERS)):
        assert canary not in demo.log


@contextmanager
def _connected_to(folder: Path, redis_url: str) -> Iterator[None]:
    db.connect(f"sqlite:///{folder / 'helpdesk.sqlite3'}")
    queue.connect(redis_url)
    secrets.configure(keys_of(folder))
    yield
    queue.disconnect()
    db.disconnect()


def _began(demo: DeskUp) -> datetime:
    return datetime.fromisoformat(demo.run_file["started_at"])


def _found(look: Callable[[], Message | None]) -> Message:
    found = wait_for(look, timeout_s=LONG_S)
    assert found is not None
    return found


def _newest_from_a_customer(kind: ChannelKind, *, after: datetime, on: int | None = None) -> Message | None:
    with db.reading() as session:
        found = (
            select(Message)
            .join(Thread, Thread.id == Message.thread_id)
            .join(Channel, Channel.id == Thread.channel_id)
            .where(Channel.kind == kind, Message.kind == MessageKind.IN, Message.created_at > after)
            .order_by(Message.id.desc())
        )
        return session.scalars(found if on is None else found.where(Message.ticket_id == on)).first()


def _answer(asked: Message) -> Message:
    with db.transaction() as session:
        dora = session.scalars(select(Agent).where(Agent.role == Role.ADMIN)).one()
        by = Actor(ActorKind.AGENT, dora.id, Role.ADMIN)
        writing = Writing("Thank you for writing, let me look into it for you at once.", str(uuid.uuid4()))
        return reply.send_reply(session, asked.ticket_id, writing, by=by)


def _state(message: Message) -> DeliveryState | None:
    with db.reading() as session:
        return session.get_one(Message, message.id).delivery_state


def _is_on_the_desk(words: str) -> bool:
    with db.reading() as session:
        return session.scalar(select(Message.id).where(Message.text.contains(words))) is not None
