"""What people do on Telegram reaches the desk: once, in order, whole."""

from sqlalchemy import select

from helpdesk import db
from helpdesk.actions.telegram.starts import make_start
from helpdesk.models import (
    Attachment,
    AttachmentState,
    Customer,
    Identity,
    IdentityKind,
    Message,
    MessageKind,
    MessageRevision,
    TelegramMessage,
    Thread,
    Ticket,
)
from helpdesk.queries.ticket import threads
from runtime.demo.bot_api.people import PNG
from tests.bots import add_bot
from tests.cast import Desk
from tests.channels.telegram.taking import all_of, take_in
from tests.peers.bot_api import TelegramPeer
from tests.stories import visitor_writes

VERA, OLEH = 501, 502


def test_messages_of_two_people_become_two_tickets_in_order(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.introduce(VERA, "Vera", language_code="uk")
    for text in ("one", "two", "three"):
        telegram.people.say(VERA, text)
        telegram.people.say(OLEH, text)

    take_in(telegram, channel)

    messages = all_of(Message)
    assert len(all_of(Ticket)) == 2
    for ticket in all_of(Ticket):
        assert [one.text for one in messages if one.ticket_id == ticket.id] == ["one", "two", "three"]
    with db.reading() as session:
        vera = session.scalars(select(Identity).where(Identity.address == str(VERA))).one()
        customer = session.get_one(Customer, vera.customer_id)
    assert (customer.name, customer.language, vera.kind) == ("Vera", "uk", IdentityKind.TELEGRAM)


def test_an_update_that_comes_again_counts_once(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.say(VERA, "one")
    take_in(telegram, channel)
    telegram.bot.queue.repeats = 3
    telegram.people.say(VERA, "two")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["one", "two"]


def test_an_album_is_one_message_whenever_its_members_come(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.album(VERA, [PNG, PNG], caption="our window", group="77")
    telegram.people.say(VERA, "it is broken")
    take_in(telegram, channel)

    telegram.people.album(VERA, [PNG], group="77")
    take_in(telegram, channel)

    messages = all_of(Message)
    assert [one.text for one in messages] == ["our window", "it is broken"]
    assert [file.message_id for file in all_of(Attachment)] == [messages[0].id] * 3


def test_an_edit_keeps_the_words_before(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    number = telegram.people.say(VERA, "10 pieces")
    take_in(telegram, channel)

    telegram.people.edit(VERA, number, "100 pieces")
    take_in(telegram, channel)

    (message,), (revision,) = all_of(Message), all_of(MessageRevision)
    assert (message.text, revision.text, message.edited_at is not None) == ("100 pieces", "10 pieces", True)
    assert all_of(Ticket)[0].preview == "100 pieces"


def test_an_edit_in_the_same_batch_comes_after_its_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.edit(VERA, telegram.people.say(VERA, "10 pieces"), "100 pieces")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["100 pieces"]
    assert [one.text for one in all_of(MessageRevision)] == ["10 pieces"]


def test_an_edit_of_what_never_came_is_taken_as_a_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    number = telegram.people.say(VERA, "10 pieces")
    telegram.bot.queue.clear()
    telegram.people.edit(VERA, number, "100 pieces")

    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["100 pieces"]


def test_the_caption_of_one_member_can_be_edited(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    first, _ = telegram.people.album(VERA, [PNG, PNG], caption="our window")
    take_in(telegram, channel)

    telegram.people.edit(VERA, first, "our door")
    take_in(telegram, channel)

    assert [one.text for one in all_of(Message)] == ["our door"]


def test_what_is_done_to_a_later_member_of_an_album_is_done_to_its_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.say(VERA, "hello")
    take_in(telegram, channel)  # reactions come only to those who have asked for them
    _, second = telegram.people.album(VERA, [PNG, PNG], caption="our window", group="78")
    telegram.people.say(VERA, "this one", reply_to=second)
    telegram.people.react(VERA, second, ["👍"])
    telegram.people.edit(VERA, second, "from inside")

    take_in(telegram, channel)

    _, album, answer = all_of(Message)
    noted = {one.message_id: one for one in all_of(TelegramMessage)}
    assert album.text == "our window\n\nfrom inside"
    assert (noted[album.id].reactions, noted[answer.id].answers_id) == ({str(VERA): ["👍"]}, album.id)


def test_a_reaction_and_an_answer_are_noted_beside_the_message(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    number = telegram.people.say(VERA, "one")
    telegram.people.say(VERA, "two", reply_to=number)
    take_in(telegram, channel)
    telegram.people.react(VERA, number, ["👍"])
    take_in(telegram, channel)

    first, second = all_of(Message)
    noted = {one.message_id: one for one in all_of(TelegramMessage)}
    assert noted[first.id].reactions == {str(VERA): ["👍"]}
    assert noted[second.id].answers_id == first.id


def test_who_blocks_the_bot_cannot_be_reached_until_they_write_again(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.say(VERA, "one")
    telegram.people.block(VERA)
    take_in(telegram, channel)
    (blocked,) = [one for one in all_of(Identity) if one.address == str(VERA)]

    telegram.people.unblock(VERA)
    take_in(telegram, channel)

    (free,) = [one for one in all_of(Identity) if one.address == str(VERA)]
    assert (blocked.unreachable_reason, free.unreachable_at) == ("blocked", None)


def test_a_topic_goes_by_its_name_and_by_its_next_one(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.open_group(-100700, "Shop", is_forum=True)
    root = telegram.people.send(OLEH, {"forum_topic_created": {"name": "Orders"}}, chat=-100700)
    telegram.people.say(OLEH, "where is it", chat=-100700, topic=root, reply_to=root)
    take_in(telegram, channel)
    (thread,) = all_of(Thread)
    before = thread.details

    telegram.people.send(OLEH, {"forum_topic_edited": {"name": "Returns"}}, chat=-100700, topic=root)
    telegram.people.say(OLEH, "and this", chat=-100700, topic=root)
    take_in(telegram, channel)

    assert (before["group"], before["topic"]) == ("Shop", "Orders")
    with db.reading() as session:
        (shown,) = threads(session, thread.ticket_id)
    assert shown["topic"] == "Returns"


def test_a_group_topic_is_a_thread_and_a_moved_group_keeps_its_ticket(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.open_group(-77, "Shop")
    telegram.people.say(VERA, "first", chat=-77)
    telegram.people.migrate(VERA, -77, -100500)
    telegram.people.say(OLEH, "second", chat=-100500)
    telegram.people.say(OLEH, "elsewhere", chat=-100500, topic=9)

    take_in(telegram, channel)

    threads = {one.peer: one.ticket_id for one in all_of(Thread)}
    assert set(threads) == {"-100500", "-100500/9"}
    assert [one.text for one in all_of(Message) if one.ticket_id == threads["-100500"]] == ["first", "second"]


def test_ones_own_number_is_proved_and_a_strangers_card_is_not(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.share_contact(VERA, "+380671234567", of=VERA)
    telegram.people.share_contact(VERA, "+380509999999", of=OLEH)

    take_in(telegram, channel)

    phones = [(one.address, one.verified_by) for one in all_of(Identity) if one.kind is IdentityKind.PHONE]
    assert phones == [("+380671234567", "telegram")]


def test_a_file_that_is_too_large_is_told_to_both_sides(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.people.introduce(VERA, "Vera", language_code="ru")
    telegram.people.attach(VERA, "video", size=31_000_000)

    take_in(telegram, channel)

    (file,) = all_of(Attachment)
    told = [one for one in all_of(Message) if one.kind is MessageKind.OUT]
    assert (file.state, file.size) == (AttachmentState.TOO_LARGE, 31_000_000)
    assert [("20 МБ" in one.text, one.is_auto) for one in told] == [(True, True)]


def test_start_alone_makes_no_ticket_and_a_link_continues_one_once(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    ticket_id = visitor_writes(desk).ticket_id
    with db.transaction() as session:
        payload = make_start(session, ticket_id, channel_id=channel.id, by=desk.cast.boris)
    telegram.people.start(OLEH)
    telegram.people.start(VERA, payload)
    telegram.people.say(VERA, "going on here")
    telegram.people.start(OLEH, payload)
    telegram.people.say(OLEH, "may I read along?")

    take_in(telegram, channel)

    where = {one.text: one.ticket_id for one in all_of(Message)}
    assert where["going on here"] == ticket_id
    assert where["may I read along?"] != ticket_id
    assert payload not in str([(one.text, one.html) for one in all_of(Message)])


def test_a_business_chat_is_a_thread_of_its_own_with_what_its_owner_wrote(telegram: TelegramPeer, desk: Desk) -> None:
    channel, people = add_bot(telegram), telegram.people
    people.say(VERA, "to the bot")
    first = people.say(VERA, "to the shop", business="bc1")
    owner = {"id": 900, "is_bot": False, "first_name": "Owner"}
    people.send(VERA, {"text": "I see to it", "from": owner}, business="bc1")
    people.unsend_business(VERA, "bc1", [first])

    take_in(telegram, channel)

    threads = {one.peer: one for one in all_of(Thread)}
    assert threads[f"{VERA}@bc1"].details == {"business_connection_id": "bc1"}
    shop = [one for one in all_of(Message) if one.thread_id == threads[f"{VERA}@bc1"].id]
    assert [(one.kind, one.text) for one in shop] == [(MessageKind.IN, "to the shop"), (MessageKind.OUT, "I see to it")]
    assert [one.deleted_at is not None for one in all_of(TelegramMessage)] == [True]
