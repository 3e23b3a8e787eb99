"""Whether a design makes sense, said in words an admin can act on. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from helpdesk import markup
from helpdesk.errors import Invalid
from helpdesk.widget.design import Consent, Design, Field, HandOver, Launcher, Proactive, Texts, Uploads

MAX_FIELDS: Final = 10
MAX_OPTIONS: Final = 20
MAX_PROACTIVE: Final = 10
MAX_LANGUAGES: Final = 30
PAGE_CHARS: Final = 300
LINK_CHARS: Final = 500
LONGEST_WAIT_S: Final = 3_600

_language = re.compile(r"[a-z]{2,3}")
# "constructor" is what every object of a browser has: a panel would take it for an answer.
_key = re.compile(r"(?!constructor$)[a-z][a-z0-9_]{0,39}")
_custom = re.compile(r"(ticket|customer)\.[a-z][a-z0-9_]{0,59}")
_CHARS: Final = {"title": 60, "intro": 300, "placeholder": 80, "offline": 300}


@dataclass(frozen=True, slots=True)
class _Limits:
    chars: int
    field: str


def checked(design: Design) -> Design:
    """Return a design with its texts cleaned; Invalid, naming the field, when something makes no sense."""
    _check_languages(design)
    _check_launcher(design.launcher)
    _check_uploads(design.uploads)
    _check_hand_over(design.hand_over)
    _check_hours("erase_after_h", design.erase_after_h, 0, 24 * 30)
    _check_hours("session_h", design.session_h, 1, 24 * 30)
    texts = {name: _texts(getattr(design, name), _Limits(chars, name)) for name, chars in _CHARS.items()}
    return Design(
        **texts,
        languages=design.languages,
        language=design.language,
        launcher=_launcher(design.launcher),
        form=_form(design.form),
        consent=_consent(design.consent),
        calendar_id=design.calendar_id,
        shows_reply_time=design.shows_reply_time,
        proactive=_proactive(design.proactive),
        uploads=design.uploads,
        hand_over=design.hand_over,
        asks_rating=design.asks_rating,
        may_end=design.may_end,
        erase_after_h=design.erase_after_h,
        needs_identity=design.needs_identity,
        session_h=design.session_h,
    )


def _check_languages(design: Design) -> None:
    if not 0 < len(design.languages) <= MAX_LANGUAGES or not all(map(_language.fullmatch, design.languages)):
        raise Invalid("A widget speaks at least one language, each by its two-letter code.", languages="invalid")
    if design.language not in design.languages:
        raise Invalid("The language to fall back to is one of those the widget speaks.", language="not_offered")


def _check_launcher(launcher: Launcher) -> None:
    if not all(0 <= distance <= 200 for distance in (launcher.side_px, launcher.bottom_px)):
        raise Invalid("The button stands 0 to 200 pixels from the edges.", launcher="too_far")


def _launcher(launcher: Launcher) -> Launcher:
    label = _texts(launcher.label, _Limits(30, "launcher_label"))
    return Launcher(icon=launcher.icon, label=label, side_px=launcher.side_px, bottom_px=launcher.bottom_px)


def _check_uploads(uploads: Uploads) -> None:
    if not 1 <= uploads.max_mb <= 20:
        raise Invalid("Visitors' files have 1 to 20 megabytes.", max_mb="out_of_range")
    if uploads.is_allowed and not uploads.kinds:
        raise Invalid("Say which kinds of files visitors may send, or allow none at all.", kinds="empty")


def _check_hand_over(hand_over: HandOver) -> None:
    if not 1 <= hand_over.after_min <= 24 * 60:
        raise Invalid("An answer waits one minute to one day to be seen.", after_min="out_of_range")


def _check_hours(field: str, hours: int, least: int, most: int) -> None:
    if not least <= hours <= most:
        raise Invalid(f"This is {least} to {most} hours.", **{field: "out_of_range"})


def _form(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    if len(fields) > MAX_FIELDS:
        raise Invalid(f"A form has at most {MAX_FIELDS} fields: every one costs visitors.", form="too_many")
    keys = [field.key for field in fields]
    if len(set(keys)) < len(keys):
        raise Invalid("Two fields of the form have the same key.", form="key_twice")
    customs = [field.field for field in fields if field.kind == "custom"]
    if len(set(customs)) < len(customs):
        raise Invalid("One custom field is asked for twice.", form="key_twice")
    return tuple(_field(field) for field in fields)


def _field(field: Field) -> Field:
    if not _key.fullmatch(field.key):
        raise Invalid("A field's key is written with small letters, digits and _.", form="bad_key")
    if (field.kind == "custom") is not (_custom.fullmatch(field.field) is not None):
        raise Invalid("Choose which custom field is asked for.", form="no_field")
    if field.kind == "choice" and not field.options:
        raise Invalid("A choice needs answers to choose from.", form="no_options")
    if field.kind in ("text", "choice") and not any(field.label.values()):
        raise Invalid("Say what the visitor is asked.", form="no_label")
    if len(field.options) > MAX_OPTIONS or len({option.value for option in field.options}) < len(field.options):
        raise Invalid(f"A field has at most {MAX_OPTIONS} answers, each once.", form="bad_options")
    if not all(0 < len(option.value) <= 80 for option in field.options):
        raise Invalid("Every answer has a value of at most 80 characters.", form="bad_options")
    options = tuple(
        type(option)(value=option.value, label=_texts(option.label, _Limits(80, "form"))) for option in field.options
    )
    label = _texts(field.label, _Limits(100, "form"))
    options = () if field.kind == "custom" else options
    return Field(
        key=field.key,
        kind=field.kind,
        field=field.field,
        label=label,
        is_required=field.is_required,
        options=options,
    )


def _consent(consent: Consent) -> Consent:
    if consent.is_asked and not any(consent.text.values()):
        raise Invalid("Say what visitors agree to.", consent="no_text")
    if consent.link and not _is_web_address(consent.link):
        raise Invalid("The link to the privacy page begins with https://.", consent_link="not_a_link")
    return Consent(
        is_asked=consent.is_asked,
        text=_texts(consent.text, _Limits(500, "consent")),
        link=consent.link,
        link_text=_texts(consent.link_text, _Limits(60, "consent_link")),
    )


def _proactive(messages: tuple[Proactive, ...]) -> tuple[Proactive, ...]:
    if len(messages) > MAX_PROACTIVE or len({one.id for one in messages}) < len(messages):
        raise Invalid(f"There are at most {MAX_PROACTIVE} messages that show by themselves.", proactive="too_many")
    return tuple(_message(one) for one in messages)


def _message(one: Proactive) -> Proactive:
    if not _key.fullmatch(one.id) or not any(one.text.values()):
        raise Invalid("A message that shows by itself needs its words.", proactive="no_text")
    if not 0 <= one.after_s <= LONGEST_WAIT_S:
        raise Invalid("It shows after 0 seconds to an hour.", proactive="out_of_range")
    if len(one.page) > PAGE_CHARS or not one.page.isprintable() or one.page.count("*") > 5:
        raise Invalid("A page is a part of an address, with up to five * for anything.", proactive="bad_page")
    return Proactive(
        id=one.id,
        text=_texts(one.text, _Limits(300, "proactive")),
        page=one.page.strip(),
        after_s=one.after_s,
        visit=one.visit,
        in_hours_only=one.in_hours_only,
    )


def _texts(texts: Mapping[str, str], limits: _Limits) -> Texts:
    if len(texts) > MAX_LANGUAGES or not all(map(_language.fullmatch, texts)):
        raise Invalid("Texts are given by two-letter language.", **{limits.field: "invalid"})
    if any(len(text) > limits.chars for text in texts.values()):
        raise Invalid(f"This text has at most {limits.chars} characters.", **{limits.field: "too_long"})
    cleaned = {language: markup.clean(text).strip() for language, text in texts.items()}
    return {language: text for language, text in cleaned.items() if text}


def _is_web_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return (
        len(link) <= LINK_CHARS
        and link.isprintable()
        and " " not in link
        and parts.scheme == "https"
        and bool(parts.hostname)
    )
