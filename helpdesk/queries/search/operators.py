"""The filter within a search: `status:open -tag:vip from:anna before:2026-11-01 has:file`, in three languages. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

MAX_TERMS: Final = 10
MAX_VALUE_CHARS: Final = 100
NAMES: Final[dict[str, tuple[str, ...]]] = {
    "status": ("status", "статус"),
    "priority": ("priority", "приоритет", "пріоритет"),
    "type": ("type", "тип"),
    "team": ("team", "команда"),
    "assignee": ("assignee", "исполнитель", "виконавець", "ответственный", "відповідальний", "кто", "хто"),
    "tag": ("tag", "метка", "тег", "мітка"),
    "channel": ("channel", "канал"),
    "language": ("language", "lang", "язык", "мова"),
    "from": ("from", "от", "від"),
    "before": ("before", "до"),
    "after": ("after", "since", "после", "с", "після", "з"),
    "has": ("has", "есть", "є"),
    "is": ("is", "это", "це"),
}
CATEGORIES: Final[dict[str, tuple[str, ...]]] = {
    "new": ("new", "новое", "новый", "новые", "нове", "нові"),
    "open": ("open", "открыто", "открытое", "открытые", "відкрито", "відкрите", "відкриті"),
    "pending": ("pending", "ждет", "ожидание", "чекає", "очікування"),
    "on_hold": ("hold", "on_hold", "пауза", "приостановлено"),
    "resolved": ("resolved", "решено", "решенное", "вирішено", "вирішене"),
    "closed": ("closed", "закрыто", "закрытое", "закрито", "закрите"),
}
PRIORITIES: Final[dict[str, tuple[str, ...]]] = {
    "urgent": ("urgent", "срочный", "срочно", "терміновий", "терміново"),
    "high": ("high", "высокий", "високий"),
    "normal": ("normal", "обычный", "звичайний"),
    "low": ("low", "низкий", "низький"),
}
CHANNELS: Final[dict[str, tuple[str, ...]]] = {
    "email": ("email", "mail", "почта", "пошта"),
    "telegram": ("telegram", "телеграм"),
    "webchat": ("chat", "webchat", "чат"),
}
FLAGS: Final[dict[str, tuple[str, ...]]] = {
    "unread": ("unread", "непрочитано", "непрочитане"),
    "snoozed": ("snoozed", "отложено", "відкладено"),
    "followed": ("followed", "отслеживаю", "відстежую"),
    "mentioned": ("mentioned", "упоминание", "згадка"),
    "spam": ("spam", "спам"),
}
FILES: Final = ("file", "files", "attachment", "файл", "файлы", "файли", "вложение", "вкладення")
ME: Final = ("me", "я", "меня", "мене")
NOBODY: Final = ("nobody", "none", "никто", "нет", "ніхто", "немає")
_term = re.compile(r'(?<!\S)(?P<minus>-?)(?P<name>[^\W\d_]{1,20}):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]+))')
_by_word = {word: name for name, words in NAMES.items() for word in words}


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the filter. name: a key of NAMES; value: folded to small letters, е for ё."""

    name: str
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A query taken apart: the words to look for, and the filter."""

    words: str
    terms: tuple[Term, ...] = ()


def read_query(query: str) -> Read:
    """Take the filter out of a query; what only looks like one stays among the words."""
    terms: list[Term] = []

    def take(found: re.Match[str]) -> str:
        name = _by_word.get(_small(found["name"]))
        value = _small(found["quoted"] or found["plain"] or "")
        if name is None or not value or len(value) > MAX_VALUE_CHARS or len(terms) >= MAX_TERMS:
            return found.group()
        terms.append(Term(name, value, bool(found["minus"])))
        return " "

    return Read(_term.sub(take, query), tuple(terms))


def word_in(value: str, names: dict[str, tuple[str, ...]]) -> str | None:
    """Return which of these a word of any of the three languages means."""
    return next((name for name, words in names.items() if value in words), None)


def day_in(value: str) -> date | None:
    """Return the day a value names: 2026-11-01, 01.11.2026."""
    dotted = re.fullmatch(r"(\d\d?)\.(\d\d?)\.(\d{4})", value)
    try:
        return date(int(dotted[3]), int(dotted[2]), int(dotted[1])) if dotted else date.fromisoformat(value)
    except ValueError:
        return None


def _small(text: str) -> str:
    return " ".join(text.lower().replace("ё", "е").split())
