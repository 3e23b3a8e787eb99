"""What two rows of one person would have in common, brought into one writing: ru, uk and en alike."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

# Free mail: an address there says nothing about a company, and the name before it little about the person.
PUBLIC_DOMAINS: Final = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "icloud.com",
        "me.com",
        "aol.com",
        "proton.me",
        "protonmail.com",
        "pm.me",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "mail.com",
        "zoho.com",
        "fastmail.com",
        "tutanota.com",
        "hey.com",
        "mail.ru",
        "bk.ru",
        "inbox.ru",
        "list.ru",
        "internet.ru",
        "yandex.ru",
        "ya.ru",
        "yandex.com",
        "yandex.ua",
        "yandex.by",
        "yandex.kz",
        "rambler.ru",
        "ukr.net",
        "i.ua",
        "meta.ua",
        "bigmir.net",
        "email.ua",
        "online.ua",
        "ex.ua",
        "qq.com",
        "163.com",
        "wp.pl",
        "o2.pl",
        "seznam.cz",
        "yahoo.co.uk",
        "hotmail.co.uk",
        "hotmail.fr",
        "orange.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
    ]
)
_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})
_LETTERS: Final = dict(
    zip("абвгґдезийлмнопрстуфіыэкё", ["a", "b", "v", "g", "g", "d", "e", "z", "i", "i", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "i", "i", "e", "k", "e"], strict=True)
) | {
    "ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "u", "я": "a", "є": "e", "ї": "i"
}  # fmt: skip
# What ru, uk and en write differently for one sound; coarse on purpose: these only suggest, a person decides.
_SAME: Final = (
    ("shch", "sch"), ("kh", "h"), ("ts", "c"), ("tz", "c"), ("iu", "u"), ("yu", "u"), ("ia", "a"), ("ya", "a"), ("ie", "e"), ("ye", "e"),
    ("yo", "e"), ("io", "e"), ("iy", "i"), ("yi", "i"), ("ij", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("x", "ks"), ("ph", "f"), ("ck", "k"),
)  # fmt: skip
_GIVEN: Final = {
    "oleksandr": "aleksandr", "alexandr": "aleksandr", "aleksander": "aleksandr", "oleksii": "aleksei", "oleksi": "aleksei", "aleksii": "aleksei",
    "olena": "elena", "helena": "elena", "mikola": "nikolai", "mikolai": "nikolai", "mihailo": "mihail", "michail": "mihail", "andri": "andrei",
    "sergi": "sergei", "serhi": "sergei", "serhii": "sergei", "dmitro": "dmitri", "volodimir": "vladimir", "evhen": "evgeni",
    "evgen": "evgeni", "hanna": "anna", "ganna": "anna", "kateryna": "ekaterina", "katerina": "ekaterina", "pavlo": "pavel", "petro": "petr",
    "natalia": "natala", "iulia": "ula", "tetana": "tatana", "svitlana": "svetlana", "iurii": "uri", "iuri": "uri", "irina": "irina",
}  # fmt: skip
_word: Final = re.compile(r"[^\W\d_]+")
_twice: Final = re.compile(r"(.)\1+")


def plain_name(name: str) -> str:
    """Return a name in one writing: small Latin letters, words in order of the alphabet; "" for no name."""
    folded = unicodedata.normalize("NFKC", name).lower().replace("'", "").replace("’", "").replace("ʼ", "")
    return " ".join(sorted(filter(None, (_plain_word(word) for word in _word.findall(folded)))))


def plain_email(address: str) -> str:
    """Return an address without what providers ignore: "+tag" everywhere, dots at Gmail."""
    local, _, domain = address.lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local else ""


def domain_of(address: str) -> str:
    """Return the domain of an address that says something about a company, "" of a public one."""
    domain = address.lower().rpartition("@")[2].strip()
    return "" if domain in PUBLIC_DOMAINS or "." not in domain else domain


def keys_of(
    name: str, *, organisation_id: int | None, emails: Iterable[str], phones: Iterable[str]
) -> set[tuple[str, str]]:
    """Return the keys of a customer as (kind, value); two customers with one in common may be one person."""
    keys = {("phone", "".join(filter(str.isdigit, phone))[-10:]) for phone in phones}
    emails = list(emails)
    keys |= {("email", plain) for email in emails if (plain := plain_email(email))}
    plain = plain_name(name)
    if " " in plain:
        keys |= {("name", f"{plain}|{domain}") for email in emails if (domain := domain_of(email))}
        if organisation_id is not None:
            keys.add(("name", f"{plain}|o{organisation_id}"))
        keys |= {("name_email", f"{plain}|{plain_email(email).partition('@')[0]}") for email in emails}
    return {(kind, value[:400]) for kind, value in keys if value}


def _plain_word(word: str) -> str:
    latin = "".join(_LETTERS.get(char, char) for char in word)
    latin = "".join(char for char in unicodedata.normalize("NFD", latin) if char.isascii() and char.isalpha())
    latin = _twice.sub(r"\1", latin)
    for written, said in _SAME:
        latin = latin.replace(written, said)
    latin = _twice.sub(r"\1", latin)
    return _GIVEN.get(latin, latin)
