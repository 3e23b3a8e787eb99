"""Rules that administrators type: what is wrong is named, with what to do."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.errors import Invalid
from routing.rules import InvalidRule, Rule
from tests.rounds import examples

GOOD: dict[str, Any] = {
    "id": 4,
    "name": "Refunds",
    "position": 2,
    "enabled": True,
    "conditions": {"words": ["refund", "верните деньги"], "senders": ["*@shop.example"], "languages": ["en", "ru"]},
    "actions": {"type": "request", "priority": "high", "skills": {"billing": 2}, "team_id": 3, "stop": True},
}


def test_a_rule_survives_being_stored() -> None:
    assert Rule.from_dict(GOOD).to_dict() == GOOD


def test_entries_are_trimmed_and_counted_once() -> None:
    rule = Rule.from_dict(GOOD | {"conditions": {"words": [" refund ", "refund"]}})

    assert rule.conditions.words == ("refund",)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"id": None}, "id"),
        ({"position": "first"}, "position"),
        ({"position": True}, "position"),
        ({"enabled": "yes"}, "enabled"),
        ({"colour": "red"}, "rule.colour"),
        ({"conditions": []}, "conditions"),
        ({"conditions": {"word": ["a"]}}, "conditions.word"),
        ({"conditions": {"words": "refund"}}, "conditions.words"),
        ({"conditions": {"words": [""]}}, "conditions.words[0]"),
        ({"conditions": {"words": [5]}}, "conditions.words[0]"),
        ({"conditions": {"words": ["!!!"]}}, "conditions.words"),
        ({"conditions": {"words": ['"refund']}}, "conditions.words"),
        ({"conditions": {"words": ["a ... b ... c ... d ... e"]}}, "conditions.words"),
        ({"conditions": {"words": ["a"] * 501}}, "conditions.words"),
        ({"conditions": {"senders": ["Anna <anna@shop.example>"]}}, "conditions.senders"),
        ({"conditions": {"senders": ["*a*b*c*@x"]}}, "conditions.senders"),
        ({"conditions": {"channel_ids": ["1"]}}, "conditions.channel_ids"),
        ({"conditions": {"channel_ids": [0]}}, "conditions.channel_ids"),
        ({"conditions": {"channel_kinds": ["fax"]}}, "conditions.channel_kinds"),
        ({"conditions": {"languages": ["de"]}}, "conditions.languages"),
        ({"actions": {}}, "actions"),
        ({"actions": {"priority": "huge"}}, "actions.priority"),
        ({"actions": {"priority": 1}}, "actions.priority"),
        ({"actions": {"skills": ["billing"]}}, "actions.skills"),
        ({"actions": {"skills": {"billing": 6}}}, "actions.skills.billing"),
        ({"actions": {"team_id": -1}}, "actions.team_id"),
        ({"actions": {"type": "request", "stop": 1}}, "actions.stop"),
    ],
)
def test_a_bad_field_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRule) as refused:
        Rule.from_dict(GOOD | change)

    assert refused.value.fields["field"] == field
    assert str(refused.value).startswith(f"{field}: ")


def test_the_error_is_both_the_desks_and_a_value_error() -> None:
    assert issubclass(InvalidRule, Invalid)
    assert issubclass(InvalidRule, ValueError)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
fields = st.fixed_dictionaries(
    {"id": anything, "name": anything},
    optional={
        "conditions": st.dictionaries(st.sampled_from(["words", "senders", "channel_ids", "languages"]), anything),
        "actions": st.dictionaries(st.sampled_from(["type", "priority", "skills", "team_id", "stop"]), anything),
        "position": anything,
        "enabled": anything,
    },
)


@settings(deadline=None, max_examples=examples(40))
@given(anything | fields)
def test_whatever_is_sent_gives_a_rule_that_can_be_stored_or_an_invalid_rule(data: object) -> None:
    try:
        rule = Rule.from_dict(data)
    except InvalidRule:
        return

    assert Rule.from_dict(rule.to_dict()) == rule
