"""Bots as channels: opened, changed, their token kept."""

import pytest

from helpdesk import db
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, change_bot, create_bot
from helpdesk.bots import BotConfig, Intake, secret_of
from helpdesk.errors import Conflict, Invalid
from helpdesk.models import Channel
from tests.cast import Desk

TOKEN = "7000000001:AAE-canary-Zx81kQpW0vRt5yBn3mLs7dFhJg"
OTHER = "7000000001:AAE-another-Zx81kQpW0vRt5yBn3mLs7dFhJ"
DESK_BOT = BotIdentity(7000000001, "desk_bot", "Desk")


def make(desk: Desk, token: str = TOKEN, identity: BotIdentity = DESK_BOT) -> Channel:
    with db.transaction() as session:
        return create_bot(session, BotChanges(token=token, identity=identity), by=desk.cast.dora)


def change(desk: Desk, channel: Channel, changes: BotChanges) -> Channel:
    with db.transaction() as session:
        return change_bot(session, channel.id, changes, by=desk.cast.dora)


def token_of(channel: Channel) -> tuple[str, str]:
    with db.reading() as session:
        secret = secret_of(session, session.get_one(Channel, channel.id))
    return secret.token, secret.webhook


def test_a_bot_is_named_and_its_token_encrypted(desk: Desk) -> None:
    channel = make(desk)

    assert (channel.name, BotConfig.of(channel).username) == ("Desk", "desk_bot")
    assert TOKEN not in str(channel.config)
    assert token_of(channel)[0] == TOKEN


def test_one_bot_is_one_channel(desk: Desk) -> None:
    make(desk)

    with pytest.raises(Conflict):
        make(desk)


def test_a_new_token_is_a_new_secret_and_the_same_changes_nothing(desk: Desk) -> None:
    channel = make(desk)
    before, secret_id = token_of(channel), channel.secret_id

    assert change(desk, channel, BotChanges(token=TOKEN, identity=DESK_BOT)).secret_id == secret_id
    assert change(desk, channel, BotChanges(token=OTHER, identity=DESK_BOT)).secret_id != secret_id
    assert token_of(channel)[0] == OTHER
    assert token_of(channel)[1] != before[1]


def test_a_token_of_another_bot_is_refused(desk: Desk) -> None:
    channel = make(desk)

    with pytest.raises(Conflict):
        change(desk, channel, BotChanges(token=OTHER, identity=BotIdentity(9, "x", "x")))


def test_what_is_no_token_is_refused_without_repeating_it(desk: Desk) -> None:
    with pytest.raises(Invalid) as raised:
        make(desk, token="my secret words")

    assert "secret words" not in str(raised.value)


def test_the_way_in_and_the_greeting_can_be_changed(desk: Desk) -> None:
    channel = make(desk)

    changed = change(desk, channel, BotChanges(intake=Intake.WEBHOOK, greeting={"uk": "Вітаємо!", "en": " "}))

    config = BotConfig.of(changed)
    assert (config.intake, config.greeting) == (Intake.WEBHOOK, {"uk": "Вітаємо!"})
