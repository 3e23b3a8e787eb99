"""What a customer gets when an agent answers."""

from typing import Any

import pytest
from sqlalchemy import update

from channels.email.parse import parse_email
from helpdesk import clock, db, mail_tokens, storage
from helpdesk.actions import reply
from helpdesk.actions.recipients import Recipients
from helpdesk.actions.reply import Writing
from helpdesk.models import Attachment, AttachmentState, DeliveryState, Mail, Message, Ticket
from helpdesk.tokens import new_name
from tests.cast import Desk
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import VERA, answers_by_mail, mail_of, mailbox, stored, writes
from tests.peers.smtp_sink import Kept, Sink


def reply_with(desk: Desk, sink: Sink, text: str = "It is **on** its way.", **config: Any) -> Kept:
    channel = mailbox(sink.port, **config)
    answers_by_mail(writes(channel, mail_id="<asked@shop.example>").ticket_id, text, by=desk.cast.anna)
    deliver(channel)
    [kept] = sink.kept
    return kept


def attach(message: Message, name: str, data: bytes, *, size: int | None = None, content_id: str | None = None) -> None:
    with db.transaction() as session:
        session.add(
            Attachment(
                public_id=new_name(),
                message_id=message.id,
                filename=name,
                media_type="image/png" if content_id else "application/pdf",
                size=len(data) if size is None else size,
                blob=storage.put_bytes(data),
                content_id=content_id,
                is_inline=content_id is not None,
                state=AttachmentState.STORED,
                created_at=clock.now(),
            )
        )


def test_it_threads_and_comes_from_the_mailbox(desk: Desk, sink: Sink) -> None:
    kept = reply_with(desk, sink)

    assert (kept.sender, kept.recipients) == ("support@desk.test", (VERA,))
    assert str(kept.mail["from"]) == "Desk Support <support@desk.test>"
    assert kept.mail["subject"] == "Re: Where is my order?"
    assert kept.mail["in-reply-to"] == "<asked@shop.example>"
    assert kept.mail["references"] == "<asked@shop.example>"
    assert kept.mail["auto-submitted"] is None


def test_it_says_the_same_in_text_and_html(desk: Desk, sink: Sink) -> None:
    kept = reply_with(desk, sink)

    assert kept.text.strip() == "It is **on** its way."
    assert "<p>It is <strong>on</strong> its way.</p>" in kept.html


def test_below_an_answer_stands_what_it_answers(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, quotes=True, signature={"en": "Yours, Desk"})
    asked = writes(channel, "Where is it?\n\n> Bought on Monday", folds=((14, 32, "quote"),))

    answer = answers_by_mail(asked.ticket_id, by=desk.cast.anna)
    deliver(channel)

    text = sink.kept[0].text.replace("\r\n", "\n")
    assert text.startswith("It is on its way.\n\n-- \nYours, Desk\n\nOn ")
    assert text.endswith(", Vera <vera@shop.example> wrote:\n> Where is it?\n")
    assert "Where is it?" in sink.kept[0].html.partition('<blockquote type="cite"')[2]
    assert stored(answer).text == "It is on its way."
    assert parse_email(sink.kept[0].data).reply.startswith("It is on its way.")
    assert "Where is it?" not in parse_email(sink.kept[0].data).reply


@pytest.mark.parametrize(("language", "wrote"), [("ru", "пишет:"), ("uk", "пише:")])
def test_a_quote_speaks_the_language_of_the_ticket(desk: Desk, sink: Sink, language: str, wrote: str) -> None:
    channel = mailbox(sink.port, quotes=True)
    ticket_id = writes(channel, "Где он?").ticket_id
    with db.transaction() as session:
        session.execute(update(Ticket).values(language=language))
    answers_by_mail(ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert f"Vera <vera@shop.example> {wrote}" in sink.kept[0].text
    assert parse_email(sink.kept[0].data).reply.strip() == "It is on its way."


def test_nobody_is_shown_by_a_quote_what_they_have_not_had(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, quotes=True)
    asked = writes(channel, "Between us: 42")
    to_others = Recipients(to=(("", VERA),), bcc=(("", "depot@z.test"),))

    with db.transaction() as session:
        writing = Writing("Look", "k1", recipients=to_others)
        reply.send_reply(session, asked.ticket_id, writing, by=desk.cast.anna)
    deliver(channel)

    assert "42" not in sink.kept[0].text + sink.kept[0].html


def test_the_id_that_the_next_hop_gives_is_learned_from_its_answer(desk: Desk, sink: Sink) -> None:
    name = "0102018f1a2b3c4d-0a1b2c3d-1111-2222-3333-444455556666-000000"
    sink.fail("DOT", f"250 Ok {name}")
    channel = mailbox(sink.port)
    asked = writes(channel)
    answer = answers_by_mail(asked.ticket_id, by=desk.cast.anna)
    deliver(channel)

    back = writes(channel, "Thanks", in_reply_to=f"<{name}@email.amazonses.com>")

    assert stored(answer).delivery_state is DeliveryState.SENT
    assert back.ticket_id == asked.ticket_id


def test_answers_come_back_to_the_ticket_even_if_the_message_id_is_replaced(desk: Desk, sink: Sink) -> None:
    kept = reply_with(desk, sink)

    [address] = kept.mail["reply-to"].addresses
    tokens = mail_tokens.tokens_in([address.addr_spec])
    assert [mail_tokens.ticket_of(token) for token in tokens] == [
        mail_tokens.ticket_of(token) for token in mail_tokens.tokens_in([kept.mail["message-id"]])
    ]


def test_a_mailbox_without_plus_addresses_says_no_reply_to(desk: Desk, sink: Sink) -> None:
    assert reply_with(desk, sink, plus_addressing=False).mail["reply-to"] is None


def test_the_signature_is_in_the_language_of_the_ticket(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port, signature={"en": "Yours, *Desk*", "uk": "З повагою, *Служба*"})
    ticket_id = writes(channel).ticket_id
    with db.transaction() as session:
        session.execute(update(Ticket).values(language="uk"))
    answers_by_mail(ticket_id, by=desk.cast.anna)

    deliver(channel)

    assert sink.kept[0].text.replace("\r\n", "\n").endswith("\n-- \nЗ повагою, *Служба*\n")
    assert "<em>Служба</em>" in sink.kept[0].html


def test_files_and_pictures_go_with_it(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    attach(reply, "рахунок.pdf", b"%PDF-1")
    attach(reply, "plan.png", b"\x89PNG", content_id="plan1")

    deliver(channel)

    parts = {part.get_filename(): part for part in sink.kept[0].mail.walk() if part.get_filename()}
    assert parts["рахунок.pdf"].get_content() == b"%PDF-1"
    assert parts["plan.png"]["content-id"] == "<plan1>"
    assert 'src="cid:plan1"' in sink.kept[0].html


def test_more_than_a_mail_takes_is_refused_in_words_before_anything_is_read(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    attach(reply, "film.pdf", b"%PDF", size=40_000_000)

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.FAILED
    assert stored(reply).delivery_error == "The files have 40.0 MB; a mail takes at most 18.9 MB."
    assert sink.connections == 0


def test_a_file_that_is_gone_is_said_and_nothing_half_is_sent(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    attach(reply, "gone.pdf", b"%PDF-gone")
    storage.delete(storage.put_bytes(b"%PDF-gone"))

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.FAILED
    assert "gone.pdf" in (stored(reply).delivery_error or "")
    assert sink.kept == []


def test_to_cc_and_bcc_get_it_and_bcc_is_seen_by_nobody(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        mail = session.get_one(Mail, reply.id)
        mail.cc, mail.bcc = [["Boss", "boss@shop.example"]], [["", "law@shop.example"]]

    deliver(channel)

    [kept] = sink.kept
    assert kept.recipients == (VERA, "boss@shop.example", "law@shop.example")
    assert str(kept.mail["cc"]) == "Boss <boss@shop.example>"
    assert b"law@" not in kept.data


def test_a_mailbox_may_have_a_domain_in_any_letters(desk: Desk, sink: Sink) -> None:
    kept = reply_with(desk, sink, address="support@приклад.укр")

    assert kept.sender == "support@xn--80aikifvh.xn--j1amh"
    assert kept.mail["message-id"].endswith("@xn--80aikifvh.xn--j1amh>")
    assert kept.mail["reply-to"].addresses[0].domain == "xn--80aikifvh.xn--j1amh"


def test_addresses_and_names_in_any_letters_arrive(desk: Desk, sink: Sink) -> None:
    channel = mailbox(sink.port)
    reply = answers_by_mail(writes(channel).ticket_id, by=desk.cast.anna)
    with db.transaction() as session:
        session.get_one(Mail, reply.id).to = [["Віра", "vera@приклад.укр"], ["Олена", "олена@приклад.укр"]]

    deliver(channel)

    assert stored(reply).delivery_state is DeliveryState.SENT
    assert sink.kept[0].recipients[0] == "vera@xn--80aikifvh.xn--j1amh"
    assert mail_of(reply).mail_id == sink.kept[0].mail["message-id"]
