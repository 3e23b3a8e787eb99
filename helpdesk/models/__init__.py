"""Nouns: the tables and what always holds for them."""

from helpdesk.models.accounts import AgentSession, Invitation, PasswordReset
from helpdesk.models.agents import Agent, AgentLanguage, AgentPicture, AgentSkill, Role, Skill
from helpdesk.models.assignments import AssignedBy, Assignment
from helpdesk.models.attachments import FILE_ORDER, Attachment, AttachmentState
from helpdesk.models.automation import Automation, AutomationRun
from helpdesk.models.base import Base
from helpdesk.models.channels import UNITS, Channel, ChannelKind, Lease, Secret
from helpdesk.models.client_base import (
    CustomerDate,
    CustomerDistinct,
    CustomerKey,
    CustomerMerge,
    CustomerPromise,
    ProfileNote,
    Segment,
)
from helpdesk.models.customers import Customer, Identity, IdentityKind, Organisation, OrganisationDomain
from helpdesk.models.deliveries import DELIVERY_MOVES, DeliveryState
from helpdesk.models.events import Event
from helpdesk.models.fields import CustomField, FieldEntity, FieldKind
from helpdesk.models.help import Answer, Approval, SideFile, SideMember, SideMessage, SideThread
from helpdesk.models.inbound import Inbound, InboundState
from helpdesk.models.learning import Learning, LearntModel
from helpdesk.models.lists import Follower, Mention, SavedView
from helpdesk.models.mail import (
    AutomaticMail,
    ChannelHealth,
    DeliveryAttempt,
    Direction,
    FolderRole,
    Mail,
    MailFolder,
    Rating,
    SenderProof,
    SystemMail,
)
from helpdesk.models.merging import TicketMerge
from helpdesk.models.messages import AuthorKind, Message, MessageExternalId, MessageKind, MessageRevision
from helpdesk.models.notifications import NewsChoice, Notification, Push, PushDevice, PushState
from helpdesk.models.order_keys import SORTS
from helpdesk.models.outside import ApiKey, OutsideEvent
from helpdesk.models.pages import TicketPageStop
from helpdesk.models.planning import Forecast, PlanningState, Replay
from helpdesk.models.presence import Presence, PresenceStatus
from helpdesk.models.reports import (
    Audience,
    Every,
    FactKind,
    ReportFact,
    ReportLetter,
    ReportRecipient,
    ReportSchedule,
    SavedReport,
)
from helpdesk.models.routing import TeamRoutingRow
from helpdesk.models.second_factor import RecoveryCode, SecondFactor, SignInStep, StepKind
from helpdesk.models.sign_on import AgentIdentity, SignOnAttempt
from helpdesk.models.sla import Calendar, SlaClock, SlaPolicy, SlaTarget
from helpdesk.models.statuses import ACTIVE, ENDED, MOVES, ROUTABLE, Category, Status, TicketType
from helpdesk.models.teams import OthersTickets, Team, TeamMember
from helpdesk.models.telegram import TelegramFile, TelegramMessage, TelegramPhoto, TelegramStart
from helpdesk.models.threads import Thread
from helpdesk.models.tickets import (
    CustomerTag,
    LinkKind,
    Priority,
    Tag,
    Ticket,
    TicketLink,
    TicketNumber,
    TicketSkill,
    TicketTag,
    WroteLast,
)
from helpdesk.models.visitors import (
    Erasure,
    FollowUp,
    IdentityUse,
    Visitor,
    VisitorEvent,
    VisitorEventKind,
    WidgetLink,
    WidgetLinkPurpose,
)
from helpdesk.models.webhooks import Webhook, WebhookDelivery
from helpdesk.models.work import Draft, DraftMode, ReadMark
from helpdesk.models.workspace import Audit, Rule, Setting
from helpdesk.models.writing import CalendarFeed, Macro, MacroRun, Promise, PromiseKind, Template, TemplateFile

__all__ = [
    "ACTIVE",
    "DELIVERY_MOVES",
    "ENDED",
    "FILE_ORDER",
    "MOVES",
    "ROUTABLE",
    "SORTS",
    "UNITS",
    "Agent",
    "AgentIdentity",
    "AgentLanguage",
    "AgentPicture",
    "AgentSession",
    "AgentSkill",
    "Answer",
    "ApiKey",
    "Approval",
    "AssignedBy",
    "Assignment",
    "Attachment",
    "AttachmentState",
    "Audience",
    "Audit",
    "AuthorKind",
    "AutomaticMail",
    "Automation",
    "AutomationRun",
    "Base",
    "Calendar",
    "CalendarFeed",
    "Category",
    "Channel",
    "ChannelHealth",
    "ChannelKind",
    "CustomField",
    "Customer",
    "CustomerDate",
    "CustomerDistinct",
    "CustomerKey",
    "CustomerMerge",
    "CustomerPromise",
    "CustomerTag",
    "DeliveryAttempt",
    "DeliveryState",
    "Direction",
    "Draft",
    "DraftMode",
    "Erasure",
    "Event",
    "Every",
    "FactKind",
    "FieldEntity",
    "FieldKind",
    "FolderRole",
    "FollowUp",
    "Follower",
    "Forecast",
    "Identity",
    "IdentityKind",
    "IdentityUse",
    "Inbound",
    "InboundState",
    "Invitation",
    "Learning",
    "LearntModel",
    "Lease",
    "LinkKind",
    "Macro",
    "MacroRun",
    "Mail",
    "MailFolder",
    "Mention",
    "Message",
    "MessageExternalId",
    "MessageKind",
    "MessageRevision",
    "NewsChoice",
    "Notification",
    "Organisation",
    "OrganisationDomain",
    "OthersTickets",
    "OutsideEvent",
    "PasswordReset",
    "PlanningState",
    "Presence",
    "PresenceStatus",
    "Priority",
    "ProfileNote",
    "Promise",
    "PromiseKind",
    "Push",
    "PushDevice",
    "PushState",
    "Rating",
    "ReadMark",
    "RecoveryCode",
    "Replay",
    "ReportFact",
    "ReportLetter",
    "ReportRecipient",
    "ReportSchedule",
    "Role",
    "Rule",
    "SavedReport",
    "SavedView",
    "SecondFactor",
    "Secret",
    "Segment",
    "SenderProof",
    "Setting",
    "SideFile",
    "SideMember",
    "SideMessage",
    "SideThread",
    "SignInStep",
    "SignOnAttempt",
    "Skill",
    "SlaClock",
    "SlaPolicy",
    "SlaTarget",
    "Status",
    "StepKind",
    "SystemMail",
    "Tag",
    "Team",
    "TeamMember",
    "TeamRoutingRow",
    "TelegramFile",
    "TelegramMessage",
    "TelegramPhoto",
    "TelegramStart",
    "Template",
    "TemplateFile",
    "Thread",
    "Ticket",
    "TicketLink",
    "TicketMerge",
    "TicketNumber",
    "TicketPageStop",
    "TicketSkill",
    "TicketTag",
    "TicketType",
    "Visitor",
    "VisitorEvent",
    "VisitorEventKind",
    "Webhook",
    "WebhookDelivery",
    "WidgetLink",
    "WidgetLinkPurpose",
    "WroteLast",
]
