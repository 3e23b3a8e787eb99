"""What others may ask of channels."""

import pytest

from channels import test_connection as try_connection
from channels.registry import ADAPTERS
from helpdesk import db
from helpdesk.models import Channel, ChannelKind
from tests.cast import Desk


def chat(desk: Desk) -> Channel:
    with db.reading() as session:
        return session.get_one(Channel, desk.channel_id)


def test_a_chat_widget_always_works(desk: Desk) -> None:
    assert try_connection(chat(desk)).is_working


def test_a_site_that_is_no_origin_is_told(desk: Desk) -> None:
    channel = chat(desk)
    channel.config = {"allowed_origins": ["https://shop.example/path"]}

    assert not try_connection(channel).is_working
    assert "shop.example/path" in try_connection(channel).detail


def test_a_kind_nobody_serves_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(ADAPTERS, ChannelKind.TELEGRAM)
    channel = chat(desk)
    channel.kind = ChannelKind.TELEGRAM

    assert "telegram" in try_connection(channel).detail
