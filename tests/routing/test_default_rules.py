"""The default rules on sentences written by hand in the desk's three languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from routing.default_rules import DEFAULT_RULES
from routing.rules import Described, Rule, classify

SENTENCES = Path(__file__).parent / "sentences"


def sentences() -> Iterator[tuple[str, str, str, str]]:
    """Language, type, priority and text; an empty type or priority is one that no rule should set."""
    for language in ("en", "ru", "uk"):
        for line in (SENTENCES / f"{language}.tsv").read_text(encoding="utf-8").splitlines():
            type, priority, text = line.split("\t")
            yield language, type, priority, text


@pytest.mark.parametrize(("language", "type", "priority", "text"), list(sentences()))
def test_a_sentence_gets_its_type_and_priority(language: str, type: str, priority: str, text: str) -> None:
    found = classify(Described(text), DEFAULT_RULES)

    assert found.language == language
    assert found.priority == (priority or None)
    if type:
        assert found.type == type


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_each_language_has_at_least_forty_sentences(language: str) -> None:
    assert sum(spoken == language for spoken, *_ in sentences()) >= 40


def test_every_default_rule_survives_being_stored() -> None:
    assert [Rule.from_dict(rule.to_dict()) for rule in DEFAULT_RULES] == list(DEFAULT_RULES)


def test_every_type_of_a_new_desk_is_set_by_some_rule() -> None:
    types = {rule.actions.type for rule in DEFAULT_RULES}

    assert types >= {"question", "incident", "problem", "request", "complaint", "suggestion"}


@pytest.mark.parametrize("text", ["This is not urgent", "Это не срочно", "Це не терміново"])
def test_what_is_said_not_to_be_urgent_is_not(text: str) -> None:
    assert classify(Described(text), DEFAULT_RULES).priority is None
