"""Replies and mails of the desk itself, to letters."""

import html
from collections.abc import Iterable

from channels.base import Mailbox, Outgoing, OutgoingFile, OutgoingMail, SystemLetter
from channels.email.config import MailboxConfig
from channels.email.writing import quotes
from channels.email.writing.compose import MAX_FILE_BYTES
from channels.email.writing.letter import Letter, LetterFile
from helpdesk import clock, i18n, mail_tokens, markup, storage
from helpdesk.errors import DeliveryError, Outcome

SCORES = (5, 4, 3, 2, 1)


def reply_letter(outgoing: Outgoing, config: MailboxConfig) -> Letter:
    """Return a reply as a letter, its files read; DeliveryError (rejected) when it cannot be one."""
    mail = outgoing.mail
    if mail is None:
        raise DeliveryError("This reply was not written as a mail.", outcome=Outcome.REJECTED)
    if mail.auto_kind == "rating" and not mail.rating_url:
        raise DeliveryError("The link for the rating is gone: the keys it was made by are.", outcome=Outcome.REJECTED)
    text, body = _bodies(outgoing, mail, config)
    return Letter(
        mail_id=mail.mail_id,
        sender=(mail.from_name or config.from_name, config.address),
        to=mail.to,
        cc=mail.cc,
        bcc=mail.bcc,
        reply_to=mail.reply_to or _reply_to(outgoing, config),
        subject=mail.subject or outgoing.subject,
        in_reply_to=mail.in_reply_to,
        references=mail.references,
        text=text,
        html=page(body, language=outgoing.language),
        date=clock.now(),
        language=outgoing.language,
        auto_kind=mail.auto_kind,
        unsubscribe_url=mail.unsubscribe_url,
        files=_files(outgoing.files),
    )


def system_letter(letter: SystemLetter, config: MailboxConfig, *, desk_name: str) -> Letter:
    """Return a mail of the desk itself as a letter."""
    headers = letter.headers or {}
    return Letter(
        mail_id=letter.mail_id,
        sender=(config.from_name or desk_name, config.address),
        to=[(letter.name, letter.address)],
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        date=clock.now(),
        auto_kind="" if letter.headers else "system",
        reply_to=[("", address)] if (address := str(headers.get("reply_to", ""))) else (),
        in_reply_to=str(headers.get("in_reply_to", "")),
        references=list(headers.get("references", ())),
    )


def page(body: str, *, language: str) -> str:
    """Return a fragment as a whole document with the little style that mail programs keep."""
    return (
        f'<!doctype html><html lang="{html.escape(language)}"><head><meta charset="utf-8"></head>'
        '<body style="font-family:sans-serif;font-size:15px;line-height:1.5">'
        f"{body}</body></html>"
    )


def _bodies(outgoing: Outgoing, mail: OutgoingMail, config: MailboxConfig) -> tuple[str, str]:
    text, body = outgoing.text, outgoing.html or markup.from_plain(outgoing.text)
    for file in outgoing.files:
        if file.content_id and f"cid:{file.content_id}" not in body:
            body += f'<p><img src="cid:{html.escape(file.content_id)}" alt="{html.escape(file.filename)}"></p>'
    if mail.rating_url:
        asked, linked = _rating(mail.rating_url, outgoing.language)
        text, body = text + asked, body + linked
    if mail.unsubscribe_url:
        words = i18n.text(i18n.known(outgoing.language), "unsubscribe.footer")
        url = f"{mail.unsubscribe_url}?lang={i18n.known(outgoing.language)}"
        text += f"\n\n{words}: {url}"
        body += f'<p style="font-size:12px;color:#666666"><a href="{html.escape(url)}">{html.escape(words)}</a></p>'
    signature = "" if mail.auto_kind else _signature(config, outgoing.language)
    if signature:
        text += f"\n\n-- \n{signature}"
        body += f"<div>-- <br>{markup.from_markdown(signature)}</div>"
    if mail.quoted is not None and not mail.auto_kind:
        below, shown = quotes.below(mail.quoted, outgoing.language)
        text, body = text + below, body + shown
    return text, body


def _signature(config: MailboxConfig, language: str) -> str:
    known = config.signature
    return known.get(language) or known.get(i18n.DEFAULT) or next(iter(known.values()), "")


def _rating(url: str, language: str) -> tuple[str, str]:
    shown = i18n.known(language)
    words = {score: i18n.text(shown, f"rating.score_{score}") for score in SCORES}
    urls = {score: f"{url}?score={score}&lang={shown}" for score in SCORES}
    lines = "".join(f"\n{words[score]}: {urls[score]}" for score in SCORES)
    links = "".join(f'<li><a href="{html.escape(urls[n])}">{html.escape(words[n])}</a></li>' for n in SCORES)
    return f"\n{lines}", f"<ul>{links}</ul>"


def _reply_to(outgoing: Outgoing, config: MailboxConfig) -> list[Mailbox]:
    if not config.plus_addressing:
        return []
    return [(config.from_name, mail_tokens.reply_address(config.address, outgoing.ticket_id))]


def _files(files: Iterable[OutgoingFile]) -> list[LetterFile]:
    files = list(files)
    if sum(file.size for file in files) > MAX_FILE_BYTES:
        total = sum(file.size for file in files) / 1e6
        raise DeliveryError(
            f"The files have {total:.1f} MB; a mail takes at most {MAX_FILE_BYTES / 1e6:.1f} MB.",
            outcome=Outcome.REJECTED,
        )
    return [_file(file) for file in files]


def _file(file: OutgoingFile) -> LetterFile:
    try:
        data = storage.read(file.blob)
    except FileNotFoundError:
        raise DeliveryError(
            f"The file {file.filename} is not in the desk's storage.", outcome=Outcome.REJECTED
        ) from None
    except OSError as error:
        raise DeliveryError(f"The desk's storage does not answer: {error}", outcome=Outcome.NOT_SENT) from error
    return LetterFile(file.filename, file.media_type, data, file.content_id)
