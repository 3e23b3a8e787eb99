"""What PostgreSQL knows of words decides where a search looks, never what it finds."""

import pytest
from sqlalchemy import text

from helpdesk import db
from helpdesk.queries.search import reach
from helpdesk.queries.search.frequency import Frequencies, Wanted, expected, frequencies
from helpdesk.queries.search.index import newest_ids
from helpdesk.queries.search.questions import Indexed
from tests.cast import Desk
from tests.helpdesk.search.test_search import mail

KNOWN = Frequencies(rows=1_000.0, last_id=1_000, words=["refund", "refunded", "where"], parts=[0.2, 0.5, 0.1])


def test_frequent_words_are_known_and_others_are_rare() -> None:
    assert KNOWN.of("where") == 0.1
    assert KNOWN.of("refun") == 0.0
    assert KNOWN.of_beginning("refun") == pytest.approx(0.6)
    assert KNOWN.of_beginning("zebra") == 0.0


def test_all_words_are_in_fewer_rows_than_any_and_other_forms_count() -> None:
    refund = Wanted("refunds", is_beginning=True, forms=["refund", "refunded"])
    assert expected(KNOWN, [refund]) == pytest.approx((600, 600))
    assert expected(KNOWN, [refund, Wanted("where", is_beginning=False, forms=[])]) == pytest.approx((60, 100))
    assert expected(KNOWN, [refund, Wanted("parcel", is_beginning=True, forms=["parcels"])]) == (0.0, 0.0)


@pytest.mark.parametrize("part", [0.0, 0.001, 0.02, 0.5, 1.0])
def test_wherever_it_looks_the_newest_are_found_once_and_in_order(
    either_desk: Desk, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    for nth in range(12):
        mail(either_desk, f"Please refund {nth}" if nth % 3 else "Something else", address=f"c{nth}@mail.example")
    with db.reading() as session:
        plain = newest_ids(session, Indexed.MESSAGE, ["refund"], 100)
    believed = Frequencies(rows=10_000.0, last_id=max(plain), words=["refund"], parts=[part])
    monkeypatch.setattr(reach, "frequencies", lambda _session, _name: believed)
    with db.reading() as session:
        assert [newest_ids(session, Indexed.MESSAGE, ["refund"], most) for most in (1, 3, 8, 100)] == [
            plain[:most] for most in (1, 3, 8, 100)
        ]
        assert newest_ids(session, Indexed.MESSAGE, ["refund"], 3, below=plain[2]) == plain[3:6]
        assert newest_ids(session, Indexed.MESSAGE, ["refund"], 3, below=plain[-1]) == []
    assert len(plain) == 8
    assert plain == sorted(plain, reverse=True)


def test_what_postgresql_found_out_is_read(either_desk: Desk) -> None:
    if db.current().is_sqlite:
        return
    for nth in range(5):
        mail(either_desk, f"Please refund {nth}", address=f"c{nth}@mail.example")
    with db.transaction() as session:
        session.execute(text("ANALYZE message"))
    with db.reading() as session:
        known = frequencies(session, "message")
    assert known.rows >= 5
    assert known.last_id >= 5
    assert known.of("refund") > 0.4


def test_no_search_reads_through_a_list_of_words_not_yet_in_the_index(either_desk: Desk) -> None:
    if db.current().is_sqlite:
        return
    with db.reading() as session:
        options = session.execute(
            text("SELECT relname, reloptions FROM pg_class WHERE relkind = 'i' AND relname LIKE 'ix%search_words'")
        ).all()
    assert {name: list(kept or ()) for name, kept in options} == {
        f"ix_{table}_search_words": ["fastupdate=off"] for table in Indexed
    }
