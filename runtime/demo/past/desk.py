"""The desk of the past: what its gateway, its clock and its agents would have done, at a moment that is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from channels.base import Adapter, ConnectionTest, Outgoing, Receipt
from channels.delivery import Post, drain
from channels.email.parse import parse_email
from channels.email.parsed import ParsedEmail
from channels.email.raw_mail import Place as MailPlace
from channels.email.raw_mail import packed
from channels.email.reader import MailReadingChild
from channels.email.reading import MailReader
from channels.intake import store_raw
from channels.intake_drain import Drain
from channels.outgoing import channels_with_work
from channels.registry import adapter_of
from channels.telegram.client import BotClient
from channels.telegram.drain import TelegramDrain
from channels.telegram.keys import key_of
from channels.telegram.storing import store_updates
from helpdesk import clock, db, leases, presence
from helpdesk.actions import sla_sweep
from helpdesk.actions.attachments import StoredFile, add_agent_file
from helpdesk.actions.release import release_due
from helpdesk.leases import Fence
from helpdesk.models import Agent, Channel, ChannelKind, PresenceStatus, Role, TeamMember, Ticket
from helpdesk.permissions import Actor, ActorKind
from routing.jobs import route
from runtime.demo.bot_api.world import Bot
from runtime.demo.channels import Channels

ZONE: Final = ZoneInfo("Europe/Kyiv")
OWNER: Final = "past"
TICK: Final = timedelta(minutes=30)


class ReadingHere(MailReadingChild):
    """Reads mails in this process: these were written by us."""

    def read(self, mails: Sequence[bytes]) -> list[ParsedEmail]:  # type: ignore[override]
        """Return what each says."""
        return [parse_email(mail) for mail in mails]


class Desk:
    """Plays what a running desk does. Every verb happens at the moment the clock is held at."""

    def __init__(self, channels: Channels, bot: Bot, *, bot_url: str) -> None:
        self.channels, self._bot = channels, bot
        with db.reading() as session:
            found = {id: session.get_one(Channel, id) for id in (channels.mail, channels.telegram, channels.chat)}
            self.agents = list(session.scalars(select(Agent).where(Agent.role == Role.AGENT).order_by(Agent.id)))
            self.teams = _teams(session)
        self._fences = {id: _owned(id) for id in found}
        self._ways = {
            id: _Way(_adapter(channel, bot_url, bot.token), self._fences[id]) for id, channel in found.items()
        }
        self._mails = Drain(channels.mail, self._fences[channels.mail], MailReader(found[channels.mail], ReadingHere()))
        self._updates = TelegramDrain(found[channels.telegram], self._fences[channels.telegram])
        self._uid = 0
        self._ticked_at: datetime | None = None
        self._here: list[int] = []

    def close(self) -> None:
        """Give the channels up, for the gateway that comes."""
        self._mails.close()
        for way in self._ways.values():
            way.adapter.close()
        for fence in self._fences.values():
            leases.release(fence)

    def take_mail(self, letter: bytes) -> None:
        """Take in a mail that lies in the desk's mailbox."""
        self._uid += 1
        place = MailPlace(f"past/{self._uid}", "INBOX", "inbox", self._uid, received_at=clock.now())
        with db.transaction() as session:
            store_raw(session, self.channels.mail, packed([(place, letter)]))
        self._mails.run()

    def take_updates(self) -> None:
        """Take in what waits at the bot."""
        updates = self._bot.queue.first(100)
        if updates:
            with db.transaction() as session:
                store_updates(session, self.channels.telegram, int(self._bot.as_json["id"]), updates)
            self._bot.queue.confirm(updates[-1]["update_id"] + 1)
            self._updates.drain(_Never())

    def route(self) -> None:
        """Let the agents on duty be there, and give out what waits."""
        self._staff()
        route()

    def deliver(self) -> None:
        """Send what is due on all channels."""
        with db.transaction() as session:
            release_due(session)
            due = channels_with_work(session)
        for channel_id in due:
            way = self._ways[channel_id]
            drain(Post(channel_id, way.adapter, way.fence))

    def tick(self) -> None:
        """Do what the clock does, every half hour of the past."""
        now = clock.now()
        if self._ticked_at is not None and now - self._ticked_at < TICK:
            return
        self._ticked_at = now
        sla_sweep.sweep()

    def ticket(self, ticket_id: int) -> Ticket:
        """Return a ticket as it is now."""
        with db.reading() as session:
            return session.get_one(Ticket, ticket_id)

    def on_duty(self) -> list[Agent]:
        """Return who is at work: the early ones from eight to five, the late ones from eleven to eight."""
        return [agent for n, agent in enumerate(self.agents) if _is_at_work(clock.now(), is_late=n % 2 == 1)]

    def members(self, team_id: int | None) -> list[Agent]:
        """Return who works in a team, everybody for none."""
        return [agent for agent in self.agents if team_id is None or agent.id in self.teams.get(team_id, ())]

    def _staff(self) -> None:
        here = [agent.id for agent in self.on_duty()]
        with db.transaction() as session:
            for agent_id in set(here) - set(self._here):
                by = Actor(ActorKind.AGENT, agent_id, Role.AGENT)
                presence.choose_status(session, agent_id, status=PresenceStatus.AVAILABLE, by=by)
            presence.mark_seen(session, here)
            if here != self._here:
                presence.announce_gone(session)
        self._here = here


@dataclass(frozen=True, slots=True)
class _Way:
    adapter: Adapter
    fence: Fence


@dataclass(frozen=True, slots=True)
class _Never:
    stopping: bool = False

    def wait(self, timeout_s: float) -> bool:
        return False


class _QuickBot:
    """The bot's way out without the typed client, whose import alone takes seconds."""

    kind = ChannelKind.TELEGRAM
    is_local = False
    slots = 1

    def __init__(self, url: str, token: str) -> None:
        self._client = BotClient(url, token)

    def send(self, outgoing: Outgoing) -> Receipt:
        sent = self._client.call("sendMessage", {"chat_id": outgoing.peer, "text": outgoing.text})
        key = key_of(sent)
        return Receipt(external_ids=(key,) if key else ())

    def note_sent(self, session: Session, outgoing: Outgoing) -> None:
        """Nothing hangs on it."""

    def test_connection(self) -> ConnectionTest:
        return ConnectionTest(is_working=True)

    def close(self) -> None:
        self._client.close()


def _adapter(channel: Channel, bot_url: str, token: str) -> Adapter:
    return _QuickBot(bot_url, token) if channel.kind is ChannelKind.TELEGRAM else adapter_of(channel)


def _teams(session: Session) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for member in session.scalars(select(TeamMember)):
        found.setdefault(member.team_id, set()).add(member.agent_id)
    return found


def file_of_agent(session: Session, name: str, blob: str, size: int, *, agent_id: int) -> str:
    """Let a stored PDF wait for an agent's answer; return what the answer calls it."""
    return add_agent_file(session, StoredFile(name, "application/pdf", size, blob), agent_id=agent_id).public_id


def _owned(channel_id: int) -> Fence:
    fence = leases.acquire(f"channel:{channel_id}", OWNER)
    assert fence is not None
    return fence


def _is_at_work(at: datetime, *, is_late: bool) -> bool:
    local = at.astimezone(ZONE)
    begin, end = (11, 20) if is_late else (8, 17)
    return local.weekday() < 6 and begin <= local.hour < end
