"""What news is called outside the console."""

from helpdesk import i18n


def line(language: str, kind: str, *, number: int) -> str:
    """Return the one line that says what kind of news there is about which ticket, in a language."""
    known = i18n.known(language)
    key = f"news.{kind.replace('.', '_')}"
    return i18n.text(known, key if key in i18n.catalogue(known) else "news.other", number=number)
