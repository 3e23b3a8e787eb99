"""What each route of the API takes in its body. A route that is not here fails the matrix: add it when you add the route."""

import base64
from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

from helpdesk import clock
from tests.cast import PASSWORD
from tests.pictures import square
from tests.security.without_body import EMPTY, NOTHING
from tests.security.world import World

Body = Callable[[World], Any]
SERVER: Final = {"host": "127.0.0.1", "port": 1, "security": "none"}


def _nothing(_world: World) -> None:
    return None


def _empty(_world: World) -> dict[str, Any]:
    return {}


def _in_a_day() -> str:
    return (clock.now() + timedelta(days=1)).isoformat()


BODIES: Final[dict[str, Body]] = {
    **dict.fromkeys(NOTHING, _nothing),
    **dict.fromkeys(EMPTY, _empty),
    "PATCH /api/agents/{agent_id:int}": lambda _: {"name": "Anna B"},
    "PUT /api/agents/{agent_id:int}/capacity": lambda _: {"capacity_units": 8},
    "PUT /api/agents/{agent_id:int}/presence": lambda _: {"status": "busy"},
    "POST /api/agents/{agent_id:int}/second-factor-reset": lambda _: {"password": PASSWORD},
    "POST /api/api-keys": lambda _: {"name": "Shop", "scopes": ["customers:read"]},
    "PUT /api/approvals/{approval_id:int}/answer": lambda _: {"answer": "yes"},
    "POST /api/automations": lambda _: {
        "name": "New",
        "trigger": {"on": "ticket.created"},
        "steps": [{"do": "priority", "priority": "high"}],
    },
    "PUT /api/automations/order": lambda world: {"ids": [world.ids["automation_id"]]},
    "POST /api/automations/trials": lambda _: {"trigger": {"on": "ticket.created"}, "conditions": {}},
    "PATCH /api/automations/{automation_id:int}": lambda _: {"is_enabled": False},
    "POST /api/bots": lambda _: {"token": "7000000003:AAE-nobodys-Zx81kQpW0vRt5yBn3mLs7dFhJg"},
    "PATCH /api/bots/{bot_id:int}": lambda _: {"name": "Bot"},
    "POST /api/calendars": lambda _: {"name": "Nights"},
    "PATCH /api/calendars/{calendar_id:int}": lambda _: {"name": "Days"},
    "POST /api/channels": lambda _: {"kind": "webchat", "name": "Second"},
    "PATCH /api/channels/{channel_id:int}": lambda _: {"name": "Chat"},
    "PUT /api/channels/{channel_id:int}/widget": lambda _: {"design": {"title": {"en": "Help"}}},
    "POST /api/channels/{channel_id:int}/widget-sketches": lambda _: {"design": {}},
    "POST /api/custom-fields": lambda _: {
        "entity": "customer",
        "key": f"k{uuid4().hex[:8]}",
        "kind": "text",
        "labels": {"en": "Plan"},
    },
    "PATCH /api/custom-fields/{field_id:int}": lambda _: {"labels": {"en": "Cage", "uk": "Клітка"}},
    "POST /api/customer-changes": lambda world: {
        "ids": [world.ids["customer_id"]],
        "change": {"tags": {"add": ["vip"]}},
    },
    "PUT /api/customer-duplicates": lambda world: {
        "one_id": world.shared_customer_id,
        "other_id": world.ids["merged_id"],
    },
    "POST /api/customer-imports": lambda _: {"rows": [{"name": "Ivan", "email": "ivan@file.example"}]},
    "PATCH /api/customer-promises/{customer_promise_id:int}": lambda _: {"text": "Call again"},
    "POST /api/customer-searches": lambda _: {"q": "vera"},
    "POST /api/customers": lambda _: {"name": "Petro"},
    "PATCH /api/customers/{customer_id:int}": lambda _: {"name": "Vera"},
    "POST /api/customers/{customer_id:int}/calls": lambda _: {"client_key": str(uuid4()), "outcome": "answered"},
    "POST /api/customers/{customer_id:int}/dates": lambda _: {"kind": "birthday", "day": "1990-05-17"},
    "PUT /api/customers/{customer_id:int}/dates/{date_id:int}": lambda _: {"kind": "birthday", "day": "1990-05-18"},
    "POST /api/customers/{customer_id:int}/identities": lambda _: {"kind": "phone", "address": "+380 44 123 45 67"},
    "PATCH /api/customers/{customer_id:int}/identities/{identity_id:int}": lambda _: {"is_main": True},
    "POST /api/customers/{customer_id:int}/merged": lambda world: {"customer_ids": [world.ids["merged_id"]]},
    "POST /api/customers/{customer_id:int}/notes": lambda _: {"text": "Calls at noon"},
    "PATCH /api/customers/{customer_id:int}/notes/{note_id:int}": lambda _: {"is_pinned": True},
    "POST /api/customers/{customer_id:int}/outside-events": lambda _: {
        "source": "shop",
        "key": str(uuid4()),
        "kind": "purchase",
        "happened_at": "2026-11-01T10:00:00+02:00",
        "amount_minor": 129_900,
        "currency": "UAH",
    },
    "POST /api/customers/{customer_id:int}/promises": lambda _: {"text": "Call", "due_at": _in_a_day()},
    "POST /api/customers/{customer_id:int}/tickets": lambda world: {
        "client_key": str(uuid4()),
        "channel_id": world.ids["channel_id"],
        "identity_id": world.ids["visitor_identity_id"],
        "text": "first words",
    },
    "POST /api/invitations": lambda _: {"email": "third@desk.example"},
    "PATCH /api/learning": lambda _: {"type": True},
    "POST /api/macros": lambda _: {"name": "Loud", "steps": [{"do": "priority", "priority": "high"}]},
    "PUT /api/macros/{macro_id:int}": lambda _: {"name": "Loud", "steps": [{"do": "follow"}]},
    "POST /api/macros/{macro_id:int}/runs": lambda world: {
        "ticket_ids": [world.ids["ticket_id"]],
        "client_key": str(uuid4()),
    },
    "PATCH /api/mail-settings": lambda _: {"digest_hours": 4},
    "PUT /api/mail-settings/apps/{provider:str}": lambda _: {"client_id": "desk", "client_secret": "s3cret"},
    "POST /api/mailboxes": lambda _: {"address": "second@desk.example", "imap": SERVER, "smtp": SERVER},
    "PATCH /api/mailboxes/{mailbox_id:int}": lambda _: {"from_name": "Help"},
    "POST /api/mailboxes/{mailbox_id:int}/connections": lambda _: {"auth": "google"},
    "POST /api/mails": lambda world: {
        "client_key": str(uuid4()),
        "channel_id": world.ids["mailbox_id"],
        "text": "a first mail",
        "recipients": {"to": [["Vera", "vera@shop.example"]], "subject": "Hello"},
    },
    "PATCH /api/me": lambda _: {"time_zone": "Europe/Kyiv"},
    "PUT /api/me/password": lambda _: {"current": PASSWORD, "new": "green ruled margins 42 or so"},
    "PUT /api/me/picture": lambda _: {"png": base64.b64encode(square()).decode()},
    "PUT /api/me/presence": lambda _: {"status": "busy"},
    "PUT /api/me/second-factor": lambda _: {"code": "000000"},
    "POST /api/me/second-factor/enrolment": lambda _: {"password": PASSWORD},
    "POST /api/me/second-factor/recovery-codes": lambda _: {"password": PASSWORD},
    "POST /api/me/second-factor/removal": lambda _: {"password": PASSWORD},
    "POST /api/me/sign-on/link": lambda _: {"password": PASSWORD},
    "POST /api/messages/{message_id:int}/forwards": lambda _: {
        "client_key": str(uuid4()),
        "recipients": {"to": [["", "partner@else.example"]]},
    },
    "PUT /api/news/choices": lambda _: {"ways": {"ticket.team": ["page"]}},
    "POST /api/news/devices": lambda _: {
        "endpoint": "http://127.0.0.1:9/push/anna",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
    "PUT /api/notifications/read": lambda _: {"upto": 1},
    "POST /api/organisations": lambda _: {"name": "Aviary"},
    "PATCH /api/organisations/{organisation_id:int}": lambda _: {"domains": ["zoo.example"]},
    "POST /api/organisations/{organisation_id:int}/notes": lambda _: {"text": "Open on Sundays"},
    "PATCH /api/organisations/{organisation_id:int}/notes/{organisation_note_id:int}": lambda _: {"is_pinned": True},
    "POST /api/outside-events": lambda _: {
        "source": "shop",
        "key": str(uuid4()),
        "kind": "purchase",
        "happened_at": "2026-11-01T10:00:00+02:00",
        "address_kind": "email",
        "customer_address": f"{uuid4().hex}@new.example",
    },
    "POST /api/planning/replays": lambda _: {
        "name": "May",
        "since": "2026-05-04T00:00:00Z",
        "until": "2026-05-11T00:00:00Z",
        "plan": {"heads": [{"days": [0], "begin": 18, "end": 20, "add": 1}]},
    },
    "PATCH /api/promises/{promise_id:int}": lambda _: {"text": "Call again"},
    "PUT /api/retention/{channel_id:int}": lambda _: {"raws_days": 30},
    "POST /api/retention/{channel_id:int}/previews": lambda _: {"raws_days": 30},
    "POST /api/rule-trials": lambda _: {"text": "the law"},
    "POST /api/rules": lambda _: {"name": "New", "conditions": {"words": ["new"]}, "actions": {"priority": "high"}},
    "PUT /api/rules/order": lambda world: {"ids": [world.ids["rule_id"]]},
    "PATCH /api/rules/{rule_id:int}": lambda _: {"is_enabled": False},
    "POST /api/saved-reports": lambda _: {"name": "Mine", "arrangement": {"measure": "created", "by": "day"}},
    "PUT /api/saved-reports/{saved_report_id:int}": lambda _: {"name": "Our", "arrangement": {"measure": "backlog"}},
    "POST /api/saved-reports/{saved_report_id:int}/letters": lambda _: {"client_key": str(uuid4())},
    "PUT /api/saved-reports/{saved_report_id:int}/schedule": lambda world: {
        "every": "week",
        "day": 0,
        "hour": 9,
        "agent_ids": [world.desk.cast.boris.agent_id],
    },
    "POST /api/segments": lambda _: {"name": "Quiet", "filter": {"conditions": []}},
    "PATCH /api/segments/{segment_id:int}": lambda _: {"name": "Lost"},
    "PATCH /api/settings": lambda _: {"reopen_days": 8},
    "PUT /api/setup-steps": lambda _: {"skipped": ["invite"]},
    "POST /api/sides/{side_id:int}/messages": lambda _: {"client_key": str(uuid4()), "text": "and then"},
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
    "POST /api/skills": lambda _: {"name": "Second"},
    "PATCH /api/skills/{skill_id:int}": lambda _: {"name": "Laws"},
    "POST /api/sla-policies": lambda _: {"name": "Silver", "targets": {"urgent": {"first_response": 30}}},
    "PUT /api/sla-policies/order": lambda world: {"ids": world.ids["policy_ids"]},
    "PATCH /api/sla-policies/{policy_id:int}": lambda _: {"name": "Gold"},
    "PATCH /api/tags/{tag_id:int}": lambda _: {"name": "Found"},
    "PUT /api/team-routing/{team_id:int}": lambda _: {"mode": "pull"},
    "POST /api/teams": lambda _: {"name": "Second"},
    "PATCH /api/teams/{team_id:int}": lambda _: {"name": "Money"},
    "POST /api/templates": lambda _: {"name": "Hours", "texts": {"": "We are here from 9 to 18."}},
    "POST /api/templates/imports": lambda _: {"file": '[{"name": "Hi", "texts": {"": "Hello"}}]'},
    "PUT /api/templates/{template_id:int}": lambda _: {"name": "Hours", "texts": {"": "We are here from 9 to 18."}},
    "POST /api/templates/{template_id:int}/uses": lambda world: {"ticket_id": world.own_ticket_id},
    "POST /api/ticket-changes": lambda world: {"ids": [world.ids["ticket_id"]], "change": {"priority": "low"}},
    "POST /api/tickets/{ticket_id:int}/approvals": lambda world: {
        "asked_id": world.desk.cast.dora.agent_id,
        "question": "May we pay it back?",
        "due_at": _in_a_day(),
    },
    "PUT /api/tickets/{ticket_id:int}/assignee": lambda world: {"agent_id": world.desk.cast.boris.agent_id},
    "PUT /api/tickets/{ticket_id:int}/drafts/{mode:str}": lambda _: {"text": "later", "revision": 1},
    "PUT /api/tickets/{ticket_id:int}/fields": lambda _: {"fields": {"cage": "gold"}},
    "PUT /api/tickets/{ticket_id:int}/links": lambda world: {"other_id": world.ids["other_id"], "kind": "incident"},
    "POST /api/tickets/{ticket_id:int}/macro-runs": lambda world: {
        "macro_id": world.ids["macro_id"],
        "client_key": str(uuid4()),
    },
    "PUT /api/tickets/{ticket_id:int}/merge": lambda world: {"into_id": world.ids["other_id"]},
    "POST /api/tickets/{ticket_id:int}/notes": lambda _: {"client_key": str(uuid4()), "text": "a note"},
    "PUT /api/tickets/{ticket_id:int}/priority": lambda _: {"priority": "urgent"},
    "POST /api/tickets/{ticket_id:int}/promises": lambda _: {"text": "Call", "due_at": _in_a_day()},
    "PUT /api/tickets/{ticket_id:int}/read": lambda world: {"message_id": world.ids["message_id"]},
    "POST /api/tickets/{ticket_id:int}/replies": lambda _: {"client_key": str(uuid4()), "text": "an answer"},
    "POST /api/tickets/{ticket_id:int}/sides": lambda world: {
        "client_key": str(uuid4()),
        "agent_id": world.desk.cast.dora.agent_id,
        "subject": "The bird",
        "text": "have you seen it",
    },
    "PUT /api/tickets/{ticket_id:int}/skills": lambda world: {
        "skills": [{"skill_id": world.ids["skill_id"], "level": 2}]
    },
    "PUT /api/tickets/{ticket_id:int}/snooze": lambda _: {"until": _in_a_day()},
    "POST /api/tickets/{ticket_id:int}/splits": lambda world: {"message_ids": [world.ids["message_id"]]},
    "PUT /api/tickets/{ticket_id:int}/status": lambda world: {"status_id": world.status_id},
    "PUT /api/tickets/{ticket_id:int}/subject": lambda _: {"subject": "Another"},
    "PUT /api/tickets/{ticket_id:int}/tags": lambda _: {"add": ["vip"]},
    "PUT /api/tickets/{ticket_id:int}/team": lambda _: {"team_id": None},
    "POST /api/tickets/{ticket_id:int}/transfers": lambda world: {
        "client_key": str(uuid4()),
        "team_id": world.desk.cast.support_id,
        "note": "please",
    },
    "PUT /api/tickets/{ticket_id:int}/type": lambda world: {"type_id": world.type_id},
    "POST /api/uploads": lambda _: {"file": ("notes.txt", b"plain words", "text/plain")},
    "POST /api/views": lambda _: {"name": "Urgent", "filter": {}},
    "PUT /api/views/{view_id:int}": lambda _: {"name": "Mine", "filter": {}},
    "POST /api/webhooks": lambda _: {"name": "CRM", "url": "http://127.0.0.1:9/hook", "kinds": ["ticket.created"]},
    "PATCH /api/webhooks/{webhook_id:int}": lambda _: {"name": "ERP"},
}
