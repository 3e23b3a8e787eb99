"""What a widget asks before the first message, and whether the answers will do. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from helpdesk.widget.design import Design, Field

_email: Final = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[^@\s<>.]{2,63}")
_phone: Final = re.compile(r"\+?[\d\s().-]{5,30}")


def missing(design: Design, answers: Mapping[str, str], *, known: frozenset[str] = frozenset()) -> str | None:
    """Return the key of the first field whose answer is lacking or makes no sense, None when all will do.

    known: kinds of fields that need no answer any more, such as the name of who was identified.
    """
    for field in design.form:
        answer = answers.get(field.key, "")
        if not answer:
            if field.is_required and field.kind not in known:
                return field.key
        elif not _will_do(field, answer):
            return field.key
    return None


def kept(design: Design, answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to what was asked, and nothing that was not."""
    asked = {field.key for field in design.form} | {"name", "email", "phone"}
    return {key: answer for key, answer in answers.items() if key in asked}


def _will_do(field: Field, answer: str) -> bool:
    if field.kind == "email":
        return _email.fullmatch(answer) is not None
    if field.kind == "phone":
        return _phone.fullmatch(answer) is not None and sum(char.isdigit() for char in answer) >= 5
    if field.kind in ("topic", "choice") and field.options:
        return answer in {option.value for option in field.options}
    return True
