"""Beginnings that are asked for as whole words find what they find as beginnings, as soon as it is there."""

import random

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.models import Message, Ticket
from helpdesk.queries.search import index, questions, vocabulary
from helpdesk.queries.search.index import newest_among, newest_ids
from helpdesk.queries.search.questions import Indexed
from helpdesk.queries.search.vocabulary import words_known
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
    "парасольками",
    "ганною",
    "refunding",
    "waited",
)


def words_of_all() -> set[str]:
    """Return what the database itself finds in all messages, shortened as it is kept."""
    of_sqlite = "SELECT word FROM message_search_kept"
    of_postgresql = "SELECT DISTINCT message_search_word(word) FROM ts_stat('SELECT search_words FROM message')"
    with db.reading() as session:
        return set(session.scalars(text(of_sqlite if db.current().is_sqlite else of_postgresql)))


def asked_for(session: Session, word: str) -> str:
    """Return how the index of messages is asked for a word."""
    ask = questions.known_on_sqlite if db.current().is_sqlite else questions.known_words
    return ask(session, Indexed.MESSAGE, [word])


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
    asked = [[one] for one in ASKED] + [[one, other] for one in ASKED for other in ASKED if one < other]

    def found() -> list[list[int]]:
        with db.reading() as session:
            return [newest_ids(session, Indexed.MESSAGE, words, 100) for words in asked]

    by_whole_words = found()
    monkeypatch.setattr(questions, "words_known", lambda _, beginnings, forms: ({}, frozenset(forms)))

    assert by_whole_words == found()
    assert sum(map(bool, by_whole_words)) > 40


def test_rows_and_the_index_tell_the_same(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [[one] for one in ASKED] + [[one, other] for one in ASKED for other in ASKED if one < other]

    def found(row_costs: float) -> list[list[int]]:
        monkeypatch.setattr(index, "ROW_COSTS", row_costs)
        with db.reading() as session:
            tickets = list(session.scalars(select(Ticket.id)))[::2]
            return [
                newest_among(session, held, words, tickets, depth=100, limit=5)
                for held in (Indexed.MESSAGE, Indexed.TICKET)
                for words in asked
            ]

    by_rows = found(0.0)

    assert by_rows == found(1e9)
    assert sum(map(bool, by_rows)) > 30


def test_a_beginning_of_too_many_words_stays_one(full: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "MOST", 2)
    with db.reading() as session:
        assert words_known(session, ["refu", "парасоль", "none", "2024", "x" * 45], []) == (
            {"refu": ["refund", "refunded"], "none": []},
            frozenset(),
        )
        assert words_known(session, ["парасоль"], []) == ({}, frozenset())


def test_forms_that_nobody_wrote_are_not_looked_for(full: Desk) -> None:
    with db.reading() as session:
        found = asked_for(session, "парасолькою")
    mail(full, "Парасольці кінець", address="later@mail.example")
    with db.reading() as session:
        later = asked_for(session, "парасолькою")

    if db.current().is_sqlite:
        assert found == '("парасолькою" OR "парасолька" OR "парасольки")'
        assert later == '("парасолькою" OR "парасолька" OR "парасольки" OR "парасольці")'
    else:
        assert found == "('парасолькою':* | 'парасолька' | 'парасольки')"
        assert later == "('парасолькою':* | 'парасолька' | 'парасольки' | 'парасольці')"


def test_forms_longer_than_what_is_kept_are_looked_for(full: Desk) -> None:
    with db.reading() as session:
        assert words_known(session, [], ["y" * 41, "z" * 40])[1] == {"y" * 41}
