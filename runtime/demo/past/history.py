"""Tells the two weeks: customers write through the world's own servers, agents answer by the desk's own actions."""

import heapq
import itertools
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Final

import structlog
from sqlalchemy import select

from channels.webchat.parse import hash_of_token
from helpdesk import clock, db, storage
from helpdesk.actions import lifecycle, merge, rating_requests, ratings, reply, visitor_identity
from helpdesk.actions.receive import receive_message
from helpdesk.actions.reply import Writing
from helpdesk.actions.visitor_identity import Browser
from helpdesk.config import Config
from helpdesk.errors import DeskError
from helpdesk.incoming import IncomingMessage, NewVisitor, Sender
from helpdesk.models import Agent, Channel, ChannelKind, IdentityKind, Message, Rating, Role
from helpdesk.permissions import Actor, ActorKind
from helpdesk.widget.signed import Person
from runtime.demo import channels, invoice
from runtime.demo.mails import File
from runtime.demo.matter import Voice
from runtime.demo.past import customers
from runtime.demo.past.desk import Desk, file_of_agent
from runtime.demo.past.plan import DAYS, Step, Story, stories
from runtime.demo.people import Customer
from runtime.demo.pictures import photo
from runtime.demo.place import DESK_ADDRESS, Place
from runtime.demo.visitors import token_of
from runtime.demo.world import World, running_world

NUDGES: Final = {
    "en": "Any news about order {}?",
    "ru": "Есть новости по заказу {}?",
    "uk": "Чи є новини щодо замовлення {}?",
}

log = structlog.get_logger()


def make(config: Config, place: Place, *, tickets: int) -> None:
    """Fill an empty desk with two weeks of life that ended a moment ago."""
    now = clock.now()
    with db.reading() as session:
        found = channels.find(session)
    with running_world(place, config.data_dir / "world") as world:
        with clock.fixed(now - timedelta(days=DAYS + 1)):
            customers.introduce(found)
            desk = Desk(found, world.telegram.bot(place.bot_token), bot_url=place.bot_url)
        teller = Teller(desk, world, place)
        try:
            teller.tell(stories(now, tickets=tickets))
        finally:
            with clock.fixed(now):
                desk.close()
    log.info("two weeks of history are made", tickets=len(teller.tickets), steps=teller.steps)


class Teller:
    """Plays the steps of all stories in the order of time."""

    def __init__(self, desk: Desk, world: World, place: Place) -> None:
        self._desk, self._world, self._place = desk, world, place
        self._queue: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.tickets: dict[int, int] = {}  # of stories, by their seed
        self.steps = 0

    def tell(self, told: list[Story]) -> None:
        """Let it all happen."""
        for story in told:
            for step in story.steps:
                self._at(step.at, lambda story=story, step=step: self._step(story, step))  # type: ignore[misc]
        while self._queue:
            at, _, work = heapq.heappop(self._queue)
            with clock.fixed(at):
                self._desk.tick()
                try:
                    work()
                except DeskError as error:
                    log.warning("a step of the past was refused", code=error.code)
            with clock.fixed(at + timedelta(seconds=12)):
                self._desk.deliver()
            self.steps += 1

    def _at(self, at: datetime, work: Callable[[], None]) -> None:
        heapq.heappush(self._queue, (at, next(self._order), work))

    def _step(self, story: Story, step: Step) -> None:
        if step.voice is Voice.CUSTOMER:
            self._customer(story, step)
        elif step.voice is Voice.AGENT:
            self._agent(story, step)
        elif step.voice is Voice.NOTE:
            self._note(story, step)
        else:
            self._resolve(story)

    def _customer(self, story: Story, step: Step) -> None:
        one = story.life
        file = None
        if step.is_first and "photo" in one.matter.marks and one.way is not ChannelKind.WEBCHAT:
            file = File("photo.png", "image/png", photo(story.seed))
        subject = one.matter.subject if step.is_first else ""
        ticket_id = self._write(one.customer, one.way, step.text, subject=subject, file=file)
        self.tickets.setdefault(story.seed, ticket_id)
        if step.nudge is not None:
            later = min(step.at + timedelta(hours=2), story.steps[-1].at)
            self._at(later, lambda: self._nudge(story, step.nudge))
        self._route(ticket_id)

    def _nudge(self, story: Story, way: ChannelKind | None) -> None:
        """The customer asks on another channel as well; whoever has the ticket sees that, and merges the two."""
        assert way is not None
        text = NUDGES[story.life.customer.language].format(story.life.order)
        asked = self._write(story.life.customer, way, text, subject=text, file=None)
        self._route(asked)
        into = self.tickets[story.seed]
        if asked != into and way is not ChannelKind.WEBCHAT:
            self._at(clock.now() + timedelta(minutes=6), lambda: self._merge(asked, into))

    def _merge(self, ticket_id: int, into: int) -> None:
        by = self._acting(self._helper(into))
        with db.transaction() as session:
            merge.merge(session, ticket_id, into_id=into, by=by)

    def _agent(self, story: Story, step: Step) -> None:
        ticket_id = self.tickets[story.seed]
        self._route(ticket_id)
        helper = self._helper(ticket_id)
        files: list[str] = []
        if step.is_last_answer and "invoice" in story.life.matter.marks:
            data = invoice.pdf(story.life.order, story.life.customer)
            blob = storage.put_bytes(data)
            with db.transaction() as session:
                files = [file_of_agent(session, f"invoice-{story.life.order}.pdf", blob, len(data), agent_id=helper.id)]
        with db.transaction() as session:
            reply.send_reply(session, ticket_id, Writing(step.text, str(uuid.uuid4()), files), by=self._acting(helper))

    def _note(self, story: Story, step: Step) -> None:
        ticket_id = self.tickets[story.seed]
        with db.transaction() as session:
            reply.add_note(
                session, ticket_id, Writing(step.text, str(uuid.uuid4())), by=self._acting(self._helper(ticket_id))
            )

    def _resolve(self, story: Story) -> None:
        ticket_id = self.tickets[story.seed]
        with db.transaction() as session:
            lifecycle.resolve(session, ticket_id, by=self._acting(self._helper(ticket_id)))
        if story.life.matter.stars is not None and story.life.way is not ChannelKind.WEBCHAT:
            self._at(clock.now() + timedelta(minutes=20), lambda: self._ask(ticket_id))
            self._at(clock.now() + timedelta(hours=1), lambda: self._rate(story))

    def _ask(self, ticket_id: int) -> None:
        with db.transaction() as session:
            rating_requests.ask(session, ticket_id)

    def _rate(self, story: Story) -> None:
        stars = story.life.matter.stars
        if stars is None or Random(story.seed).random() < 0.25:
            return
        with db.transaction() as session:
            asked = session.scalar(select(Rating.message_id).where(Rating.ticket_id == self.tickets[story.seed]))
            if asked is not None:
                ratings.rate_asked(session, asked, score=stars)

    def _helper(self, ticket_id: int) -> Agent:
        """Return who has a ticket, or somebody on duty who knows its language."""
        ticket = self._desk.ticket(ticket_id)
        everybody = {agent.id: agent for agent in self._desk.agents}
        if ticket.assignee_id in everybody:
            return everybody[ticket.assignee_id]
        able = self._desk.members(ticket.team_id) or self._desk.agents
        here = [agent for agent in able if agent in self._desk.on_duty()] or able
        fluent = [agent for agent in here if agent.locale == ticket.language]
        return (fluent or here)[ticket_id % len(fluent or here)]

    def _route(self, ticket_id: int) -> None:
        if self._desk.ticket(ticket_id).assignee_id is None:
            self._desk.route()

    def _write(self, customer: Customer, way: ChannelKind, text: str, *, subject: str, file: File | None) -> int:
        """Write as a customer and return the ticket it came to."""
        if way is ChannelKind.EMAIL:
            self._world.mail(customer, text, subject=subject, files=(file,) if file else ())
            # Left there, the gateway would read it again: the mailbox is younger than all of this.
            self._desk.take_mail(self._world.office.boxes.take(DESK_ADDRESS))
        elif way is ChannelKind.TELEGRAM:
            self._world.on_telegram(customer, text, file)
            self._desk.take_updates()
        else:
            self._chat(customer, text)
        with db.reading() as session:
            return session.scalars(select(Message.ticket_id).order_by(Message.id.desc()).limit(1)).one()

    def _chat(self, customer: Customer, text: str) -> None:
        channel_id, key = self._desk.channels.chat, str(uuid.uuid4())
        token_hash = hash_of_token(channel_id, token_of(self._place, customer))
        assert token_hash is not None
        incoming = IncomingMessage(
            channel_id=channel_id,
            external_id=f"v:{token_hash[:16]}:{key}",
            peer="",
            sender=Sender(IdentityKind.VISITOR, "", customer.name),
            text=text,
            sent_at=clock.now(),
            client_key=key,
            visitor=NewVisitor(
                token_hash, customer.language, {"url": "https://nordlicht.example/lamps", "title": "Lamps"}
            ),
        )
        person = Person(customer.key, customer.name, customer.address, has_email=True)
        with db.transaction() as session:
            browser = Browser(session.get_one(Channel, channel_id), token_hash, customer.language)
            visitor_identity.bind(session, browser, person)
            receive_message(session, incoming)

    def _acting(self, agent: Agent) -> Actor:
        teams = frozenset(id for id, members in self._desk.teams.items() if agent.id in members)
        return Actor(ActorKind.AGENT, agent.id, Role.AGENT, teams)
