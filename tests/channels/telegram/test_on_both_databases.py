"""The whole of it on SQLite and on PostgreSQL: in, changed, out, and what agents are told beside messages."""

from channels.delivery import Post, drain
from channels.telegram.adapter import TelegramAdapter
from channels.telegram.drain import TelegramDrain
from channels.telegram.storing import store_updates
from helpdesk import db
from helpdesk.models import Attachment, DeliveryState, Message, MessageKind, MessageRevision, TelegramFile, Thread
from helpdesk.queries.telegram import telegram_views
from runtime.demo.bot_api.people import PNG
from tests.bots import Halt, add_bot, own
from tests.cast import Desk
from tests.channels.telegram.taking import all_of
from tests.peers.bot_api import TelegramPeer
from tests.stories import answers

VERA = 501


def test_a_talk_from_the_first_word_to_the_answer(telegram: TelegramPeer, either_desk: Desk) -> None:
    channel, people = add_bot(telegram), telegram.people
    telegram.bot.queue.allowed = frozenset({"message", "edited_message", "message_reaction", "my_chat_member"})
    first = people.say(VERA, "Hello")
    for number in range(30):
        people.say(VERA, str(number), reply_to=first if number == 5 else None)
    people.album(VERA, [PNG, PNG], caption="look")
    people.edit(VERA, first, "Hello there")
    people.react(VERA, first, ["👍", "🎉"])
    people.block(VERA)
    people.unblock(VERA)
    with db.transaction() as session:
        store_updates(session, channel.id, 1, telegram.bot.queue.first(100))

    fence = own(channel)
    TelegramDrain(channel, fence).drain(Halt())
    messages = all_of(Message)
    reply = answers(messages[0].ticket_id, "**Good** day " * 500, by=either_desk.cast.boris)
    adapter = TelegramAdapter(channel)
    drain(Post(channel.id, adapter, fence))
    adapter.close()

    assert [one.text for one in messages] == ["Hello there", *map(str, range(30)), "look"]
    assert [one.text for one in all_of(MessageRevision)] == ["Hello"]
    assert len(all_of(Attachment)) == len(all_of(TelegramFile)) == 2
    assert [one.peer for one in all_of(Thread)] == [str(VERA)]
    with db.reading() as session:
        views = telegram_views(session, {one.id: one.ticket_id for one in messages})
        assert session.get_one(Message, reply.id).delivery_state is DeliveryState.SENT
    assert views[messages[0].id]["reactions"] == [{"emoji": emoji, "count": 1} for emoji in ("👍", "🎉")]
    assert views[messages[6].id]["answers"]["message_id"] == messages[0].id
    assert len(people.seen(VERA)) == 5  # a message has at most a hundred entities
    assert [one.kind for one in all_of(Message)].count(MessageKind.OUT) == 1
