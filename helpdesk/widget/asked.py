"""What a widget asks before the first message, and whether the answers will do. Pure."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from helpdesk.customers.values import FieldShape, fitting
from helpdesk.widget.design import Option, Texts

_email: Final = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]{2,63}")
_phone: Final = re.compile(r"\+?[\d\s().-]{5,30}")
_number: Final = re.compile(r"[-+−]?[0-9]{1,15}([.,][0-9]{1,9})?")
_PERSON: Final = ("name", "email", "phone")
_YES_NO: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form. Of a custom field, `entity` and `shape` say whose it is and what it may hold."""

    key: str
    kind: str
    label: Texts = field(default_factory=dict)
    is_required: bool = False
    options: tuple[Option, ...] = ()
    entity: str = ""
    shape: FieldShape | None = None


def missing(
    form: Sequence[Question], answers: Mapping[str, str], *, known: Collection[str] = frozenset()
) -> str | None:
    """Return the key of the first question whose answer is lacking or makes no sense, None when all will do.

    known: kinds of questions that need no answer any more, such as the name of who was identified.
    """
    for question in form:
        answer = answers.get(question.key, "")
        if not answer:
            if question.is_required and question.kind not in known:
                return question.key
        elif not _will_do(question, answer):
            return question.key
    return None


def kept(form: Sequence[Question], answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to what was asked that make sense, and nothing that was not asked."""
    asked = {question.key: question for question in form}
    asked = {kind: Question(kind, kind) for kind in _PERSON} | asked
    return {key: answer for key, answer in answers.items() if key in asked and _will_do(asked[key], answer)}


def values(form: Sequence[Question], answers: Mapping[str, str], entity: str) -> dict[str, Any]:  # JSON by field
    """Return what the answers say of the custom fields of an entity, as those fields hold it."""
    return {
        question.shape.key: value_of(question.shape, answers[question.key])
        for question in form
        if question.shape is not None and question.entity == entity and question.key in answers
    }


def value_of(shape: FieldShape, answer: str) -> Any:  # JSON, by the kind of the field
    """Return what a form's text means to a custom field; ValueError when it does not fit.

    Yes or no is "yes" or "no"; of several choices the keys stand between spaces.
    """
    match shape.kind:
        case "number":
            return fitting(_number_of(answer), shape)
        case "yes_no":
            return fitting(_YES_NO.get(answer, answer), shape)
        case "several":
            return fitting(answer.split(), shape)
        case _:
            return fitting(answer, shape)


def text_of(question: Question, answer: str, language: str) -> str:
    """Return an answer in words: of choices their labels in a language."""
    names = {option.value: option.label for option in question.options}
    words = answer.split() if question.kind == "several" else [answer]
    return ", ".join(_in(names.get(word, {}), language) or word for word in words)


def _in(label: Texts, language: str) -> str:
    return label.get(language) or next(iter(label.values()), "")


def _number_of(answer: str) -> int | float:
    plain = answer.replace(" ", "")
    if not _number.fullmatch(plain):
        raise ValueError("number")
    number = float(plain.replace(",", ".").replace("−", "-"))
    return int(number) if number.is_integer() else number


def _will_do(question: Question, answer: str) -> bool:
    if question.shape is not None:
        try:
            return value_of(question.shape, answer) is not None
        except ValueError:
            return False
    if question.kind == "email":
        return _email.fullmatch(answer) is not None
    if question.kind == "phone":
        return _phone.fullmatch(answer) is not None and sum(char.isdigit() for char in answer) >= 5
    if question.kind in ("topic", "choice") and question.options:
        return answer in {option.value for option in question.options}
    return True
