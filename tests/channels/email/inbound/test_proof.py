"""Who is believed about who a mail is from: our own receiving server, and only its topmost word."""

import pytest

from channels.email.proof import authentication_of, proof_of, voucher_of
from helpdesk.models import SenderProof

OURS = ("mx.desk.example",)
PASS = "mx.desk.example; dkim=pass header.d=shop.example; spf=pass smtp.mailfrom=shop.example; dmarc=pass header.from=shop.example"


def proof(results: list[str], *, sender: str = "vera@shop.example", is_clear: bool = True) -> SenderProof:
    return proof_of(authentication_of(results, trusted=OURS), from_email=sender, is_clear=is_clear)


@pytest.mark.parametrize(
    "results",
    [
        [PASS],
        [PASS.replace("mx.desk", "MX.Desk")],
        ["mx.desk.example 1; dmarc=pass (p=reject dis=none) header.from=shop.example"],
        ["mx.desk.example; dkim=pass header.d=shop.example"],
        ["mx.desk.example; dkim=fail header.d=evil.example; dkim=pass header.d=shop.example; dmarc=none"],
    ],
)
def test_what_our_server_proved_is_verified(results: list[str]) -> None:
    assert proof(results) is SenderProof.VERIFIED


@pytest.mark.parametrize(
    "results",
    [
        [],
        ["mx.evil.example; dmarc=pass header.from=shop.example"],
        ["mx.evil.example; dmarc=fail", PASS],
        [f"mx.desk.example; dmarc=fail header.from=shop.example ({PASS})"],
        ["mx.desk.example; dmarc=fail header.from=shop.example; dkim=pass header.d=shop.example"],
        ["mx.desk.example; dkim=pass header.d=evil.example"],
        ["mx.desk.example; spf=pass smtp.mailfrom=shop.example"],
        ["mx.desk.example; dmarc=pass header.from=other.example"],
        ["mx.desk.example.evil.example; dmarc=pass"],
        ["mx.desk.example"],
        [""],
        [";;;="],
        ["(" * 5_000 + PASS],
    ],
)
def test_anything_else_is_only_claimed(results: list[str]) -> None:
    assert proof(results) is SenderProof.CLAIMED


def test_a_sender_that_is_not_clear_is_never_verified() -> None:
    assert proof([PASS], is_clear=False) is SenderProof.UNCLEAR
    assert proof([PASS], sender="") is SenderProof.UNCLEAR


def test_nobody_is_trusted_where_nobody_is_named() -> None:
    assert authentication_of([PASS], trusted=()) == {}


@pytest.mark.parametrize(
    ("results", "server"),
    [
        ([], ""),
        ([""], ""),
        (["(only a comment)"], ""),
        (["MX.Desk.example. 1; none", "other.example"], "mx.desk.example"),
    ],
)
def test_the_topmost_word_names_who_may_be_believed(results: list[str], server: str) -> None:
    assert voucher_of(results) == server
