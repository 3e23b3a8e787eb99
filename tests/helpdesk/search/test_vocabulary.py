"""Beginnings that are asked for as whole words find what they find as beginnings, as soon as it is there."""

import random

import pytest
from sqlalchemy import select, text, update

from helpdesk import db
from helpdesk.models import Message
from helpdesk.queries.search import questions, vocabulary
from helpdesk.queries.search.index import newest_ids
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.vocabulary import words_with
from tests.cast import Desk
from tests.helpdesk.search.test_search import mail

SAID = (
    *("Парасолька", "парасольки", "Парасольок", "п'ять", "Ганна", "ганни", "refund", "refunded", "ref2024", "REF-7/8"),
    *("Zoë", "naïve", "x" * 60, "x" * 41, "2024refund", "𝔘nicode", "日本語", "m²", "wait", "waiting", "ЁЖ", "ежик"),
)
ASKED = (
    "парасол",
    "ганн",
    "refun",
    "ref",
    "zoe",
    "naiv",
    "x" * 39,
    "x" * 45,
    "2024",
    "wait",
    "еж",
    "пят",
    "日本",
    "none",
)


def words_of_all() -> set[str]:
    """Return what PostgreSQL's own statistics find in all messages, shortened as it is kept."""
    with db.reading() as session:
        return set(
            session.scalars(
                text("SELECT DISTINCT message_search_word(word) FROM ts_stat('SELECT search_words FROM message')")
            )
        )


def kept() -> list[str]:
    with db.reading() as session:
        return list(session.scalars(text("SELECT word FROM message_search_vocabulary")))


@pytest.fixture
def full(either_desk: Desk) -> Desk:
    chance = random.Random(38)
    mail(either_desk, " ".join(SAID), address="all@mail.example")
    for nth in range(30):
        mail(either_desk, " ".join(chance.choices(SAID, k=4)), address=f"c{nth}@mail.example")
    return either_desk


def test_every_word_is_known_once(full: Desk) -> None:
    if db.current().is_sqlite:
        return
    words = kept()

    assert len(words) == len(set(words))
    assert words_of_all() == set(words)
    assert {"парасольки", "ref2*", "2*", "x" * 40 + "*"} <= set(words)
    assert not any(sum(map(str.isdigit, word)) > 1 for word in words)


def test_words_that_an_edit_brings_are_known(full: Desk) -> None:
    with db.transaction() as session:
        session.execute(update(Message).values(text="Brand new parcels of Hanna"))

    with db.reading() as session:
        everything = list(session.scalars(select(Message.id).order_by(Message.id.desc())))
        assert newest_ids(session, Indexed.MESSAGE, ["parc", "hann"], 100) == everything


def test_whole_words_find_what_beginnings_find(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = [[one, other] for one in ASKED for other in ASKED if one < other]

    def found() -> list[list[int]]:
        with db.reading() as session:
            return [newest_ids(session, Indexed.MESSAGE, pair, 100) for pair in pairs]

    by_whole_words = found()
    monkeypatch.setattr(questions, "words_with", lambda *_: {})

    assert by_whole_words == found()
    assert sum(map(bool, by_whole_words)) > 20


def test_a_beginning_of_too_many_words_stays_one(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    if db.current().is_sqlite:
        return
    monkeypatch.setattr(vocabulary, "MOST", 2)
    with db.reading() as session:
        assert words_with(session, ["refu", "парасоль", "none", "2024", "x" * 45]) == {
            "refu": ["refund", "refunded"],
            "none": [],
        }
        assert words_with(session, ["парасоль"]) == {}
