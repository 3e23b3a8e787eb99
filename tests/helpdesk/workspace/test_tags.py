"""Tags are renamed and removed together with all that has them or names them."""

from typing import Final

import pytest
from sqlalchemy import JSON, select

from helpdesk import clock, db, models
from helpdesk.actions.workspace import tag_rows
from helpdesk.actions.workspace.tags import remove_tag, rename_tag
from helpdesk.errors import Conflict
from helpdesk.models import (
    Automation,
    Tag,
)
from helpdesk.queries.uses import uses_of_tag
from helpdesk.tag_words import Named
from tests.cast import Desk
from tests.helpdesk.workspace.tagging import names_it, on, on_customer_of, said, tagged, tags
from tests.helpdesk.workspace.traces import traces

# Every JSON column of the desk. A new one is named here: with what names tags, or with what never does.
NAMES_TAGS: Final = {
    "automation.conditions",
    "automation.steps",
    "automation.trigger",
    "macro.steps",
    "rule.actions",
    "rule.conditions",
    "saved_report.arrangement",
    "saved_view.filter",
    "segment.filter",
    "sla_policy.conditions",
    "sla_policy.escalations",
}
KEEPS_WHAT_TAKES_BACK: Final = {"customer_merge.kept", "macro_run.kept", "ticket_merge.kept"}
TELLS_WHAT_WAS: Final = {"audit.data", "event.data", "automation_run.done", "automation_run.why"}
NAMES_NONE: Final = {
    *("agent.preferences", "api_key.scopes", "assignment.reasons", "assignment.runners_up", "calendar.days"),
    *("calendar.holiday_source", "calendar.holidays", "calendar.hours", "channel.config", "custom_field.choices"),
    *("custom_field.labels", "customer.fields", "draft.attachment_ids", "forecast.outcome", "inbound.payload"),
    *("inbound.summary", "invitation.grants", "learning.outcome", "learnt_model.words", "mail.authentication"),
    *("mail.bcc", "mail.cc", "mail.folds", "mail.forward", "mail.references", "mail.reply_to", "mail.to"),
    *("news_choice.ways", "notification.data", "organisation.fields", "replay.outcome", "replay.plan"),
    *("replay.team_ids", "second_factor.told_steps", "setting.value", "sla_policy.pauses", "sla_policy.targets"),
    *("system_mail.headers", "team_routing.settings", "telegram_message.buttons", "telegram_message.content"),
    *("telegram_message.parts", "telegram_message.reactions", "template.texts", "thread.details", "ticket.fields"),
    *("ticket.trash", "ticket.waiting_reason", "visitor.device", "visitor.page", "visitor.said", "visitor.visits"),
    *("visitor_event.data", "webhook.kinds"),
}


def test_every_place_that_may_hold_tags_is_known() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in models.Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, JSON)
    }
    keys = {
        table.name
        for table in models.Base.metadata.sorted_tables
        if any(key.column.table.name == "tag" for key in table.foreign_keys)
    }

    assert columns == NAMES_TAGS | KEEPS_WHAT_TAKES_BACK | TELLS_WHAT_WAS | NAMES_NONE
    assert keys == {table.__tablename__ for table in tag_rows.TABLES}


def test_all_that_names_a_tag_is_found(desk: Desk) -> None:
    (id,) = tags(desk, "vip")
    names_it(desk, id, "vip")

    with db.reading() as session:
        found = uses_of_tag(session, Named(id, "vip"))

    assert [(use.kind, use.name) for use in found] == [
        ("sla_policy", "Fast"),
        ("automation", "By event"),
        ("macro", "Both"),
        ("macro", "Alone"),
        ("view", "Ours"),
        ("report", "Week"),
        ("segment", "Them"),
    ]


def test_a_renamed_tag_is_named_so_everywhere(either_desk: Desk) -> None:
    desk = either_desk
    (id,) = tags(desk, "vip")
    names_it(desk, id, "vip")

    with db.transaction() as session:
        rename_tag(session, id, name="  Very   important ", by=desk.cast.dora)

    assert said()["Both.steps"] == [
        {"do": "add_tags", "tags": ["Very important", "other"]},
        {"do": "remove_tags", "tags": ["Very important"]},
    ]
    assert said()["By event.steps"] == said()["Both.steps"]
    assert said()["Them.filter"]["conditions"][0]["value"] == ["Very important", str(id)]
    assert said()["Ours.filter"]["conditions"][0]["values"] == [id, None]
    assert ("tag.renamed", f"tag:{id}") in traces()
    assert ("told", "tag_names") in traces()


def test_a_tag_may_change_the_case_of_its_name_and_the_same_name_changes_nothing(desk: Desk) -> None:
    (id,) = tags(desk, "vip")
    with db.transaction() as session:
        assert rename_tag(session, id, name="VIP", by=desk.cast.dora).name == "VIP"
    before = traces()

    with db.transaction() as session:
        rename_tag(session, id, name="VIP", by=desk.cast.dora)

    assert traces() == before


def test_a_taken_name_says_whose_it_is(desk: Desk) -> None:
    one, other = tags(desk, "vip", "право")

    with db.transaction() as session, pytest.raises(Conflict) as refused:
        rename_tag(session, one, name="ПРАВО", by=desk.cast.dora)

    assert refused.value.code == "name_taken"
    assert refused.value.fields == {"name": "taken", "other_id": other}


def test_a_used_tag_is_removed_only_by_force(either_desk: Desk) -> None:
    desk = either_desk
    (id,) = tags(desk, "vip")
    ticket_id = tagged(desk, "vip", "gold", browser="both")
    names_it(desk, id, "vip")

    with pytest.raises(Conflict) as refused:
        remove_tag(id, by=desk.cast.dora)
    assert refused.value.code == "tag_in_use"
    assert {name: refused.value.fields[name] for name in ("tickets", "customers")} == {"tickets": 2, "customers": 1}
    assert on(ticket_id) == ["gold", "vip"]
    before = said()

    remove_tag(id, by=desk.cast.dora, even_if_used=True)

    assert on(ticket_id) == on_customer_of(ticket_id) == ["gold"]
    assert ("tag.removed", f"tag:{id}") in traces()
    steps = [{"do": "add_tags", "tags": ["other"]}]
    assert said() == {name: said for name, said in before.items() if name != "Alone.steps"} | {
        "Both.steps": steps,
        "By event.steps": steps,
    }


def test_an_unused_tag_goes_at_once_and_its_id_never_comes_back(desk: Desk) -> None:
    with db.transaction() as session:
        session.add(Tag(name="idle"))
        session.flush()
        id = session.scalars(select(Tag.id).where(Tag.name == "idle")).one()

    remove_tag(id, by=desk.cast.dora)

    assert tags(desk, "next") != [id]


def test_an_automation_that_did_nothing_else_is_switched_off(desk: Desk) -> None:
    (id,) = tags(desk, "vip")
    steps = [{"do": "add_tags", "tags": ["vip"]}]
    made = {"created_at": clock.now(), "updated_at": clock.now(), "trigger": {}, "conditions": {}, "position": 1}
    with db.transaction() as session:
        session.add(Automation(name="Mark", is_enabled=True, steps=steps, **made))

    remove_tag(id, by=desk.cast.dora, even_if_used=True)

    assert (said()["Mark.steps"], said()["Mark.is_enabled"]) == (steps, False)
