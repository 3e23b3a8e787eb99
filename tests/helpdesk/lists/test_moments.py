"""Moments as people type them, seen from Wednesday 25 November 2026, 10:00 in Kyiv."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from helpdesk.moments import read_moment

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 25, 10, 0, tzinfo=KYIV)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tomorrow 9", "2026-11-26 09:00"),
        ("Tomorrow at 3pm", "2026-11-26 15:00"),
        ("tomorrow", "2026-11-26 09:00"),
        ("in 2 hours", "2026-11-25 12:00"),
        ("in an hour", "2026-11-25 11:00"),
        ("30 min", "2026-11-25 10:30"),
        ("half an hour", "2026-11-25 10:30"),
        ("in 3 days", "2026-11-28 09:00"),
        ("in 2 weeks at 14:30", "2026-12-09 14:30"),
        ("monday", "2026-11-30 09:00"),
        ("on Monday at 8:15", "2026-11-30 08:15"),
        ("wednesday", "2026-12-02 09:00"),
        ("next friday", "2026-12-04 09:00"),
        ("next week", "2026-11-30 09:00"),
        ("next month", "2026-12-01 09:00"),
        ("tonight", "2026-11-25 18:00"),
        ("tomorrow morning", "2026-11-26 09:00"),
        ("friday evening", "2026-11-27 18:00"),
        ("weekend", "2026-11-28 09:00"),
        ("15:30", "2026-11-25 15:30"),
        ("9", "2026-11-26 09:00"),
        ("12 December", "2026-12-12 09:00"),
        ("december 12th, 17:00", "2026-12-12 17:00"),
        ("5 may", "2027-05-05 09:00"),
        ("2026-12-24 12:00", "2026-12-24 12:00"),
        ("24.12.2026", "2026-12-24 09:00"),
        ("24.12 в 10", "2026-12-24 10:00"),
        ("завтра", "2026-11-26 09:00"),
        ("завтра в 9", "2026-11-26 09:00"),
        ("через 2 часа", "2026-11-25 12:00"),
        ("через час", "2026-11-25 11:00"),
        ("через полчаса", "2026-11-25 10:30"),
        ("через неделю", "2026-12-02 09:00"),
        ("послезавтра в 18:00", "2026-11-27 18:00"),
        ("в понедельник", "2026-11-30 09:00"),
        ("в пятницу вечером", "2026-11-27 18:00"),
        ("на следующей неделе", "2026-11-30 09:00"),
        ("в следующий понедельник", "2026-11-30 09:00"),
        ("5 мая", "2027-05-05 09:00"),
        ("завтра в 6 вечера", "2026-11-26 18:00"),
        ("сегодня в 15", "2026-11-25 15:00"),
        ("через месяц", "2026-12-25 09:00"),
        ("через 15 минут", "2026-11-25 10:15"),
        ("за годину", "2026-11-25 11:00"),
        ("через 2 години", "2026-11-25 12:00"),
        ("у понеділок о 10:30", "2026-11-30 10:30"),
        ("наступного тижня", "2026-11-30 09:00"),
        ("післязавтра", "2026-11-27 09:00"),
        ("у п'ятницю", "2026-11-27 09:00"),
        ("24 грудня о 9", "2026-12-24 09:00"),
        ("сьогодні ввечері", "2026-11-25 18:00"),
        ("завтра вранці", "2026-11-26 09:00"),
        ("за 3 дні", "2026-11-28 09:00"),
    ],
)
def test_a_moment_is_understood(text: str, meant: str) -> None:
    found = read_moment(text, now=NOW, zone=KYIV)

    assert found is not None
    assert found.strftime("%Y-%m-%d %H:%M") == meant


@pytest.mark.parametrize(
    "text", ["", "soon", "tomorrow maybe", "25:00", "32.12", "в четверг не надо", "31 february", "1" * 90, "через"]
)
def test_what_is_not_understood_is_said_and_not_guessed(text: str) -> None:
    assert read_moment(text, now=NOW, zone=KYIV) is None


def test_a_day_of_25_hours_still_begins_at_nine() -> None:
    before = datetime(2026, 10, 24, 20, 0, tzinfo=KYIV)

    found = read_moment("tomorrow", now=before, zone=KYIV)

    assert found is not None
    assert found.isoformat() == "2026-10-25T09:00:00+02:00"


def test_no_text_of_any_length_takes_long_or_fails() -> None:
    for text in ("в " * 40, "1 " * 40, "через через через", "next " * 20, "\x00", "9:9:9", "🙂"):
        read_moment(text, now=NOW, zone=KYIV)
