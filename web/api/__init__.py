"""The console's HTTP API: one thin controller per noun, all of them in `controllers`."""

from litestar.types import ControllerRouterHandler

from web.api.agents import Agents
from web.api.approvals import Approvals
from web.api.assignments import Assignments
from web.api.attachments import fetch, fresh_address, upload
from web.api.attention import Attention, show_moment
from web.api.audit import show_audit
from web.api.automations import Automations
from web.api.calendars import Calendars, show_holiday_countries
from web.api.channels import Channels
from web.api.client_base import controllers as client_base
from web.api.customer_links import CustomerLinks
from web.api.customers import Customers
from web.api.drafts import Drafts
from web.api.invitations import Invitations
from web.api.labels import Labels
from web.api.learning import LearningPages
from web.api.macros import Macros
from web.api.mail import controllers as mail
from web.api.many import change_tickets
from web.api.me import Me
from web.api.merging import Merging
from web.api.messages import Messages
from web.api.news import News
from web.api.notifications import Notifications
from web.api.offers import Offers
from web.api.planning import Planning
from web.api.promises import Promises, read_feed
from web.api.replies import Replies
from web.api.reports import controllers as reports
from web.api.retention import Retention
from web.api.rows import TicketRows
from web.api.rules import Rules, run_trial
from web.api.search import search
from web.api.second_factor import SecondFactorResets, SecondFactors
from web.api.settings import Settings
from web.api.setup_steps import SetupSteps
from web.api.sides import Sides, fetch_side_file, fresh_side_address
from web.api.sign_on import OwnSignOn, SignOnSettings
from web.api.skills import Skills
from web.api.sla_policies import SlaPolicies
from web.api.system import ask_for_backup, show_system
from web.api.tags import Tags
from web.api.team_routing import TeamRoutings
from web.api.teams import Teams
from web.api.telegram import controllers as telegram
from web.api.templates import Templates
from web.api.tickets import Tickets
from web.api.trash import Trash
from web.api.views import Views
from web.api.visitors import Visitors
from web.api.webhooks import Webhooks
from web.api.widgets import Widgets
from web.api.workspace import workspace

controllers: list[ControllerRouterHandler] = [
    Agents,
    Approvals,
    Assignments,
    Attention,
    Automations,
    Calendars,
    Channels,
    Customers,
    Drafts,
    Invitations,
    Labels,
    Macros,
    Me,
    SecondFactors,
    SignOnSettings,
    OwnSignOn,
    SecondFactorResets,
    Merging,
    Messages,
    News,
    Notifications,
    LearningPages,
    Planning,
    Offers,
    CustomerLinks,
    Promises,
    Replies,
    Rules,
    Settings,
    Sides,
    Skills,
    Retention,
    SetupSteps,
    SlaPolicies,
    Tags,
    TeamRoutings,
    Teams,
    Templates,
    TicketRows,
    Tickets,
    Trash,
    Views,
    Visitors,
    Webhooks,
    Widgets,
    *client_base,
    *mail,
    *reports,
    *telegram,
    change_tickets,
    fetch,
    fetch_side_file,
    fresh_address,
    fresh_side_address,
    read_feed,
    run_trial,
    search,
    show_holiday_countries,
    show_audit,
    show_moment,
    show_system,
    ask_for_backup,
    upload,
    workspace,
]
