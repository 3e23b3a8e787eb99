"""Tickets in lists and on their own."""

from typing import Any, Literal

from msgspec import UNSET, UnsetType

from web.api.schemas.shown import Shown
from web.api.schemas.shown.customers import CustomerPanel
from web.api.schemas.shown.messages import DraftView, EntryView, MessageView
from web.api.schemas.shown.promises import PromiseView
from web.api.schemas.shown.service_levels import SlaClockView

Priority = Literal["urgent", "high", "normal", "low"]
Category = Literal["new", "open", "pending", "on_hold", "resolved", "closed"]
ChannelKind = Literal["webchat", "email", "telegram"]


class Named(Shown):
    """Whom a row is about."""

    id: int
    name: str


class RowChannel(Shown):
    """Where the ticket came in."""

    id: int
    kind: ChannelKind


class WaitingReason(Shown):
    """Why nobody has the ticket yet."""

    code: str
    params: dict[str, Any] | UnsetType = UNSET  # numbers and words that the code needs


class Row(Shown):
    """A ticket in a list. `version` rises with every change; an older row never replaces a newer one."""

    id: int
    number: int
    version: int
    subject: str
    preview: str
    customer: Named
    channel: RowChannel
    language: str
    type_id: int
    priority: Priority
    status_id: int
    category: Category
    team_id: int | None
    assignee_id: int | None
    created_at: str
    updated_at: str
    last_message_at: str
    last_message_id: int | None
    last_message_from: Literal["customer", "agent"] | None
    waiting_since: str | None
    next_due_at: str | None
    message_count: int
    tags: list[str]
    waiting_reason: WaitingReason | None
    follows_id: int | None
    offer_until: str | None
    snoozed_until: str | None
    merged_into_id: int | None
    is_spam: bool
    is_trashed: bool
    is_emptied: bool
    fields: dict[str, Any]  # custom fields by key
    read_id: int


class TicketList(Shown):
    """A part of a view: ids with sort keys in order, and of the first part the rows that come first.

    cut: id and key up to which the order is whole, null at its end. A part may hold few ids, or none, and yet have a cut.
    """

    position: int
    view: str
    sort: str
    order: list[tuple[int, int]]
    rows: list[Row]
    cut: tuple[int, int] | None


class Rows(Shown):
    """Rows that were asked for by id and may be seen."""

    position: int
    rows: list[Row]


class Keys(Shown):
    """Where tickets stand in a view, null for those that do not belong there."""

    position: int
    view: str
    sort: str
    keys: list[tuple[int, int | None]]


class Counts(Shown):
    """How many tickets each view holds: "mine", "unassigned", "waiting", "all", "breaching", "team:<id>" and so on.

    Saved views, "view:<id>", are counted to 1,000 and come by the socket.
    """

    position: int
    counts: dict[str, int]


class RowAnswer(Shown):
    """The row after a change; null when the change took the ticket out of the agent's sight."""

    ticket: Row | None


class SkillLevel(Shown):
    """A skill and the least level that will do."""

    skill_id: int
    level: int


class Link(Shown):
    """Another ticket this one belongs to."""

    id: int
    number: int
    kind: str
    subject: str


class DetailRow(Row):
    """A row with what only the open ticket shows."""

    skills: list[SkillLevel]
    links: list[Link]


class Thread(Shown):
    """Where the ticket talks with one peer; customer_seen_id: newest of our messages they have seen.

    aside: begun by forwarding to somebody else, whom answers to the customer do not go to. group: the name of the group
    it is in, empty where only the customer reads; topic: the name of its topic there.
    """

    id: int
    channel_id: int
    channel_kind: ChannelKind
    peer_name: str
    customer_seen_id: int
    aside: bool
    group: str
    topic: str


class AnswerRecipients(Shown):
    """Whom an answer by mail goes to, each as [name, address], and under which subject."""

    to: list[tuple[str, str]]
    cc: list[tuple[str, str]]
    bcc: list[tuple[str, str]]
    subject: str


class Reason(Shown):
    """One thing that spoke for an agent."""

    name: str
    value: Any  # a number or a word


class RunnerUp(Shown):
    """Who came next."""

    agent_id: int
    reasons: list[Reason]


class AssignmentView(Shown):
    """Who has the ticket, since when, by whom and why."""

    agent_id: int
    at: str
    by: Literal["routing", "agent", "rule"]
    by_agent_id: int | None
    offer_until: str | None
    accepted_at: str | None
    reasons: list[Reason]
    runners_up: list[RunnerUp]


class Viewer(Shown):
    """An agent who has the ticket open."""

    agent_id: int
    mode: Literal["viewing", "replying"]


class Drafts(Shown):
    """The reader's own drafts."""

    reply: DraftView | UnsetType = UNSET
    note: DraftView | UnsetType = UNSET


class HelpSums(Shown):
    """How many open requests for approval and how many side threads a ticket has."""

    approvals: int
    sides: int


class UsualRecipients(AnswerRecipients):
    """Whom an answer to the newest mail goes to when the agent says nothing else."""

    message_id: int


class TicketDetail(Shown):
    """A ticket as the console opens it: the newest 50 messages with the entries between them."""

    position: int
    ticket: DetailRow
    threads: list[Thread]
    messages: list[MessageView]
    entries: list[EntryView]
    has_more: bool
    assignment: AssignmentView | None
    sla: list[SlaClockView]
    drafts: Drafts
    following: bool
    read_only: bool
    help: HelpSums
    viewers: list[Viewer]
    customer: CustomerPanel
    promises: list[PromiseView]
    recipients: UsualRecipients | None  # null where a reply is no mail


class TicketsAhead(Shown):
    """Tickets that are about to be opened, each whole; who looks at them is not told."""

    position: int
    tickets: list[TicketDetail]


class TicketUnchanged(Shown):
    """Nothing happened to the ticket since the position that was asked about."""

    position: int
    unchanged: Literal[True]
    viewers: list[Viewer]


class TicketPage(Shown):
    """Older messages of a ticket, oldest first."""

    messages: list[MessageView]
    entries: list[EntryView]
    has_more: bool


class FoundMessages(Shown):
    """Messages of a ticket that hold what was asked for, the oldest first; not is_whole: older ones were not looked at."""

    message_ids: list[int]
    is_whole: bool


class Obstacle(Shown):
    """What keeps agents from a waiting ticket, and how many of them; detail: a language, a skill or an agent."""

    code: str
    count: int
    detail: str


class RoutingView(Shown):
    """Why a ticket waits, or why this agent has it."""

    waiting: bool
    reasons: list[Obstacle]
    assignment: AssignmentView | None


class ReadMark(Shown):
    """The newest message the agent has read; negative: unread from that message on, as they wished."""

    message_id: int
