"""Answer templates: whose they are, what they say, how they are used."""

from uuid import uuid4

import pytest

from helpdesk import db, storage
from helpdesk.actions import attachments, macros, reply, template_files
from helpdesk.actions.access import open_ticket
from helpdesk.actions.attachments import StoredFile
from helpdesk.actions.macros import MacroChanges
from helpdesk.actions.reply import Writing
from helpdesk.actions.templates import (
    TemplateChanges,
    Use,
    change_template,
    create_template,
    remove_template,
    use_template,
)
from helpdesk.errors import Conflict, Forbidden, Invalid, NotFound
from helpdesk.models import Audience, Customer, Template
from helpdesk.permissions import Actor
from helpdesk.queries.messages import message_views
from helpdesk.queries.templates import templates
from tests.cast import Cast, Desk
from tests.stories import visitor_writes

HELLO = {"": "Hello, {{customer.name}}!", "uk": "Вітаємо, {{customer.name}}!"}


def keeps(by: Actor, *, audience: Audience = Audience.PRIVATE, team_id: int | None = None, **more: object) -> Template:
    changes = TemplateChanges(**{"name": "Hello", "texts": HELLO, **more}, audience=audience, team_id=team_id)  # type: ignore[arg-type]
    with db.transaction() as session:
        return create_template(session, changes, by=by)


def uses(template: Template, ticket_id: int, *, by: Actor, language: str | None = None) -> Use:
    with db.transaction() as session:
        return use_template(session, template.id, ticket_id, language=language, by=by)


def names_found_by(actor: Actor) -> list[str]:
    with db.reading() as session:
        return [one["name"] for one in templates(session, actor)]


def test_a_private_template_is_found_by_its_owner_alone(cast: Cast) -> None:
    keeps(cast.anna)

    assert names_found_by(cast.anna) == ["Hello"]
    assert [names_found_by(one) for one in (cast.boris, cast.charlie, cast.dora)] == [[], [], []]


def test_a_teams_template_is_found_in_the_team(cast: Cast) -> None:
    template = keeps(cast.anna, audience=Audience.TEAM, team_id=cast.support_id)

    assert [names_found_by(one) for one in (cast.boris, cast.charlie, cast.dora)] == [["Hello"], [], ["Hello"]]
    with pytest.raises(NotFound), db.transaction() as session:
        remove_template(session, template.id, by=cast.charlie)


def test_a_template_that_macros_write_from_stays_and_names_those_one_finds(cast: Cast) -> None:
    template = keeps(cast.boris, audience=Audience.ALL)
    steps = [{"do": "note", "template_id": template.id}]
    with db.transaction() as session:
        shared = macros.create_macro(session, MacroChanges("Greet", steps, audience=Audience.ALL), by=cast.boris).id
        macros.create_macro(session, MacroChanges("Charlie's own", steps), by=cast.charlie)

    with pytest.raises(Conflict) as told, db.transaction() as session:
        remove_template(session, template.id, by=cast.boris)

    assert (told.value.code, told.value.fields["used_by"]) == ("template_in_use", ["Greet"])
    with db.transaction() as session:
        macros.remove_macro(session, shared, by=cast.boris)
        remove_template(session, template.id, by=cast.boris)
    assert names_found_by(cast.boris) == []


def test_an_agent_shares_with_their_teams_and_a_supervisor_with_all(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        keeps(cast.anna, audience=Audience.ALL)
    with pytest.raises(Invalid):
        keeps(cast.anna, audience=Audience.TEAM, team_id=cast.billing_id)

    template = keeps(cast.boris, audience=Audience.ALL)

    assert names_found_by(cast.charlie) == ["Hello"]
    with pytest.raises(Forbidden), db.transaction() as session:
        change_template(session, template.id, TemplateChanges("Mine", HELLO), by=cast.anna)


def test_the_customers_language_comes_first(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        session.get_one(Customer, asked.customer_id).name = "Віра"
    template = keeps(desk.cast.anna)

    assert uses(template, asked.ticket_id, by=desk.cast.anna, language="uk").filled.text == "Вітаємо, Віра!"
    assert uses(template, asked.ticket_id, by=desk.cast.anna).filled.text == "Hello, Віра!"


def test_uses_are_counted_and_the_most_used_comes_first(desk: Desk) -> None:
    asked = visitor_writes(desk)
    keeps(desk.cast.anna, name="Another")
    uses(keeps(desk.cast.anna), asked.ticket_id, by=desk.cast.anna)

    assert names_found_by(desk.cast.anna) == ["Hello", "Another"]


def test_nobody_fills_a_template_with_a_ticket_they_may_not_see(desk: Desk) -> None:
    asked = visitor_writes(desk)
    with db.transaction() as session:
        from_support = open_ticket(session, asked.ticket_id, by=desk.cast.dora)
        from_support.team_id = desk.cast.support_id
    template = keeps(desk.cast.charlie)

    with pytest.raises(NotFound):
        uses(template, asked.ticket_id, by=desk.cast.charlie)


@pytest.mark.parametrize(
    ("texts", "why"),
    [({}, "empty"), ({"en": "{{customer.nmae}}"}, "unknown_placeholder"), ({"en": "x" * 10_001}, "too_long")],
)
def test_texts_that_cannot_be_sent_are_refused(cast: Cast, texts: dict[str, str], why: str) -> None:
    with pytest.raises(Invalid) as refused:
        keeps(cast.anna, texts=texts)

    assert refused.value.fields["texts"] == why


def test_its_file_goes_with_every_use_and_outlives_none_of_them(desk: Desk) -> None:
    asked = visitor_writes(desk)
    anna = desk.cast.anna
    blob = storage.put_bytes(b"the terms")
    with db.transaction() as session:
        file = attachments.add_agent_file(
            session, StoredFile("terms.txt", "text/plain", 9, blob), agent_id=anna.agent_id or 0
        )
    template = keeps(anna, attachment_ids=(file.public_id,))

    lent = [uses(template, asked.ticket_id, by=anna).attachments[0].public_id for _ in range(2)]
    with db.transaction() as session:
        sent = reply.send_reply(session, asked.ticket_id, Writing("See the file", str(uuid4()), [lent[0]]), by=anna)
        remove_template(session, template.id, by=anna)

    with db.reading() as session:
        assert message_views(session, [sent.id])[sent.id]["attachments"][0]["filename"] == "terms.txt"
    assert len(set(lent)) == 2
    assert storage.path(blob).is_file()


@pytest.mark.parametrize("write", [template_files.as_json, template_files.as_csv])
def test_what_was_exported_is_taken_in_again(cast: Cast, write: object) -> None:
    keeps(
        cast.anna, folder="Привітання", shortcut="hi", texts={"": "=2+2 {{customer.name}}", "ru": 'Здравствуйте;\n"да"'}
    )
    with db.reading() as session:
        file = write(templates(session, cast.anna))  # type: ignore[operator]

    with db.transaction() as session:
        done = template_files.take_in(
            session, template_files.read(file), audience=Audience.PRIVATE, team_id=None, by=cast.boris
        )
    with db.reading() as session:
        taken = templates(session, cast.boris)[0]

    assert (done.created, done.changed, list(done.refused)) == (1, 0, [])
    assert (taken["folder"], taken["shortcut"]) == ("Привітання", "hi")
    assert taken["texts"] == {"": "=2+2 {{customer.name}}", "ru": 'Здравствуйте;\n"да"'}


def test_taking_in_twice_changes_instead_of_doubling(cast: Cast) -> None:
    read = template_files.read("name;text\nHi;Hello\nBad;{{no.thing}}\n")

    with db.transaction() as session:
        for _ in range(2):
            done = template_files.take_in(session, read, audience=Audience.PRIVATE, team_id=None, by=cast.anna)

    assert (done.created, done.changed, [row for row, _ in done.refused]) == (0, 1, [2])
    assert names_found_by(cast.anna) == ["Hi"]


@pytest.mark.parametrize("file", ["", "[", "[1]", '[{"name": "x"}]', "a,b\n1,2", "\x00", "[" * 100_000])
def test_a_file_that_is_none_is_refused_in_words(file: str) -> None:
    with pytest.raises(Invalid):
        template_files.read(file)
