"""What an admin is told about a sending domain."""

from collections.abc import Mapping, Sequence

import pytest

from channels.email.dns_hints import Hint, LookupFailed, look_up
from channels.email.presets import PRESETS, preset_behind, preset_for
from helpdesk import i18n

SPF, DMARC, DKIM = "v=spf1 include:_spf.mail.example -all", "v=DMARC1; p=reject", "v=DKIM1; k=rsa; p=MIGf"
WELL = {
    ("x.test", "TXT"): [SPF, "google-site-verification=1"],
    ("_spf.mail.example", "TXT"): ["v=spf1 ip4:192.0.2.0/24 ~all"],
    ("_dmarc.x.test", "TXT"): [DMARC],
    ("google._domainkey.x.test", "TXT"): [DKIM],
    ("x.test", "MX"): ["10 aspmx.l.google.com."],
}


def hints(changes: Mapping[tuple[str, str], Sequence[str]], domain: str = "x.test") -> tuple[Hint, ...]:
    zone = {**WELL, **changes}
    return look_up(domain, lookup=lambda name, kind: zone.get((name, kind), [])).hints


def test_a_domain_in_order_gets_no_hint() -> None:
    found = look_up("x.test", lookup=lambda name, kind: WELL.get((name, kind), []))

    assert (found.spf, found.dmarc, found.dkim_selectors, found.hints) == (SPF, DMARC, ("google",), ())
    assert found.mail_exchangers == ("aspmx.l.google.com.",)


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({("x.test", "TXT"): []}, Hint.SPF_MISSING),
        ({("x.test", "TXT"): ["v=spf10 -all"]}, Hint.SPF_MISSING),
        ({("x.test", "TXT"): [SPF, SPF]}, Hint.SPF_SEVERAL),
        ({("x.test", "TXT"): ["v=spf1 +all"]}, Hint.SPF_OPEN),
        ({("x.test", "TXT"): ["v=spf1 " + "a:h.example " * 11 + "-all"]}, Hint.SPF_TOO_DEEP),
        (
            {("_spf.mail.example", "TXT"): ["v=spf1 include:x.test include:_spf.mail.example " + "mx " * 9]},
            Hint.SPF_TOO_DEEP,
        ),
        ({("google._domainkey.x.test", "TXT"): []}, Hint.DKIM_NOT_FOUND),
        ({("google._domainkey.x.test", "TXT"): ["v=DKIM1; p="]}, Hint.DKIM_NOT_FOUND),
        ({("_dmarc.x.test", "TXT"): []}, Hint.DMARC_MISSING),
        ({("_dmarc.x.test", "TXT"): ["v=DMARC1; p=none; rua=mailto:a@x.test"]}, Hint.DMARC_NONE),
    ],
)
def test_what_is_missing_is_said(changes: dict[tuple[str, str], list[str]], hint: Hint) -> None:
    assert hints(changes) == (hint,)


def test_an_organisations_policy_counts_for_its_subdomains() -> None:
    zone = {("mail.x.test", "TXT"): [SPF], ("google._domainkey.mail.x.test", "TXT"): [DKIM]}

    assert hints(zone, "mail.x.test") == ()


def test_silence_is_no_finding() -> None:
    def silent(_name: str, _kind: str) -> list[str]:
        raise LookupFailed

    assert look_up("x.test", lookup=silent).hints == (Hint.DNS_SILENT,)


@pytest.mark.parametrize("domain", ["", "a..b", "x" * 300 + ".test", "ümläut.test"])
def test_a_strange_domain_is_no_accident(domain: str) -> None:
    assert look_up(domain, lookup=lambda _name, _kind: []).domain == domain


@pytest.mark.parametrize("language", i18n.languages())
def test_every_hint_has_its_words(language: str) -> None:
    assert all("x.test" in i18n.text(language, f"mailbox.hint.{hint}", domain="x.test") for hint in Hint)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("vera@gmail.com", "Gmail"),
        ("vera@OUTLOOK.com", "Microsoft 365"),
        ("vera@ukr.net", "ukr.net"),
        ("vera@i.ua", "i.ua"),
        ("vera@meta.ua", "meta.ua"),
        ("vera@yandex.ru", "Yandex"),
        ("vera@mail.ru", "Mail.ru"),
        ("vera@gmx.de", "GMX"),
        ("vera@proton.me", "Proton Bridge"),
    ],
)
def test_a_provider_is_known_by_the_domain(address: str, name: str) -> None:
    found = preset_for(address)

    assert found is not None
    assert found.name == name


def test_a_domain_of_ones_own_is_known_by_who_receives_its_mail() -> None:
    found = preset_behind(("ASPMX.L.GOOGLE.COM.",))

    assert found is not None
    assert found.name == "Gmail"
    assert preset_behind(("mx.notgoogle.com.",)) is None
    assert preset_for("vera@x.test") is None


def test_no_domain_belongs_to_two_providers() -> None:
    domains = [domain for preset in PRESETS for domain in preset.domains]

    assert len(domains) == len(set(domains))
