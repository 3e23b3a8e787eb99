"""What goes to a push service is sealed as RFC 8291 has it and signed as RFC 8292 has it."""

import pytest

from helpdesk.web_push import MOST_BYTES, Subscription, from_base64, public_half, seal, to_base64
from tests.peers.push_service import Phone

# RFC 8291, 5 and appendix A.
OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def test_the_example_of_the_standard_comes_out() -> None:
    to = Subscription("https://push.example", from_base64(POINT), from_base64(AUTH))

    sealed = seal(b"When I grow up, I want to be a watermelon", to, salt=from_base64(SALT), own=from_base64(OWN))

    assert to_base64(sealed) == BODY


def test_only_the_browser_opens_it_and_each_is_sealed_anew() -> None:
    phone = Phone("https://push.example/1")
    to = Subscription(phone.endpoint, phone.point, phone.auth)
    words = "Звернення №7".encode()

    one, other = seal(words, to), seal(words, to)

    assert phone.open(one) == phone.open(other) == words
    assert one != other
    assert words not in one


def test_more_than_a_service_takes_is_not_sealed() -> None:
    phone = Phone("https://push.example/1")

    with pytest.raises(ValueError, match="too long"):
        seal(b"x" * (MOST_BYTES + 1), Subscription(phone.endpoint, phone.point, phone.auth))


def test_a_key_has_the_public_half_browsers_take() -> None:
    assert (len(public_half(from_base64(OWN))), public_half(from_base64(OWN))[0]) == (65, 4)
