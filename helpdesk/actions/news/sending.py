"""Pushes on their way: claimed, sealed, posted, each to its device at most once. Only the worker imports this."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from helpdesk import clock, db, outgoing, outside, queue, web_push
from helpdesk.actions.news import devices, texts
from helpdesk.actions.news.choices import choices_of
from helpdesk.actions.notifications import SENDING
from helpdesk.crash import crash_point
from helpdesk.left import Left
from helpdesk.models import Agent, Notification, Presence, Push, PushDevice, PushState, Ticket
from helpdesk.news import TRIAL
from helpdesk.permissions import may_see
from helpdesk.presence import is_online
from helpdesk.queries.rights import actor_of
from helpdesk.web_push import Subscription

AT_ONCE: Final = 4
BATCH: Final = 20
MOST_TURNS: Final = 50
ATTEMPTS: Final = 6
FIRST_PAUSE: Final = timedelta(seconds=20)
LEFT_AFTER: Final = timedelta(minutes=2)  # claimed by a process that is gone
WORTH_FOR: Final = timedelta(hours=4)
AT_WORK: Final = timedelta(seconds=90)  # who touched their console within that sees it there
WAITS_FOR: Final = timedelta(minutes=10)  # who is there all the while needs no push
LOOK_AGAIN: Final = timedelta(seconds=45)
GONE: Final = (404, 410)

_turn = threading.Lock()
_left = Left(LEFT_AFTER)


@dataclass(frozen=True, slots=True)
class Ready:
    """A push that was claimed, with all it needs."""

    push_id: int
    device_id: int
    to: Subscription
    body: bytes
    headers: dict[str, str]


def send() -> None:
    """Have what is due sent beside other work: a push service that is slow must not keep tickets waiting."""
    queue.begun(SENDING)
    threading.Thread(target=_send_in_turn, name="pushes", daemon=True).start()


def drain() -> int:
    """Send all that is due; return how many were taken."""
    _give_up_left()
    sent = 0
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="push") as pool:
        for _ in range(MOST_TURNS):
            due = _due()
            if not due:
                break
            sent += sum(pool.map(_send_one, due))
    return sent


def _send_in_turn() -> None:
    with _turn:
        drain()


def _due() -> list[int]:
    with db.reading() as session:
        wanted = select(Push.id).where(
            Push.done_at.is_(None), Push.state == PushState.QUEUED, Push.due_at <= clock.now()
        )
        return list(session.scalars(wanted.order_by(Push.due_at).limit(BATCH)))


def _send_one(push_id: int) -> bool:
    ready = db.retrying(lambda session: _claim(session, push_id))
    if ready is None:
        return False
    crash_point("push.claimed")
    try:
        answer = outgoing.post(ready.to.endpoint, web_push.seal(ready.body, ready.to), headers=ready.headers)
    except outgoing.AddressRefused as error:
        return _finish(ready, PushState.FAILED, str(error.fields.get("reason", error.code)))
    except outgoing.NotSent as error:
        return _again(ready, str(error), None)
    except outgoing.Unanswered as error:
        return _finish(ready, PushState.UNKNOWN, str(error))
    crash_point("push.sent")
    return _answered(ready, answer)


def _answered(ready: Ready, answer: outgoing.Answer) -> bool:
    if answer.is_good:
        return _finish(ready, PushState.SENT)
    if answer.status in GONE:
        with db.transaction() as session:
            devices.forget_gone(session, ready.device_id)
        return False
    said = f"{answer.status} {answer.body}"[:200]
    if answer.status == 429 or answer.status >= 500:
        return _again(ready, said, answer.retry_after_s)
    return _finish(ready, PushState.FAILED, said)


def _claim(session: Session, push_id: int) -> Ready | None:
    push = session.get(Push, push_id, with_for_update=True, populate_existing=True)
    if push is None or push.state is not PushState.QUEUED:
        return None
    notice, device = session.get_one(Notification, push.notification_id), session.get_one(PushDevice, push.device_id)
    agent = session.get_one(Agent, device.agent_id)
    ticket = session.get(Ticket, notice.ticket_id) if notice.ticket_id else None
    if not devices.is_signed_in(session, device):
        devices.forget_gone(session, device.id)
        return None
    if _is_idle(session, push, notice, agent, ticket):
        return None
    push.state, push.attempt = PushState.SENDING, push.attempt + 1
    push.tried_at = push.due_at = clock.now()
    to = devices.subscription(session, device)
    left_s = int((notice.created_at + WORTH_FOR - clock.now()).total_seconds())
    headers = web_push.headers(
        to,
        key=devices.signing_key(session),
        sender=_sender(),
        now_s=int(clock.now().timestamp()),
        ttl_s=left_s,
        urgency="high",
    )
    return Ready(push.id, device.id, to, _body(notice, agent, ticket), headers)


def _is_idle(session: Session, push: Push, notice: Notification, agent: Agent, ticket: Ticket | None) -> bool:
    """Put a push off or away that nobody needs now: it was read, is too old, or its reader is at the console."""
    now = clock.now()
    is_over = notice.read_at is not None or now >= notice.created_at + WORTH_FOR or not _may_see(session, agent, ticket)
    is_here = notice.kind != TRIAL and _is_at_work(session, agent, now)
    if is_over or _is_quiet(session, agent, notice) or (is_here and now > notice.created_at + WAITS_FOR):
        push.state, push.done_at = PushState.SKIPPED, now
        return True
    if is_here:
        push.tried_at, push.due_at = now, now + LOOK_AGAIN
    return is_here


def _is_at_work(session: Session, agent: Agent, now: datetime) -> bool:
    here = session.get(Presence, agent.id)
    if here is None or here.active_at is None or not is_online(here, now):
        return False
    return here.active_at > now - AT_WORK


def _is_quiet(session: Session, agent: Agent, notice: Notification) -> bool:
    return choices_of(session, [agent.id])[agent.id].keeps_quiet(notice.kind, clock.now())


def _may_see(session: Session, agent: Agent, ticket: Ticket | None) -> bool:
    if ticket is None:
        return True
    return may_see(actor_of(session, agent), team_id=ticket.team_id, assignee_id=ticket.assignee_id)


def _body(notice: Notification, agent: Agent, ticket: Ticket | None) -> bytes:
    """Return what the browser shows: what kind of news, of which ticket; never what somebody wrote."""
    number = ticket.number if ticket else 0
    about = {"ticket": notice.ticket_id, "side": notice.data.get("side_id"), "customer": notice.data.get("customer_id")}
    title = texts.line(agent.locale, notice.kind, number=number)
    shown = {"id": notice.id, "title": title, "kind": notice.kind, "lang": agent.locale} | about
    return json.dumps(shown, ensure_ascii=False).encode()


def _sender() -> str:
    url = outside.public_url()
    return url if url.startswith("https://") else f"mailto:desk@{urlsplit(url).hostname}"


def _finish(ready: Ready, state: PushState, error: str = "") -> bool:
    with db.transaction() as session:
        _move(session, ready.push_id, state=state, error=error[:200] or None, done_at=clock.now())
        if state is PushState.SENT:
            session.execute(update(PushDevice).where(PushDevice.id == ready.device_id).values(reached_at=clock.now()))
    return state is PushState.SENT


def _again(ready: Ready, error: str, retry_after_s: int | None) -> bool:
    with db.transaction() as session:
        push = session.get(Push, ready.push_id)
        if push is None or push.attempt >= ATTEMPTS:
            _move(session, ready.push_id, state=PushState.FAILED, error=error[:200], done_at=clock.now())
            return False
        pause = max(FIRST_PAUSE * 4 ** (push.attempt - 1), timedelta(seconds=retry_after_s or 0))
        now = clock.now()
        _move(session, ready.push_id, state=PushState.QUEUED, error=error[:200], tried_at=now, due_at=now + pause)
    return False


def _move(session: Session, push_id: int, **values: datetime | PushState | str | None) -> None:
    session.execute(
        update(Push)
        .where(Push.id == push_id, Push.state == PushState.SENDING)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _give_up_left() -> None:
    """Nobody can know whether what a process had claimed when it died went out; nothing is told twice."""
    claimed = (Push.done_at.is_(None), Push.state == PushState.SENDING)
    with db.reading() as session:
        left = _left.among(session.execute(select(Push.id, Push.attempt).where(*claimed)).all())
    if not left:
        return
    with db.transaction() as session:
        given_up = update(Push).where(*claimed, Push.id.in_(left)).values(state=PushState.UNKNOWN, done_at=clock.now())
        session.execute(given_up.execution_options(synchronize_session=False))
