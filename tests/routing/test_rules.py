"""What a rule needs to match, which rule wins, and what is said about it."""

from typing import Any

import pytest

from routing.rules import Actions, Conditions, Described, Rule, classify


def rule(
    id: int = 1, *, position: int = 0, enabled: bool = True, sets: dict[str, Any] | None = None, **when: Any
) -> Rule:
    """A rule that sets the type to "found" under the given conditions."""
    actions = Actions(**(sets or {"type": "found"}))
    return Rule(id, f"rule {id}", position, Conditions(**when), actions, enabled)


def matches(ticket: Described, **when: Any) -> bool:
    """Whether a rule with these conditions matches."""
    return classify(ticket, [rule(**when)]).type == "found"


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("pay", "My payment failed", True),
        ("pay", "I must repay it", False),
        ('"pay"', "My payment failed", False),
        ('"pay"', "How do I pay?", True),
        ("оплат", "Оплата не прошла", True),
        ("еще", "Ещё раз", True),
        ("ещё", "еще раз", True),
        ("can't", "I can’t log in", True),
        ("cant", "I can't log in", True),
        ("зв'язок", "Немає звʼязку, зникає зв’язок", True),
        ("не работает", "Ничего тут не работает", True),
        ("не работает", "Не всегда работает", False),
        ("не ... работает", "Не всегда работает", True),
        ("не ... работает", "Не знаю я совсем этого вашего, но работает", False),
        ("не … работает", "Не всегда работает", True),
        ("оплата", "oплaтa не прошла", True),
        ("привет", "пpивeт", True),
        ("пiдтримка", "підтримка мовчить", True),
        ("pay", "see https://pay.example/pay and pay@example.com", False),
        ("?", "Где заказ?", True),
        ("?", "Где заказ", False),
        ("e-mail", "My E-Mail is wrong", True),
        ("STRASSE", "straße", True),
    ],
)
def test_words_match_as_people_mean_them(phrase: str, text: str, found: bool) -> None:
    assert matches(Described(text), words=(phrase,)) is found


def test_a_word_that_must_not_occur_keeps_the_rule_out() -> None:
    assert not matches(Described("This is not urgent"), words=("urgent",), without_words=("not urgent",))


@pytest.mark.parametrize(
    ("wanted", "sender", "found"),
    [
        ("anna@shop.example", "Anna@Shop.Example", True),
        ("*@shop.example", "vera@shop.example", True),
        ("*@shop.example", "vera@workshop.example", False),
        ("shop.example", "vera@shop.example", True),
        ("shop.example", "vera@mail.shop.example", True),
        ("shop.example", "vera@notshop.example", False),
        ("*.example", "vera@shop.example", True),
        ("vip-*@*", "vip-7@any.example", True),
        ("a.b@c.example", "aXb@c.example", False),
        ("shop.example", "", False),
    ],
)
def test_senders_match_by_address_or_domain(wanted: str, sender: str, found: bool) -> None:
    assert matches(Described("hi", sender=sender), senders=(wanted,)) is found


def test_channel_and_language_must_both_hold() -> None:
    mail = Described("Де моє замовлення?", channel_kind="email", channel_id=3)

    assert matches(mail, channel_kinds=("email",), languages=("uk",), channel_ids=(2, 3))
    assert not matches(mail, channel_kinds=("webchat",))
    assert not matches(mail, languages=("ru", "en"))
    assert not matches(mail, channel_ids=(1,))


def test_of_each_field_the_first_rule_that_sets_it_decides() -> None:
    rules = [
        rule(1, position=2, sets={"type": "request", "priority": "low", "team_id": 7}),
        rule(2, position=1, sets={"type": "incident"}, words=("broken",)),
    ]

    found = classify(Described("It is broken"), rules)

    assert (found.type, found.priority, found.team_id) == ("incident", "low", 7)


def test_a_rule_that_stops_ends_the_evaluation() -> None:
    rules = [rule(1, position=1, sets={"type": "a", "stop": True}), rule(2, position=2, sets={"priority": "high"})]

    assert classify(Described("hi"), rules).priority is None


def test_a_disabled_rule_is_not_asked() -> None:
    assert classify(Described("hi"), [rule(enabled=False)]).type is None


def test_every_decision_says_which_rule_and_which_word() -> None:
    found = classify(
        Described("Оплата не прошла"), [rule(5, sets={"skills": {"billing": 2}}, words=("refund", "оплат"))]
    )

    assert found.skills == {"billing": 2}
    assert [reason.to_dict() for reason in found.reasons] == [
        {
            "field": "skills",
            "value": {"billing": 2},
            "rule_id": 5,
            "rule": "rule 5",
            "by": "words",
            "matched": "оплат",
        }
    ]


def test_reasons_never_repeat_the_customers_words() -> None:
    found = classify(
        Described("Payments by ivan@private.example", sender="ivan@private.example"), [rule(senders=("*",))]
    )

    assert "ivan" not in str(found.reasons)


def test_a_known_language_is_not_detected_again() -> None:
    assert classify(Described("Hello there", language="uk"), []).language == "uk"


def test_no_rules_decide_nothing() -> None:
    found = classify(Described("Hello there"), [])

    assert (found.type, found.priority, found.reasons, found.language) == (None, None, (), "en")


def test_a_very_long_message_is_answered_soon() -> None:
    assert classify(Described("не " * 200_000), [rule(words=("не ... " * 3 + "работает",))]).type is None
