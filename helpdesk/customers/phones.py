"""Telephone numbers however they were written."""

import re
from typing import Final

import phonenumbers

_not_digit = re.compile(r"\D")
# How people of these countries write a number at home: length and first digits, and what stands for them abroad.
_AT_HOME: Final = ((11, "8", "+7"), (10, "0", "+380"), (11, "7", "+7"), (12, "380", "+380"), (10, "9", "+7"))


def e164(written: str) -> str | None:
    """Return a number as +380441234567, None when it is none; 8, 0 and 00 in front are understood."""
    digits = _not_digit.sub("", written)
    if not written.strip().startswith("+"):
        digits = _abroad(digits)
    try:
        number = phonenumbers.parse(f"+{digits.removeprefix('+')}", None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _abroad(digits: str) -> str:
    if digits.startswith("00"):
        return digits[2:]
    for length, first, country in _AT_HOME:
        if len(digits) == length and digits.startswith(first):
            kept = digits if first in ("9",) else digits[len(first) :]
            return country[1:] + kept
    return digits
