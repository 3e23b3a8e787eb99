"""Dashboard and alarms ask only for numbers there are."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import yaml

from helpdesk import backups, db
from tests.cast import Desk
from tests.edge import Browser
from tests.mailboxes import answers_by_mail, mailbox, writes

DEPLOY: Final = Path(__file__).resolve().parents[2] / "deploy"
NAME: Final = re.compile(r"\bhelpdesk_\w+")


def asked_for() -> set[str]:
    dashboard = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
    alarms = yaml.safe_load((DEPLOY / "alerts.yml").read_text())
    expressions = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    expressions += [rule["expr"] for group in alarms["groups"] for rule in group["rules"]]
    return {name for expression in expressions for name in NAME.findall(expression)}


def test_every_number_asked_for_is_told(desk: Desk, browser: Callable[..., Browser]) -> None:
    message = writes(mailbox(1))
    answers_by_mail(message.ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        backups.note_backup(session, size=1, seconds=1)

    stranger = browser()
    stranger.get("/healthz")
    told = set(NAME.findall(stranger.get("/metrics").text))

    assert len(asked_for()) > 10
    assert asked_for() <= told
