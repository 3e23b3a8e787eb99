"""Trying a bot: what is wrong is said in words, in three languages."""

import pytest

from channels import test_connection as try_connection
from channels.telegram.probe import identify
from channels.telegram.trouble import TelegramTrouble, Trouble, words_for
from helpdesk import i18n
from tests.bots import add_bot
from tests.cast import Desk
from tests.peers.bot_api import TOKEN, TelegramPeer


def test_a_bot_that_works_works(telegram: TelegramPeer, desk: Desk) -> None:
    assert try_connection(add_bot(telegram)).is_working


def test_who_a_token_belongs_to_can_be_asked(telegram: TelegramPeer, desk: Desk) -> None:
    assert identify(telegram.url, TOKEN).username == "desk_bot"


def test_what_is_wrong_has_a_name(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.bot.webhook.url = "https://elsewhere.example/hook"
    assert [one.code for one in try_connection(channel).findings] == ["webhook_elsewhere"]

    telegram.bot.as_json["id"] = 7
    assert [one.code for one in try_connection(channel).findings] == ["other_bot"]

    telegram.bot.is_revoked = True
    assert [one.code for one in try_connection(channel).findings] == ["token_revoked"]

    telegram.api.stop()
    assert [one.code for one in try_connection(channel).findings] == ["unreachable"]


def test_a_server_inside_is_not_connected_to(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram, api_url="http://10.0.0.1:8081")

    assert [one.code for one in try_connection(channel).findings] == ["host_refused"]


@pytest.mark.parametrize("language", i18n.languages())
@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_words_in_every_language(trouble: Trouble, language: str) -> None:
    assert f"bot.trouble.{trouble.value}" in i18n.catalogue(language)


def test_words_of_a_finding_end_with_telegrams_own(telegram: TelegramPeer, desk: Desk) -> None:
    channel = add_bot(telegram)
    telegram.bot.is_revoked = True
    (finding,) = try_connection(channel).findings

    assert words_for(finding, "uk").endswith("(Unauthorized)")
    assert TelegramTrouble(Trouble.FLOOD, "x" * 1000).words == "x" * 300
