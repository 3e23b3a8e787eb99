"""Attack 28, attachments: a random name, and the right to see the message at every fetch."""

import uuid
from collections.abc import Callable

from helpdesk import db
from helpdesk.actions import label, reply
from helpdesk.actions.reply import Writing
from helpdesk.config import Config
from helpdesk.files.addresses import address_of
from helpdesk.permissions import SYSTEM
from tests import uploads
from tests.cast import Desk
from tests.edge import Browser
from tests.stories import visitor_writes
from tests.web.chat.asking import ticket_id_of
from tests.widgets import new_token, rest

Open = Callable[..., Browser]


def of_support(desk: Desk) -> int:
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.support_id, by=SYSTEM)
    return ticket_id


def attach(desk: Desk, anna: Browser, ticket_id: int, *, as_note: bool) -> str:
    file = uploads.upload(anna, "secret.txt", b"secret").json()["id"]
    with db.transaction() as session:
        write = reply.add_note if as_note else reply.send_reply
        write(session, ticket_id, Writing("See here", str(uuid.uuid4()), [file]), by=desk.cast.anna)
    return str(file)


def test_only_who_may_see_the_ticket_gets_its_files(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    anna = browser("anna")
    url = address_of(attach(desk, anna, ticket_id, as_note=False)).url

    statuses = {name: browser(name).get(url).status_code for name in ("anna", "boris", "charlie", "dora")}

    assert statuses == {"anna": 200, "boris": 200, "charlie": 404, "dora": 200}
    assert browser().get(url).status_code == 401


def test_the_right_ends_with_the_sight_of_the_ticket(desk: Desk, browser: Open) -> None:
    ticket_id = of_support(desk)
    anna = browser("anna")
    url = address_of(attach(desk, anna, ticket_id, as_note=False)).url
    with db.transaction() as session:
        label.set_team(session, ticket_id, team_id=desk.cast.billing_id, by=SYSTEM)

    assert anna.get(url).status_code == 404
    assert browser("charlie").get(url).status_code == 200


def test_a_file_not_sent_yet_is_its_uploaders_alone(browser: Open) -> None:
    url = uploads.upload(browser("anna"), "draft.txt", b"draft").json()["url"]

    assert browser("boris").get(url).status_code == 404
    assert browser("dora").get(url).status_code == 404


def test_nobody_sends_a_file_that_another_uploaded(desk: Desk, browser: Open) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    file = uploads.upload(browser("anna"), "mine.txt", b"mine").json()["id"]
    body = {"client_key": str(uuid.uuid4()), "text": "x", "attachment_ids": [file], "seen_message_id": None}

    answer = browser("boris").post(f"/api/tickets/{ticket_id}/replies", body)

    assert answer.status_code == 400


def test_names_are_random_and_guesses_find_nothing(desk: Desk, browser: Open) -> None:
    anna = browser("anna")
    names = {uploads.upload(anna, "a.txt", b"same").json()["id"] for _ in range(5)}
    guesses = ["1", "0" * 32, "../" + next(iter(names)), "a.txt", next(iter(names))[:-1], "%00", "1 OR 1=1"]

    statuses = {anna.get(f"/api/attachments/{guess}").status_code for guess in guesses}

    assert len(names) == 5
    assert all(len(name) == 32 for name in names)
    assert statuses == {404}


def test_a_visitor_gets_the_files_of_their_own_ticket_and_no_other(desk: Desk, server: Config, browser: Open) -> None:
    with rest(server, desk, new_token()) as vera, rest(server, desk, new_token()) as mallory:
        file = vera.post("uploads", files={"file": ("photo.png", uploads.png())}).json()["id"]
        letter = {"client_id": str(uuid.uuid4()), "ticket": None, "text": "Look", "attachments": [file]}
        before_it_is_sent = mallory.get(f"files/{file}").status_code
        stolen = mallory.post("messages", json={**letter, "client_id": str(uuid.uuid4())}).json()["code"]
        vera.post("messages", json=letter)

        assert vera.get(f"files/{file}").content == uploads.png()
        assert (before_it_is_sent, stolen) == (404, "attachment")
        assert mallory.get(f"files/{file}").status_code == 404
    assert browser("anna").get(address_of(file).url).status_code == 200


def test_a_notes_file_never_reaches_the_visitor(desk: Desk, server: Config, browser: Open) -> None:
    token = new_token()
    with rest(server, desk, token) as vera:
        letter: dict[str, object] = {"client_id": str(uuid.uuid4()), "ticket": None, "text": "Hello"}
        ticket_id = ticket_id_of(vera.post("messages", json=letter).json()["ticket"])
        note = attach(desk, browser("anna"), ticket_id, as_note=True)
        unsent = attach(desk, browser("anna"), ticket_id, as_note=False)

        assert vera.get(f"files/{note}").status_code == 404
        assert vera.get(f"files/{unsent}").status_code == 404
