"""What news is called outside the console."""

from helpdesk import i18n


def line(language: str, kind: str, *, number: int) -> str:
    """Return the one line that says what kind of news there is, in a language; number: of its ticket, 0 for none."""
    known = i18n.known(language)
    key = f"news.{kind.replace('.', '_')}"
    is_told = key in i18n.catalogue(known) and (number or "{number}" not in i18n.text(known, key))
    return i18n.text(known, key if is_told else "news.other" if number else "news.plain", number=number)
