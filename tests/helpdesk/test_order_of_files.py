"""Files of one message are shown in the order they were chosen, whichever came up first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from channels.outgoing import outgoing
from helpdesk import clock, db, storage
from helpdesk.actions import first_mail, receive, reply, ticket_pages
from helpdesk.actions.attachments import StoredFile, add_agent_file, add_visitor_file
from helpdesk.actions.recipients import Recipients
from helpdesk.actions.reply import Writing
from helpdesk.actions.templates import TemplateChanges, create_template, use_template
from helpdesk.actions.transcripts import transcript
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.models import Attachment, Message
from helpdesk.queries import ticket_page
from helpdesk.queries.messages import message_views
from helpdesk.queries.ticket import draft_view
from helpdesk.queries.visitor import events
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import mailbox, writes
from tests.peers.smtp_sink import Sink
from tests.stories import gateway_delivers, incoming, ticket_of, token_hash, visitor, visitor_writes

CHOSEN = ["1.txt", "2.txt", "3.txt"]
AS_THEY_CAME_UP = [CHOSEN[2], CHOSEN[0], CHOSEN[1]]


def came_up(add: Callable[[StoredFile], Attachment]) -> list[str]:
    """Have files come up in another order than that in which they were chosen; return their ids as they were chosen."""
    blob = storage.put_bytes(b"meow")
    ids = {name: add(StoredFile(name, "text/plain", 4, blob)).public_id for name in AS_THEY_CAME_UP}
    return [ids[name] for name in CHOSEN]


def uploads_of_anna(desk: Desk) -> list[str]:
    with db.transaction() as session:
        return came_up(lambda file: add_agent_file(session, file, agent_id=desk.cast.anna.agent_id or 0))


def answers_with_files(desk: Desk, ticket_id: int, *, hours: int = 0) -> Message:
    files = uploads_of_anna(desk)
    send_at = clock.now() + timedelta(hours=hours) if hours else None
    with db.transaction() as session:
        return reply.send_reply(session, ticket_id, Writing("Here", "1", files, send_at=send_at), by=desk.cast.anna)


def shown_to_agents(message: Message) -> list[str]:
    with db.reading() as session:
        return [file["filename"] for file in message_views(session, [message.id])[message.id]["attachments"]]


def test_what_an_agent_sends_is_in_order_for_both_sides_and_in_the_transcript(either_desk: Desk) -> None:
    desk = either_desk
    ticket_id = visitor_writes(desk).ticket_id
    answer = answers_with_files(desk, ticket_id)
    gateway_delivers(desk)

    assert shown_to_agents(answer) == CHOSEN
    with db.reading() as session:
        facts = events(session, visitor(desk), ticket_of(answer).number, after=1)
        [told] = [fact["message"]["attachments"] for fact in facts if "message" in fact]
        [sent] = outgoing(session, [answer.id])
        said = transcript(session, ticket_of(answer), language="en")
    assert [file["filename"] for file in told] == CHOSEN
    assert [file.filename for file in sent.files] == CHOSEN
    assert [line for line in said.splitlines() if line.startswith("[") and ".txt" in line] == [
        f"[{name}]" for name in CHOSEN
    ]


def test_what_a_visitor_sends_is_in_order(either_desk: Desk) -> None:
    desk = either_desk
    with db.transaction() as session:
        files = came_up(lambda file: add_visitor_file(session, file, visitor_hash=token_hash("vera")))
    said = replace(incoming(desk, "Look"), attachment_ids=tuple(files))

    message = db.retrying(lambda session: receive.receive_message(session, said))

    assert shown_to_agents(message) == CHOSEN


def test_letters_pages_and_forwards_keep_the_order(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    asked = writes(channel)
    answer = answers_with_files(desk, asked.ticket_id)
    deliver(channel)
    further = Writing("Look", "2", recipients=Recipients(to=[("", "depot@z.test")]))
    with db.transaction() as session:
        change_settings(session, {"customer_pages": True}, by=desk.cast.dora)
        forwarded = first_mail.forward(session, answer.id, further, by=desk.cast.anna)
        token = ticket_pages.give_link(session, asked.ticket_id, by=desk.cast.anna).url.rpartition("/")[2]

    assert [part.get_filename() for part in sink.kept[0].mail.iter_attachments()] == CHOSEN
    assert shown_to_agents(forwarded) == CHOSEN
    with db.reading() as session:
        shown = ticket_page.said(session, ticket_page.opened(session, token))[-1]
    assert [file.filename for file in shown.files] == CHOSEN


def test_a_reply_taken_back_is_a_draft_with_its_files_in_order(either_desk: Desk) -> None:
    answer = answers_with_files(either_desk, visitor_writes(either_desk).ticket_id, hours=2)

    with db.transaction() as session:
        draft = reply.withdraw(session, answer.id, by=either_desk.cast.anna)
        assert draft is not None
        shown = draft_view(session, draft)["attachments"]
        places = set(session.scalars(select(Attachment.place)))

    assert [file["filename"] for file in shown] == CHOSEN
    assert places == {None}


def test_a_template_keeps_and_lends_its_files_in_order(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    changes = TemplateChanges(name="Terms", texts={"": "See the files"}, attachment_ids=tuple(uploads_of_anna(desk)))

    with db.transaction() as session:
        kept = create_template(session, changes, by=desk.cast.anna)
        lent = use_template(session, kept.id, ticket_id, language=None, by=desk.cast.anna).attachments

    assert [file.filename for file in lent] == CHOSEN


def test_files_of_no_known_place_come_after_and_as_they_came_in(either_desk: Desk) -> None:
    answer = answers_with_files(either_desk, visitor_writes(either_desk).ticket_id)
    with db.transaction() as session:
        for file in session.scalars(select(Attachment).where(Attachment.filename != CHOSEN[2])):
            file.place = None

    assert shown_to_agents(answer) == [CHOSEN[2], CHOSEN[0], CHOSEN[1]]
