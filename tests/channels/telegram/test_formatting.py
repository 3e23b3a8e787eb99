"""What agents write as Telegram shows it, and how long texts are cut."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.telegram.formatting import Entity, Formatted, formatted, units
from channels.telegram.splitting import MAX_ENTITIES, MAX_UNITS, split
from tests.rounds import examples


def looks(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """Return text and, for each entity, what it is and which words it covers."""
    found = formatted(markdown)
    encoded = found.text.encode("utf-16-le")
    covered = [(one.kind, encoded[one.start * 2 : one.end * 2].decode("utf-16-le")) for one in found.entities]
    return found.text, covered


CASES = [
    ("Hello *you*", ("Hello you", [("italic", "you")])),
    ("**Привіт** 🐈 *кіт*", ("Привіт 🐈 кіт", [("bold", "Привіт"), ("italic", "кіт")])),
    ("**a *b* c**", ("a b c", [("bold", "a b c"), ("italic", "b")])),
    ("~~old~~ `x < 1`", ("old x < 1", [("strikethrough", "old"), ("code", "x < 1")])),
    ("[here](https://x.test/?a=1&b=2)", ("here", [("text_link", "here")])),
    ("see https://x.test.", ("see https://x.test.", [("text_link", "https://x.test")])),
    ("one\ntwo\n\nthree", ("one\ntwo\n\nthree", [])),
    ("- a\n- b\n\nend", ("• a\n• b\n\nend", [])),
    ("to do:\n\n1. a\n2. b", ("to do:\n\n1. a\n2. b", [])),
    ("- a\n  - b\n- c", ("• a\n  • b\n• c", [])),
    ("> quoted\n> twice\n\nyes", ("quoted\ntwice\n\nyes", [("blockquote", "quoted\ntwice")])),
    ("```py\nx = 1\n```", ("x = 1", [("pre", "x = 1")])),
    ("<b>not html</b> & more", ("<b>not html</b> & more", [])),
    ("2 \\* 3 * 4 _ 5", ("2 * 3 * 4 _ 5", [])),
    ("[click](javascript:alert(1))", ("[click](javascript:alert(1))", [])),
]


@pytest.mark.parametrize(("markdown", "expected"), CASES, ids=[case[0][:20] for case in CASES])
def test_markdown_becomes_text_with_entities(markdown: str, expected: tuple[str, list[tuple[str, str]]]) -> None:
    assert looks(markdown) == expected


def test_a_short_text_is_one_message() -> None:
    assert split(formatted("**a** b")) == [formatted("**a** b")]


def test_a_text_of_white_space_is_no_message() -> None:
    assert split(formatted(" \n ")) == []


def test_a_long_text_is_cut_between_paragraphs() -> None:
    paragraph = "word " * 500
    parts = split(formatted("\n\n".join([paragraph] * 4)))

    assert [len(part.text) for part in parts] == [len(paragraph.strip())] * 4


def test_a_sentence_is_a_better_end_than_a_word() -> None:
    parts = split(formatted("A short sentence here. " * 400))

    assert all(part.text.endswith("here.") for part in parts)


def test_no_cut_goes_through_an_entity_if_it_can_be_helped() -> None:
    text = "word " * 815 + "**bold words that would be cut in half** end"
    first, second = split(formatted(text))

    assert first.entities == ()
    assert second.text.startswith("bold words")


def test_an_entity_longer_than_a_message_goes_on_in_the_next() -> None:
    parts = split(formatted("**" + "word " * 1500 + "end**"))

    assert len(parts) == 2
    assert all(part.entities == (Entity("bold", 0, units(part.text)),) for part in parts)


def test_emoji_are_never_cut_in_half() -> None:
    parts = split(Formatted("🐈" * 5000))

    assert "".join(part.text for part in parts) == "🐈" * 5000
    assert all(units(part.text) <= MAX_UNITS for part in parts)


def test_a_family_stays_together() -> None:
    family = "👨‍👩‍👧‍👦"
    parts = split(Formatted("x" * 4090 + family * 3))

    assert all(not part.text.startswith("\u200d") and not part.text.endswith("\u200d") for part in parts)


WORDS = st.text(st.sampled_from("ab 🐈ї\n*_`~>-[]().!1"), max_size=60)


@settings(max_examples=examples(40), deadline=None)
@given(st.lists(WORDS, max_size=12), st.integers(5, 60))
def test_whatever_is_written_keeps_its_words_and_fits(pieces: list[str], limit: int) -> None:
    whole = formatted("\n\n".join(pieces))
    parts = split(whole, limit=limit)

    assert "".join("".join(part.text for part in parts).split()) == "".join(whole.text.split())
    for part in parts:
        assert 0 < units(part.text) <= limit
        assert len(part.entities) <= MAX_ENTITIES
        encoded = part.text.encode("utf-16-le")
        for one in part.entities:
            assert 0 <= one.start < one.end <= units(part.text)
            encoded[one.start * 2 : one.end * 2].decode("utf-16-le")


def test_more_than_a_hundred_entities_need_another_message() -> None:
    parts = split(formatted("**a** b " * 250))

    assert sum(len(part.entities) for part in parts) == 250
    assert all(len(part.entities) <= MAX_ENTITIES for part in parts)
