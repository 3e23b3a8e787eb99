"""How each route of the desk is called. A route that is not here fails the matrix: add it when you add the route."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final
from uuid import uuid4

from litestar.handlers import HTTPRouteHandler, WebsocketRouteHandler

from helpdesk import clock
from helpdesk.config import Config
from tests.cast import PASSWORD
from tests.pictures import square
from tests.security.world import World
from web.access import handlers, rule_of
from web.app import create_app

Body = Callable[[World], Any]
SERVER: Final = {"host": "127.0.0.1", "port": 1, "security": "none"}
AS_A_FORM: Final = {"POST /api/uploads"}
OBJECTS: Final = ("ticket_id", "message_id", "customer_id", "attachment_id")


@dataclass(frozen=True, slots=True)
class Route:
    """One verb on one path, with its rule and the shapes it says it answers by status."""

    verb: str
    path: str
    access: str
    shapes: dict[int, Any]

    @property
    def name(self) -> str:
        """How BODIES and the others call it."""
        return f"{self.verb} {self.path}"

    @property
    def object(self) -> str:
        """What the path names that belongs to a ticket: "ticket_id" ..., "" when it names nothing of the kind."""
        return next((name for name in OBJECTS if f"{{{name}:" in self.path), "")

    def fill(self, world: World) -> str:
        """Return the path with ids in it."""
        path = self.path
        for name, value in {**world.ids, **_message_ids(self, world)}.items():
            for kind in ("int", "str"):
                path = path.replace(f"{{{name}:{kind}}}", str(value))
        assert "{" not in path, f"tests/security/world.py has no id for {self.path}"
        return path


@cache
def routes() -> list[Route]:
    """Return every HTTP route of the app."""
    found = []
    for route, handler in handlers(create_app(Config()).routes):
        if isinstance(handler, HTTPRouteHandler):
            shapes = {status: spec.data_container for status, spec in (handler.responses or {}).items()}
            verbs: Iterable[str] = handler.http_methods
            found += [Route(str(verb), route.path, str(rule_of(handler)), shapes) for verb in verbs]
    return sorted(found, key=lambda route: route.name)


def sockets() -> set[str]:
    """Return the path of every socket of the app."""
    found = handlers(create_app(Config()).routes)
    return {route.path for route, handler in found if isinstance(handler, WebsocketRouteHandler)}


def _message_ids(route: Route, world: World) -> dict[str, int]:
    state = world.replies.get(route.path.rsplit("/", 1)[-1])
    return {} if state is None else {"message_id": state}


def _nothing(_world: World) -> None:
    return None


def _empty(_world: World) -> dict[str, Any]:
    return {}


def _in_a_day() -> str:
    return (clock.now() + timedelta(days=1)).isoformat()


def _soon() -> str:
    return (clock.now() + timedelta(days=1)).isoformat()


# What each route takes in its body; `_nothing` for none. Every route of the API is here.
BODIES: Final[dict[str, Body]] = {
    "DELETE /api/channels/{channel_id:int}/identity-secrets/{secret_name:str}": _nothing,
    "DELETE /api/customers/{customer_id:int}/block": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/erasure": _nothing,
    "PUT /api/tickets/{ticket_id:int}/erasure": _empty,
    "DELETE /api/customers/{customer_id:int}/identities/{identity_id:int}": _nothing,
    "DELETE /api/customers/{customer_id:int}/notes/{note_id:int}": _nothing,
    "DELETE /api/api-keys/{key_id:int}": _nothing,
    "DELETE /api/webhooks/{webhook_id:int}": _nothing,
    "DELETE /api/news/devices/{device_id:int}": _nothing,
    "DELETE /api/segments/{segment_id:int}": _nothing,
    "GET /api/customers/file": _nothing,
    "GET /api/segments": _nothing,
    "PATCH /api/segments/{segment_id:int}": lambda _: {"name": "Lost"},
    "POST /api/customer-imports": lambda _: {"rows": [{"name": "Ivan", "email": "ivan@file.example"}]},
    "POST /api/customer-searches": lambda _: {"q": "vera"},
    "POST /api/segments": lambda _: {"name": "Quiet", "filter": {"conditions": []}},
    "POST /api/customer-changes": lambda world: {
        "ids": [world.ids["customer_id"]],
        "change": {"tags": {"add": ["vip"]}},
    },
    "DELETE /api/customers/{customer_id:int}/dates/{date_id:int}": _nothing,
    "DELETE /api/customers/{customer_id:int}/merged/{merged_id:int}": _nothing,
    "DELETE /api/organisations/{organisation_id:int}": _nothing,
    "DELETE /api/organisations/{organisation_id:int}/notes/{organisation_note_id:int}": _nothing,
    "GET /api/api-keys": _nothing,
    "GET /api/customer-duplicates": _nothing,
    "GET /api/customers/{customer_id:int}/duplicates": _nothing,
    "GET /api/customers/{customer_id:int}/outside-events": _nothing,
    "GET /api/organisations": _nothing,
    "GET /api/organisations/{organisation_id:int}": _nothing,
    "PATCH /api/organisations/{organisation_id:int}": lambda _: {"domains": ["zoo.example"]},
    "PATCH /api/organisations/{organisation_id:int}/notes/{organisation_note_id:int}": lambda _: {"is_pinned": True},
    "POST /api/api-keys": lambda _: {"name": "Shop", "scopes": ["customers:read"]},
    "POST /api/customers/{customer_id:int}/calls": lambda _: {"client_key": str(uuid4()), "outcome": "answered"},
    "POST /api/customers/{customer_id:int}/dates": lambda _: {"kind": "birthday", "day": "1990-05-17"},
    "POST /api/customers/{customer_id:int}/merged": lambda world: {"customer_ids": [world.ids["merged_id"]]},
    "POST /api/customers/{customer_id:int}/outside-events": lambda _: {
        "source": "shop",
        "key": str(uuid4()),
        "kind": "purchase",
        "happened_at": "2026-11-01T10:00:00+02:00",
        "amount_minor": 129_900,
        "currency": "UAH",
    },
    "POST /api/organisations": lambda _: {"name": "Aviary"},
    "POST /api/organisations/{organisation_id:int}/notes": lambda _: {"text": "Open on Sundays"},
    "POST /api/outside-events": lambda _: {
        "source": "shop",
        "key": str(uuid4()),
        "kind": "purchase",
        "happened_at": "2026-11-01T10:00:00+02:00",
        "address_kind": "email",
        "customer_address": f"{uuid4().hex}@new.example",
    },
    "PUT /api/customer-duplicates": lambda world: {
        "one_id": world.shared_customer_id,
        "other_id": world.ids["merged_id"],
    },
    "PUT /api/customers/{customer_id:int}/dates/{date_id:int}": lambda _: {"kind": "birthday", "day": "1990-05-18"},
    "GET /api/custom-fields": _nothing,
    "GET /api/customers/{customer_id:int}/profile": _nothing,
    "PATCH /api/custom-fields/{field_id:int}": lambda _: {"labels": {"en": "Cage", "uk": "Клітка"}},
    "PATCH /api/customers/{customer_id:int}/identities/{identity_id:int}": lambda _: {"is_main": True},
    "PATCH /api/customers/{customer_id:int}/notes/{note_id:int}": lambda _: {"is_pinned": True},
    "POST /api/custom-fields": lambda _: {
        "entity": "customer",
        "key": f"k{uuid4().hex[:8]}",
        "kind": "text",
        "labels": {"en": "Plan"},
    },
    "POST /api/customers": lambda _: {"name": "Petro"},
    "GET /api/customers/{customer_id:int}/ways": _nothing,
    "POST /api/customers/{customer_id:int}/tickets": lambda world: {
        "client_key": str(uuid4()),
        "channel_id": world.ids["channel_id"],
        "identity_id": world.ids["visitor_identity_id"],
        "text": "first words",
    },
    "POST /api/customers/{customer_id:int}/identities": lambda _: {"kind": "phone", "address": "+380 44 123 45 67"},
    "POST /api/customers/{customer_id:int}/notes": lambda _: {"text": "Calls at noon"},
    "PUT /api/tickets/{ticket_id:int}/fields": lambda _: {"fields": {"cage": "gold"}},
    "GET /api/channels/{channel_id:int}/widget": _nothing,
    "GET /api/channels/{channel_id:int}/widget-sightings": _nothing,
    "GET /api/tickets/{ticket_id:int}/visitor": _nothing,
    "POST /api/channels/{channel_id:int}/identity-secrets": _empty,
    "POST /api/channels/{channel_id:int}/widget-sketches": lambda _: {"design": {}},
    "PUT /api/channels/{channel_id:int}/widget": lambda _: {"design": {"title": {"en": "Help"}}},
    "PUT /api/customers/{customer_id:int}/block": _empty,
    "DELETE /api/me/picture": _nothing,
    "PUT /api/me/picture": lambda _: {"png": base64.b64encode(square()).decode()},
    "DELETE /api/bots/{bot_id:int}": _nothing,
    "DELETE /api/calendars/{calendar_id:int}": _nothing,
    "DELETE /api/invitations/{invitation_id:int}": _nothing,
    "DELETE /api/me/session": _nothing,
    "DELETE /api/me/sessions/{session_id:int}": _nothing,
    "DELETE /api/messages/{message_id:int}/release": _nothing,
    "DELETE /api/planning/replays/{replay_id:int}": _nothing,
    "DELETE /api/quarantine/{inbound_id:int}": _nothing,
    "DELETE /api/automations/{automation_id:int}": _nothing,
    "DELETE /api/rules/{rule_id:int}": _nothing,
    "DELETE /api/saved-reports/{saved_report_id:int}": _nothing,
    "DELETE /api/saved-reports/{saved_report_id:int}/schedule": _nothing,
    "DELETE /api/skills/{skill_id:int}": _nothing,
    "DELETE /api/sla-policies/{policy_id:int}": _nothing,
    "DELETE /api/tags/{tag_id:int}": _nothing,
    "DELETE /api/teams/{team_id:int}": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/assignment": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/drafts/{mode:str}": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/links/{kind:str}/{other_id:int}": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/merge": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/spam": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/trash": _nothing,
    "PUT /api/tickets/{ticket_id:int}/trash": _empty,
    "DELETE /api/tickets/{ticket_id:int}/following": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/read": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/snooze": _nothing,
    "DELETE /api/views/{view_id:int}": _nothing,
    "GET /api/moments": _nothing,
    "POST /api/ticket-changes": lambda world: {"ids": [world.ids["ticket_id"]], "change": {"priority": "low"}},
    "GET /api/ticket-keys": _nothing,
    "GET /api/views": _nothing,
    "POST /api/views": lambda _: {"name": "Urgent", "filter": {}},
    "PUT /api/views/{view_id:int}": lambda _: {"name": "Mine", "filter": {}},
    "PUT /api/tickets/{ticket_id:int}/following": _empty,
    "PUT /api/tickets/{ticket_id:int}/snooze": lambda _: {"until": _in_a_day()},
    "PUT /api/tickets/{ticket_id:int}/tags": lambda _: {"add": ["vip"]},
    "GET /api/agents": _nothing,
    "GET /api/attachments/{attachment_id:str}": _nothing,
    "GET /api/attachments/{attachment_id:str}/address": _nothing,
    "GET /api/bots": _nothing,
    "GET /api/bots/{bot_id:int}": _nothing,
    "GET /api/board": _nothing,
    "GET /api/calendars": _nothing,
    "GET /api/channels": _nothing,
    "GET /api/counts": _nothing,
    "GET /api/customers/{customer_id:int}": _nothing,
    "GET /api/customers/{customer_id:int}/history": _nothing,
    "GET /api/customers/{customer_id:int}/photo": _nothing,
    "GET /api/holiday-countries": _nothing,
    "GET /api/invitations": _nothing,
    "GET /api/mail-log": _nothing,
    "GET /api/mail-settings": _nothing,
    "GET /api/mailbox-presets": _nothing,
    "GET /api/mailboxes": _nothing,
    "GET /api/mailboxes/{mailbox_id:int}": _nothing,
    "GET /api/mailboxes/{mailbox_id:int}/domain": _nothing,
    "GET /api/me": _nothing,
    "GET /api/me/sessions": _nothing,
    "GET /api/me/second-factor": _nothing,
    "GET /api/me/sign-on": _nothing,
    "POST /api/me/sign-on/link": lambda _: {"password": PASSWORD},
    "DELETE /api/me/sign-on/identities/{own_identity_id:int}": _nothing,
    "GET /api/sign-on": _nothing,
    "PUT /api/sign-on": lambda _: {
        "is_on": False,
        "issuer": "",
        "client_id": "",
        "name": "",
        "domains": [],
        "new_people": "invited",
        "team_ids": [],
        "passwords_of_admins_only": False,
        "asks_code": False,
    },
    "POST /api/sign-on/test": lambda _: {"issuer": "http://127.0.0.1:9"},
    "PUT /api/me/second-factor": lambda _: {"code": "000000"},
    "POST /api/me/second-factor/enrolment": lambda _: {"password": PASSWORD},
    "POST /api/me/second-factor/recovery-codes": lambda _: {"password": PASSWORD},
    "POST /api/me/second-factor/removal": lambda _: {"password": PASSWORD},
    "POST /api/agents/{agent_id:int}/second-factor-reset": lambda _: {"password": PASSWORD},
    "GET /api/messages/{message_id:int}/revisions": _nothing,
    "GET /api/notifications": _nothing,
    "GET /api/webhooks": _nothing,
    "GET /api/webhooks/{webhook_id:int}/deliveries": _nothing,
    "GET /api/news/choices": _nothing,
    "GET /api/news/devices": _nothing,
    "GET /api/news/key": _nothing,
    "GET /api/offers": _nothing,
    "GET /api/learning": _nothing,
    "GET /api/planning/forecast": _nothing,
    "GET /api/planning/forecast/file": _nothing,
    "GET /api/planning/replays": _nothing,
    "GET /api/planning/replays/{replay_id:int}": _nothing,
    "GET /api/quarantine": _nothing,
    "GET /api/reports": _nothing,
    "GET /api/reports/file": _nothing,
    "GET /api/reports/tickets": _nothing,
    "GET /api/automations": _nothing,
    "GET /api/automations/runs": _nothing,
    "GET /api/rules": _nothing,
    "GET /api/saved-reports": _nothing,
    "GET /api/saved-reports/{saved_report_id:int}/letters": _nothing,
    "GET /api/search": _nothing,
    "GET /api/retention": _nothing,
    "GET /api/settings": _nothing,
    "GET /api/setup-steps": _nothing,
    "GET /api/skills": _nothing,
    "GET /api/sla-policies": _nothing,
    "GET /api/team-routing/{team_id:int}": _nothing,
    "GET /api/tags": _nothing,
    "GET /api/tags/{tag_id:int}": _nothing,
    "GET /api/teams": _nothing,
    "DELETE /api/templates/{template_id:int}": _nothing,
    "PUT /api/messages/{message_id:int}/release": _empty,
    "DELETE /api/macros/{macro_id:int}": _nothing,
    "DELETE /api/me/calendar-feed": _nothing,
    "DELETE /api/approvals/{approval_id:int}": _nothing,
    "GET /api/approvals": _nothing,
    "GET /api/tickets/{ticket_id:int}/approvals": _nothing,
    "POST /api/tickets/{ticket_id:int}/approvals": lambda world: {
        "asked_id": world.desk.cast.dora.agent_id,
        "question": "May we pay it back?",
        "due_at": _soon(),
    },
    "PUT /api/approvals/{approval_id:int}/answer": lambda _: {"answer": "yes"},
    "GET /api/attachments/aside/{side_file_id:str}": _nothing,
    "GET /api/attachments/aside/{side_file_id:str}/address": _nothing,
    "GET /api/sides": _nothing,
    "GET /api/sides/{side_id:int}": _nothing,
    "GET /api/tickets/{ticket_id:int}/sides": _nothing,
    "POST /api/sides/{side_id:int}/messages": lambda _: {"client_key": str(uuid4()), "text": "and then"},
    "POST /api/tickets/{ticket_id:int}/sides": lambda world: {
        "client_key": str(uuid4()),
        "agent_id": world.desk.cast.dora.agent_id,
        "subject": "The bird",
        "text": "have you seen it",
    },
    "PUT /api/sides/{side_id:int}/read": _empty,
    "DELETE /api/promises/{promise_id:int}": _nothing,
    "DELETE /api/customer-promises/{customer_promise_id:int}": _nothing,
    "PATCH /api/customer-promises/{customer_promise_id:int}": lambda _: {"text": "Call again"},
    "POST /api/customers/{customer_id:int}/promises": lambda _: {"text": "Call", "due_at": _soon()},
    "PUT /api/customer-promises/{customer_promise_id:int}/completion": _empty,
    "GET /api/me/calendar-feed": _nothing,
    "GET /api/promises": _nothing,
    "DELETE /api/tickets/{ticket_id:int}/customer-link": _nothing,
    "POST /api/tickets/{ticket_id:int}/customer-link": _empty,
    "GET /api/tickets/{ticket_id:int}/promises": _nothing,
    "PATCH /api/promises/{promise_id:int}": lambda _: {"text": "Call again"},
    "POST /api/me/calendar-feed": _empty,
    "POST /api/tickets/{ticket_id:int}/promises": lambda _: {"text": "Call", "due_at": _soon()},
    "PUT /api/promises/{promise_id:int}/completion": _empty,
    "DELETE /api/tickets/{ticket_id:int}/macro-runs/{run_id:int}": _nothing,
    "GET /api/macros": _nothing,
    "POST /api/macros": lambda _: {"name": "Loud", "steps": [{"do": "priority", "priority": "high"}]},
    "POST /api/macros/{macro_id:int}/runs": lambda world: {
        "ticket_ids": [world.ids["ticket_id"]],
        "client_key": str(uuid4()),
    },
    "POST /api/tickets/{ticket_id:int}/macro-runs": lambda world: {
        "macro_id": world.ids["macro_id"],
        "client_key": str(uuid4()),
    },
    "PUT /api/macros/{macro_id:int}": lambda _: {"name": "Loud", "steps": [{"do": "follow"}]},
    "GET /api/templates": _nothing,
    "GET /api/templates/file": _nothing,
    "POST /api/templates": lambda _: {"name": "Hours", "texts": {"": "We are here from 9 to 18."}},
    "POST /api/templates/imports": lambda _: {"file": '[{"name": "Hi", "texts": {"": "Hello"}}]'},
    "POST /api/templates/{template_id:int}/uses": lambda world: {"ticket_id": world.own_ticket_id},
    "PUT /api/templates/{template_id:int}": lambda _: {"name": "Hours", "texts": {"": "We are here from 9 to 18."}},
    "GET /api/ticket-rows": _nothing,
    "GET /api/audit": _nothing,
    "GET /api/system": _nothing,
    "GET /api/tickets": _nothing,
    "GET /api/tickets/ahead": _nothing,
    "GET /api/tickets/{ticket_id:int}": _nothing,
    "GET /api/tickets/{ticket_id:int}/drafts/{mode:str}": _nothing,
    "GET /api/tickets/{ticket_id:int}/found-messages": _nothing,
    "GET /api/tickets/{ticket_id:int}/messages": _nothing,
    "GET /api/tickets/{ticket_id:int}/recipients": _nothing,
    "GET /api/tickets/{ticket_id:int}/routing": _nothing,
    "GET /api/workspace": _nothing,
    "GET /mail/quarantine/{inbound_id:int}/original": _nothing,
    "GET /mail/{message_id:int}/original": _nothing,
    "GET /mail/{message_id:int}/view": _nothing,
    "PATCH /api/agents/{agent_id:int}": lambda _: {"name": "Anna B"},
    "PATCH /api/bots/{bot_id:int}": lambda _: {"name": "Bot"},
    "PATCH /api/calendars/{calendar_id:int}": lambda _: {"name": "Days"},
    "PATCH /api/channels/{channel_id:int}": lambda _: {"name": "Chat"},
    "PATCH /api/customers/{customer_id:int}": lambda _: {"name": "Vera"},
    "PATCH /api/mail-settings": lambda _: {"digest_hours": 4},
    "PATCH /api/mailboxes/{mailbox_id:int}": lambda _: {"from_name": "Help"},
    "PATCH /api/me": lambda _: {"time_zone": "Europe/Kyiv"},
    "PATCH /api/automations/{automation_id:int}": lambda _: {"is_enabled": False},
    "PATCH /api/rules/{rule_id:int}": lambda _: {"is_enabled": False},
    "PUT /api/retention/{channel_id:int}": lambda _: {"raws_days": 30},
    "POST /api/retention/{channel_id:int}/previews": lambda _: {"raws_days": 30},
    "PUT /api/setup-steps": lambda _: {"skipped": ["invite"]},
    "PATCH /api/settings": lambda _: {"reopen_days": 8},
    "PATCH /api/skills/{skill_id:int}": lambda _: {"name": "Laws"},
    "PATCH /api/webhooks/{webhook_id:int}": lambda _: {"name": "ERP"},
    "PATCH /api/sla-policies/{policy_id:int}": lambda _: {"name": "Gold"},
    "PATCH /api/tags/{tag_id:int}": lambda _: {"name": "Found"},
    "PATCH /api/teams/{team_id:int}": lambda _: {"name": "Money"},
    "POST /api/bots": lambda _: {"token": "7000000003:AAE-nobodys-Zx81kQpW0vRt5yBn3mLs7dFhJg"},
    "POST /api/bots/{bot_id:int}/tests": _empty,
    "POST /api/calendars": lambda _: {"name": "Nights"},
    "POST /api/channels": lambda _: {"kind": "webchat", "name": "Second"},
    "POST /api/invitations": lambda _: {"email": "third@desk.example"},
    "POST /api/mailboxes": lambda _: {"address": "second@desk.example", "imap": SERVER, "smtp": SERVER},
    "POST /api/mailboxes/{mailbox_id:int}/connections": lambda _: {"auth": "google"},
    "POST /api/mailboxes/{mailbox_id:int}/tests": _empty,
    "POST /api/mails": lambda world: {
        "client_key": str(uuid4()),
        "channel_id": world.ids["mailbox_id"],
        "text": "a first mail",
        "recipients": {"to": [["Vera", "vera@shop.example"]], "subject": "Hello"},
    },
    "POST /api/messages/{message_id:int}/customer": _empty,
    "POST /api/messages/{message_id:int}/attempts": _empty,
    "POST /api/messages/{message_id:int}/checks": _empty,
    "POST /api/messages/{message_id:int}/forwards": lambda _: {
        "client_key": str(uuid4()),
        "recipients": {"to": [["", "partner@else.example"]]},
    },
    "POST /api/news/devices": lambda _: {
        "endpoint": "http://127.0.0.1:9/push/anna",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
    "POST /api/webhooks": lambda _: {"name": "CRM", "url": "http://127.0.0.1:9/hook", "kinds": ["ticket.created"]},
    "POST /api/webhooks/{webhook_id:int}/secrets": _nothing,
    "POST /api/webhooks/{webhook_id:int}/trials": _nothing,
    "POST /api/webhooks/{webhook_id:int}/deliveries/{delivery_id:int}/repeats": _nothing,
    "POST /api/news/trials": _nothing,
    "POST /api/next-tickets": _empty,
    "POST /api/quarantine/{inbound_id:int}/replays": _empty,
    "POST /api/rule-trials": lambda _: {"text": "the law"},
    "POST /api/automations": lambda _: {
        "name": "New",
        "trigger": {"on": "ticket.created"},
        "steps": [{"do": "priority", "priority": "high"}],
    },
    "POST /api/automations/ready-made/{ready_made:str}": _nothing,
    "POST /api/automations/trials": lambda _: {"trigger": {"on": "ticket.created"}, "conditions": {}},
    "POST /api/rules": lambda _: {"name": "New", "conditions": {"words": ["new"]}, "actions": {"priority": "high"}},
    "PATCH /api/learning": lambda _: {"type": True},
    "POST /api/backups": _nothing,
    "POST /api/learning/runs": _nothing,
    "POST /api/planning/replays": lambda _: {
        "name": "May",
        "since": "2026-05-04T00:00:00Z",
        "until": "2026-05-11T00:00:00Z",
        "plan": {"heads": [{"days": [0], "begin": 18, "end": 20, "add": 1}]},
    },
    "POST /api/saved-reports": lambda _: {"name": "Mine", "arrangement": {"measure": "created", "by": "day"}},
    "POST /api/saved-reports/{saved_report_id:int}/letters": lambda _: {"client_key": str(uuid4())},
    "POST /api/skills": lambda _: {"name": "Second"},
    "POST /api/sla-policies": lambda _: {"name": "Silver", "targets": {"urgent": {"first_response": 30}}},
    "POST /api/teams": lambda _: {"name": "Second"},
    "POST /api/tickets/{ticket_id:int}/splits": lambda world: {"message_ids": [world.ids["message_id"]]},
    "POST /api/tickets/{ticket_id:int}/notes": lambda _: {"client_key": str(uuid4()), "text": "a note"},
    "POST /api/tickets/{ticket_id:int}/replies": lambda _: {"client_key": str(uuid4()), "text": "an answer"},
    "POST /api/tickets/{ticket_id:int}/telegram-links": _empty,
    "POST /api/tickets/{ticket_id:int}/transfers": lambda world: {
        "client_key": str(uuid4()),
        "team_id": world.desk.cast.support_id,
        "note": "please",
    },
    "POST /api/uploads": lambda _: {"file": ("notes.txt", b"plain words", "text/plain")},
    "PUT /api/agents/{agent_id:int}/capacity": lambda _: {"capacity_units": 8},
    "PUT /api/agents/{agent_id:int}/presence": lambda _: {"status": "busy"},
    "PUT /api/mail-settings/apps/{provider:str}": lambda _: {"client_id": "desk", "client_secret": "s3cret"},
    "PUT /api/me/password": lambda _: {"current": PASSWORD, "new": "green ruled margins 42 or so"},
    "PUT /api/me/presence": lambda _: {"status": "busy"},
    "PUT /api/messages/{message_id:int}/confirmation": _empty,
    "PUT /api/news/choices": lambda _: {"ways": {"ticket.team": ["page"]}},
    "PUT /api/notifications/read": lambda _: {"upto": 1},
    "PUT /api/automations/order": lambda world: {"ids": [world.ids["automation_id"]]},
    "PUT /api/rules/order": lambda world: {"ids": [world.ids["rule_id"]]},
    "PUT /api/saved-reports/{saved_report_id:int}": lambda _: {"name": "Our", "arrangement": {"measure": "backlog"}},
    "PUT /api/saved-reports/{saved_report_id:int}/schedule": lambda world: {
        "every": "week",
        "day": 0,
        "hour": 9,
        "agent_ids": [world.desk.cast.boris.agent_id],
    },
    "PUT /api/sla-policies/order": lambda world: {"ids": world.ids["policy_ids"]},
    "PUT /api/team-routing/{team_id:int}": lambda _: {"mode": "pull"},
    "PUT /api/tickets/{ticket_id:int}/acceptance": _empty,
    "PUT /api/tickets/{ticket_id:int}/assignee": lambda world: {"agent_id": world.desk.cast.boris.agent_id},
    "PUT /api/tickets/{ticket_id:int}/assignment": _empty,
    "PUT /api/tickets/{ticket_id:int}/drafts/{mode:str}": lambda _: {"text": "later", "revision": 1},
    "PUT /api/tickets/{ticket_id:int}/priority": lambda _: {"priority": "urgent"},
    "PUT /api/tickets/{ticket_id:int}/read": lambda world: {"message_id": world.ids["message_id"]},
    "PUT /api/tickets/{ticket_id:int}/refusal": _empty,
    "PUT /api/tickets/{ticket_id:int}/skills": lambda world: {
        "skills": [{"skill_id": world.ids["skill_id"], "level": 2}]
    },
    "PUT /api/tickets/{ticket_id:int}/links": lambda world: {"other_id": world.ids["other_id"], "kind": "incident"},
    "PUT /api/tickets/{ticket_id:int}/merge": lambda world: {"into_id": world.ids["other_id"]},
    "PUT /api/tickets/{ticket_id:int}/spam": _empty,
    "PUT /api/tickets/{ticket_id:int}/status": lambda world: {"status_id": world.status_id},
    "PUT /api/tickets/{ticket_id:int}/subject": lambda _: {"subject": "Another"},
    "PUT /api/tickets/{ticket_id:int}/team": lambda _: {"team_id": None},
    "PUT /api/tickets/{ticket_id:int}/type": lambda world: {"type_id": world.type_id},
}
# What some are asked besides.
QUERIES: Final[dict[str, str]] = {
    "GET /api/attachments/{attachment_id:str}": "?{file_seal}",
    "GET /api/attachments/aside/{side_file_id:str}": "?{side_file_seal}",
    "GET /api/search": "?q=invoice",
    "GET /api/tickets/{ticket_id:int}/found-messages": "?q=invoice",
    "GET /api/moments": "?q=tomorrow",
    "GET /api/ticket-keys": "?view=all&ids={ticket_id}",
    "GET /api/ticket-rows": "?ids={ticket_id}",
    "GET /api/tickets/ahead": "?ids={ticket_id}",
    "GET /api/tickets/{ticket_id:int}/recipients": "?thread_id={thread_id}",
    "GET /api/mail-log": "?q=invoice",
    "GET /api/mailbox-presets": "?mailbox=somebody@gmail.com",
}
# Ask a server outside, which no test does: here it only counts who is let through to it.
ASKS_OUTSIDE: Final = {
    "GET /api/mailboxes/{mailbox_id:int}/domain",
    "POST /api/bots",
    "POST /api/sign-on/test",
}
