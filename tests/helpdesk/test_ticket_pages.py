"""The public page of a ticket: for its customer alone, by a link that ends and can be withdrawn (rows 16 and 45)."""

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
import pytest
from sqlalchemy import select

from helpdesk import clock, db, page_tokens, ratelimit
from helpdesk.actions import reply, ticket_pages
from helpdesk.actions.automations.letters import write
from helpdesk.actions.reply import Writing
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.errors import Conflict, Forbidden, NotFound
from helpdesk.models import Attachment, Category, Channel, Mail, Message, MessageKind, SenderProof, Thread, Ticket
from helpdesk.page_tokens import PageLink
from helpdesk.queries.filling import values_for
from tests import uploads
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.edge import Browser
from tests.mailboxes import VERA, answers_by_mail, mailbox, writes
from tests.peers.smtp_sink import Sink
from tests.security.forms import fill_form
from tests.stories import ticket_of, visitor_writes
from web.pages import ticket_page

Open = Callable[..., Browser]


@pytest.fixture
def channel(desk: Desk, sink: Sink) -> Channel:
    """A mailbox of a desk that shows customers their tickets."""
    with db.transaction() as session:
        change_settings(session, {"customer_pages": True}, by=desk.cast.dora)
    return mailbox(sink.port)


def link(desk: Desk, ticket_id: int) -> str:
    with db.transaction() as session:
        return urlsplit(ticket_pages.give_link(session, ticket_id, by=desk.cast.anna).url).path


def old_link(path: str) -> str:
    meant = page_tokens.meant(path.rpartition("/")[2])
    assert meant is not None
    ended = PageLink(meant.ticket_id, meant.identity_id, meant.issued_at - timedelta(days=31))
    return f"/my-ticket/{page_tokens.token_of(ended)}"


def post(reader: Browser, path: str, *, files: list[bytes] | None = None, **fields: str) -> httpx.Response:
    """Send the form of the page with files, as a browser does."""
    data = fill_form(reader, path, **fields)
    sent = [("file", (f"{at}.png", one)) for at, one in enumerate(files or [])] or [("file", ("", b""))]
    own = {"origin": reader.config.origin, "sec-fetch-site": "same-origin", "accept": "text/html"}
    return reader.client.post(path, data=data, files=sent, headers=own)


def received(ticket_id: int) -> list[Message]:
    with db.reading() as session:
        wanted = select(Message).where(Message.ticket_id == ticket_id, Message.kind == MessageKind.IN)
        return list(session.scalars(wanted.order_by(Message.id)))


def test_the_page_shows_what_customer_and_desk_wrote_and_nothing_else(
    desk: Desk, channel: Channel, browser: Open
) -> None:
    asked = writes(channel, "Where is <b>my</b> order?")
    answers_by_mail(asked.ticket_id, by=desk.cast.anna)
    deliver(channel)
    with db.transaction() as session:
        reply.add_note(session, asked.ticket_id, Writing("CANARY NOTE", "note-1"), by=desk.cast.anna)

    shown = browser().page(link(desk, asked.ticket_id))

    assert shown.status_code == 200
    assert "Where is &lt;b&gt;my&lt;/b&gt; order?" in shown.text
    assert shown.text.count('class="said') == 2
    assert "CANARY" not in shown.text
    assert shown.headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert shown.headers["cache-control"] == "no-store"


def test_mails_of_others_and_mails_nobody_proved_are_not_shown(desk: Desk, channel: Channel, browser: Open) -> None:
    asked = writes(channel)
    answers_by_mail(asked.ticket_id, by=desk.cast.anna)
    deliver(channel)
    stranger = writes(channel, "CODE 123456", address="code@service.example")
    forged = writes(channel, "FORGED", proof=SenderProof.CLAIMED)
    with db.transaction() as session:
        for other in (stranger, forged):
            moved = session.get_one(Message, other.id)
            moved.ticket_id, moved.thread_id = asked.ticket_id, asked.thread_id

    shown = browser().page(link(desk, asked.ticket_id)).text

    assert "My order has not come." in shown
    assert "CODE 123456" not in shown
    assert "FORGED" not in shown


def test_an_answer_of_the_page_comes_in_as_the_customer_s_with_its_files(
    desk: Desk, channel: Channel, browser: Open
) -> None:
    asked = writes(channel)
    reader, path = browser(), link(desk, asked.ticket_id)

    done = post(reader, path, text="Still nothing.", files=[uploads.noise(200, 150), uploads.png()])

    assert (done.status_code, done.headers["location"]) == (303, f"{path}?sent=1")
    message = received(asked.ticket_id)[-1]
    assert (message.text, message.author_identity_id) == ("Still nothing.", asked.author_identity_id)
    with db.reading() as session:
        files = session.scalars(select(Attachment).where(Attachment.message_id == message.id)).all()
    assert len(files) == 2
    shown = reader.page(path).text
    assert reader.page(f"{path}/files/{files[0].public_id}").headers["content-disposition"].startswith("attachment")
    assert f"{path}/files/{files[0].public_id}?small=1" in shown
    assert ticket_of(message).category in (Category.NEW, Category.OPEN)


def test_a_form_sent_twice_counts_once_and_a_filled_trap_never(desk: Desk, channel: Channel, browser: Open) -> None:
    asked = writes(channel)
    reader, path = browser(), link(desk, asked.ticket_id)

    for _ in range(2):
        post(reader, path, text="Once.", key="same")
    post(reader, path, text="Spam", website="https://spam.example")

    assert [one.text for one in received(asked.ticket_id)][1:] == ["Once."]


def test_an_empty_answer_and_a_foreign_form_are_refused(desk: Desk, channel: Channel, browser: Open) -> None:
    asked = writes(channel)
    reader, path = browser(), link(desk, asked.ticket_id)

    assert post(reader, path, text=" ").status_code == 400
    assert post(reader, path, text="Hi", form_token="forged").status_code == 403
    assert len(received(asked.ticket_id)) == 1


def test_writing_has_a_cap(desk: Desk, channel: Channel, browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticket_page, "WRITES", ratelimit.Limit("ticket_page_write", 1, 600))
    asked = writes(channel)
    reader, path = browser(), link(desk, asked.ticket_id)

    assert [post(reader, path, text=f"{at}", key=f"{at}").status_code for at in range(2)] == [303, 429]


def test_a_link_that_ended_asks_for_a_code_by_mail(desk: Desk, channel: Channel, browser: Open, sink: Sink) -> None:
    asked = writes(channel)
    reader, path = browser(), old_link(link(desk, asked.ticket_id))

    ended = reader.page(path)
    assert "My order has not come." not in ended.text
    assert reader.client.get(f"{path}/files/guessed").status_code == 410
    reader.submit(f"{path}/codes", fill_form(reader, path))
    deliver(channel)
    mail = sink.kept[-1]
    assert mail.recipients == (VERA,)
    code = re.search(r"code=(\d{8})", mail.text)
    assert code is not None
    wrong = reader.submit(f"{path}/codes", fill_form(reader, f"{path}?code=1", digits="00000000"))
    right = reader.submit(f"{path}/codes", fill_form(reader, f"{path}?code={code[1]}", digits=code[1]))

    assert wrong.status_code == 400
    assert right.status_code == 303
    assert "My order has not come." in reader.page(right.headers["location"]).text


def test_codes_cannot_be_guessed(desk: Desk, channel: Channel, browser: Open) -> None:
    reader, path = browser(), old_link(link(desk, writes(channel).ticket_id))
    form = fill_form(reader, f"{path}?code=1", digits="12345678")

    assert [reader.submit(f"{path}/codes", form).status_code for _ in range(6)] == [400] * 5 + [429]


def test_tries_are_counted_for_all_links_of_a_reader_and_all_spellings_of_one(
    desk: Desk, channel: Channel, browser: Open
) -> None:
    reader, path = browser(), old_link(link(desk, writes(channel).ticket_id))
    form = fill_form(reader, f"{path}?code=1", digits="12345678")
    meant = page_tokens.meant(path.rpartition("/")[2])
    assert meant is not None
    earlier = page_tokens.token_of(PageLink(meant.ticket_id, meant.identity_id, meant.issued_at - timedelta(days=1)))
    paths = [path] * 3 + [f"{path}=="] * 2 + [f"/my-ticket/{earlier}"]

    assert [reader.submit(f"{one}/codes", form).status_code for one in paths] == [400] * 5 + [429]


def test_every_answer_without_a_key_or_with_an_odd_one_is_kept(desk: Desk, channel: Channel, browser: Open) -> None:
    asked = writes(channel)
    reader, path = browser(), link(desk, asked.ticket_id)

    done = [post(reader, path, text=text, key=key).status_code for text, key in (("A", ""), ("B", ""), ("C", "\0"))]

    assert done == [303] * 3
    assert [one.text for one in received(asked.ticket_id)][1:] == ["A", "B", "C"]


def test_a_withdrawn_link_is_dead_and_the_next_one_works(desk: Desk, channel: Channel, browser: Open) -> None:
    asked = writes(channel)
    reader, path = browser(), link(desk, asked.ticket_id)
    with db.transaction() as session:
        ticket_pages.withdraw_links(session, asked.ticket_id, by=desk.cast.anna)

    assert reader.page(path).status_code == 410
    assert reader.page(old_link(path)).status_code == 410
    assert reader.page(link(desk, asked.ticket_id)).status_code in (200, 410)
    with clock.fixed(clock.now() + timedelta(seconds=2)):
        fresh = link(desk, asked.ticket_id)
    assert reader.page(fresh).status_code == 200


def test_a_guessed_or_changed_link_opens_nothing(desk: Desk, channel: Channel, browser: Open) -> None:
    path = link(desk, writes(channel).ticket_id)
    changed = path[:-2] + ("AA" if not path.endswith("AA") else "BB")

    assert [browser().page(one).status_code for one in (changed, "/my-ticket/x", "/my-ticket/%00")] == [410] * 3


def test_pages_are_off_until_they_are_wanted(desk: Desk, browser: Open) -> None:
    asked = writes(mailbox())
    with db.transaction() as session, pytest.raises(Conflict):
        ticket_pages.give_link(session, asked.ticket_id, by=desk.cast.anna)
    with db.reading() as session:
        ticket = session.get_one(Ticket, asked.ticket_id)
        assert values_for(session, ticket, desk.cast.anna, language="en")["ticket.link"] == ""
        identity_id = asked.author_identity_id
    assert identity_id is not None
    guessed = page_tokens.token_of(PageLink(asked.ticket_id, identity_id, clock.now()))

    assert browser().page(f"/my-ticket/{guessed}").status_code == 410


def test_who_is_not_proved_gets_no_link_and_who_may_not_see_gives_none(desk: Desk, channel: Channel) -> None:
    claimed = writes(channel, address="eve@evil.example", proof=SenderProof.CLAIMED)
    with db.transaction() as session, pytest.raises(Conflict) as refused:
        ticket_pages.give_link(session, claimed.ticket_id, by=desk.cast.anna)
    assert refused.value.code == "no_proved_address"

    ticket_id = writes(channel).ticket_id
    with db.transaction() as session:
        session.get_one(Ticket, ticket_id).team_id = desk.cast.support_id
    for action in (ticket_pages.give_link, ticket_pages.withdraw_links):
        with db.transaction() as session, pytest.raises((NotFound, Forbidden)):
            action(session, ticket_id, by=desk.cast.charlie)


def test_a_text_may_carry_the_link(desk: Desk, channel: Channel, browser: Open) -> None:
    asked = writes(channel)
    with db.reading() as session:
        values = values_for(session, session.get_one(Ticket, asked.ticket_id), desk.cast.anna, language="en")

    assert browser().page(urlsplit(values["ticket.link"]).path).status_code == 200


def test_a_letter_of_a_rule_brings_the_link_to_the_customer_not_to_who_writes_along(
    desk: Desk, channel: Channel
) -> None:
    asked = writes(channel)
    other = writes(channel, "I was in copy.", address="oleh@other.example", name="Oleh")
    with db.transaction() as session:
        moved = session.get_one(Message, other.id)
        moved.ticket_id, moved.thread_id, moved.customer_id = asked.ticket_id, asked.thread_id, asked.customer_id
        letter = write(session, session.get_one(Ticket, asked.ticket_id), {"en": "See {{ticket.link}}"})

        assert [address for _, address in session.get_one(Mail, letter.id).to] == [VERA]


def test_a_letter_of_a_rule_brings_no_link_into_the_chat_of_somebody_else(desk: Desk, channel: Channel) -> None:
    asked, chat = writes(channel), visitor_writes(desk)
    with db.transaction() as session:
        session.get_one(Thread, chat.thread_id).ticket_id = asked.ticket_id

        with pytest.raises(Conflict) as refused:
            write(session, session.get_one(Ticket, asked.ticket_id), {"en": "See {{ticket.link}}"})

    assert refused.value.code == "placeholder"
