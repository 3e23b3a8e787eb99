"""What the mails of the desk itself say: in the reader's language, plain and as HTML, every value escaped."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from jinja2 import Environment, StrictUndefined, Template
from sqlalchemy.orm import Session

from helpdesk import clock, i18n, outside, settings
from helpdesk.actions.news import texts
from helpdesk.actions.system_mail import Draft
from helpdesk.models import Agent, Invitation, WidgetLink
from helpdesk.queries.reports.sayings import Said
from helpdesk.tokens import new_name

SECOND_FACTOR_NEWS: Final = timedelta(days=2)  # after which it is not sent any more
LINK: Final = "{link}"  # put in when the mail is sent

_HTML: Final = """<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>{{ subject }}</title></head>
<body style="font-family:sans-serif;font-size:16px;line-height:1.5;color:#1c2430;background:#ffffff">
<p>{{ greeting }}</p>
{% for paragraph in paragraphs %}<p>{{ paragraph }}</p>
{% endfor %}{% if lines %}<ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul>
{% endif %}{% if table %}<table style="border-collapse:collapse;font-size:15px">
<thead><tr>{% for cell in table[0] %}<th style="text-align:{{ 'left' if loop.first else 'right' }};padding:4px 12px 4px 0;border-bottom:2px solid #d5dae1">{{ cell }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in table[1:] %}<tr>{% for cell in row %}<td style="text-align:{{ 'left' if loop.first else 'right' }};padding:4px 12px 4px 0;border-bottom:1px solid #e6e9ee">{{ cell }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>
{% endif %}<p><a href="{{ link }}" style="display:inline-block;padding:10px 18px;border-radius:8px;background:#1f5fbf;color:#ffffff;text-decoration:none">{{ button }}</a></p>
<p><a href="{{ link }}">{{ link }}</a></p>
{% for paragraph in after %}<p>{{ paragraph }}</p>
{% endfor %}<p style="color:#5b6675;font-size:13px">{{ footer }}</p>
</body></html>
"""


def invitation(session: Session, invited: Invitation, *, token: str, by_name: str, language: str) -> Draft:
    """Return the mail that brings an invitation's link."""
    desk = settings.get(session, "desk_name")
    role = i18n.text(language, f"role.{invited.role.value}")
    return _draft(
        language,
        kind="invitation",
        key=f"invitation:{invited.id}",
        to=(invited.name, invited.email),
        subject=i18n.text(language, "mail.invitation_subject", desk=desk),
        paragraphs=[i18n.text(language, "mail.invitation_text", by=by_name, desk=desk, role=role)],
        button=i18n.text(language, "mail.invitation_button", desk=desk),
        desk=desk,
        link=f"{outside.public_url()}/invitations/{token}",
        expires_at=invited.expires_at,
    )


def password_reset(session: Session, agent: Agent, *, link: str, key: str, until: datetime) -> Draft:
    """Return the mail that brings the link for a new password."""
    desk, language = settings.get(session, "desk_name"), i18n.known(agent.locale)
    return _draft(
        language,
        kind="password_reset",
        key=key,
        to=(agent.name, agent.email),
        subject=i18n.text(language, "mail.reset_subject", desk=desk),
        paragraphs=[i18n.text(language, "mail.reset_text", desk=desk)],
        after=[i18n.text(language, "mail.reset_ignore")],
        button=i18n.text(language, "mail.reset_button"),
        desk=desk,
        link=link,
        expires_at=until,
    )


def second_factor(session: Session, agent: Agent, *, what: str, key: str) -> Draft:
    """Return the mail that says what was done to somebody's second factor: on, off, codes, reset, recovered."""
    desk, language = settings.get(session, "desk_name"), i18n.known(agent.locale)
    return _draft(
        language,
        kind="second_factor",
        key=key,
        to=(agent.name, agent.email),
        subject=i18n.text(language, "mail.second_factor_subject", desk=desk),
        paragraphs=[i18n.text(language, f"mail.second_factor_{what}", desk=desk)],
        after=[i18n.text(language, "mail.second_factor_not_you")],
        button=i18n.text(language, "mail.second_factor_button"),
        desk=desk,
        link=f"{outside.public_url()}/?page=settings&section=second_factor",
        expires_at=clock.now() + SECOND_FACTOR_NEWS,
    )


def digest(session: Session, agent: Agent, *, key: str, tickets: Sequence[tuple[int, str]], until: datetime) -> Draft:
    """Return the mail that says which tickets (number, subject) changed while an agent was away."""
    desk, language = settings.get(session, "desk_name"), i18n.known(agent.locale)
    return _draft(
        language,
        kind="digest",
        key=key,
        to=(agent.name, agent.email),
        subject=i18n.text(language, "mail.digest_subject", n=len(tickets)),
        paragraphs=[i18n.text(language, "mail.digest_text", n=len(tickets), desk=desk)],
        lines=[i18n.text(language, "mail.digest_line", number=number, subject=subject) for number, subject in tickets],
        button=i18n.text(language, "mail.digest_button"),
        desk=desk,
        link=outside.public_url(),
        expires_at=until,
    )


def news(
    session: Session,
    agent: Agent,
    *,
    key: str,
    lines: Sequence[tuple[str, int, str]],
    count: int,
    until: datetime,
) -> Draft:
    """Return the mail with what an agent has not read: kind, ticket number and subject of each, `count` in all."""
    desk, language = settings.get(session, "desk_name"), i18n.known(agent.locale)
    said = [(texts.line(language, kind, number=number), subject) for kind, number, subject in lines]
    return _draft(
        language,
        kind="news",
        key=key,
        to=(agent.name, agent.email),
        subject=i18n.text(language, "news.mail_subject", n=count),
        paragraphs=[i18n.text(language, "news.mail_text", n=count, desk=desk)],
        lines=[
            i18n.text(language, "news.mail_line", news=news, subject=subject) if subject else news
            for news, subject in said
        ],
        after=[i18n.text(language, "news.mail_why")],
        button=i18n.text(language, "mail.digest_button"),
        desk=desk,
        link=outside.public_url(),
        expires_at=until,
    )


def report(session: Session, agent: Agent, said: Said, *, name: str, key: str, until: datetime) -> Draft:
    """Return the mail that brings a saved report."""
    desk, language = settings.get(session, "desk_name"), i18n.known(agent.locale)
    return _draft(
        language,
        kind="report",
        key=key,
        to=(agent.name, agent.email),
        subject=i18n.text(language, "report.mail_subject", name=name, period=said.period),
        paragraphs=said.paragraphs,
        table=said.table,
        after=[*said.notes, i18n.text(language, "report.mail_why", name=name)],
        button=i18n.text(language, "report.mail_button"),
        desk=desk,
        link=f"{outside.public_url()}/?{said.query}",
        expires_at=until,
    )


def chat_link(session: Session, link: WidgetLink, *, url: str, language: str) -> Draft:
    """Return the mail that asks whether its reader wants to go on with a chat, or have its transcript."""
    desk = settings.get(session, "desk_name")
    return _draft(
        language,
        kind="chat_confirm",
        key=f"chat_link:{link.id}",
        to=("", link.address),
        subject=i18n.text(language, f"chat_mail.confirm_{link.purpose.value}_subject", desk=desk),
        paragraphs=[i18n.text(language, f"chat_mail.confirm_{link.purpose.value}", desk=desk)],
        after=[i18n.text(language, "chat_mail.confirm_ignore")],
        button=i18n.text(language, f"chat_mail.confirm_{link.purpose.value}_button"),
        desk=desk,
        link=url,
        expires_at=link.expires_at,
    )


def ticket_code(session: Session, address: str, *, number: int, url: str, until: datetime, language: str) -> Draft:
    """Return the mail that brings the code which opens a ticket's public page again; the link has it."""
    desk = settings.get(session, "desk_name")
    return _draft(
        language,
        kind="ticket_code",
        key=f"ticket_code:{new_name()}",
        to=("", address),
        subject=i18n.text(language, "ticket_page.mail_subject", number=number, desk=desk),
        paragraphs=[i18n.text(language, "ticket_page.mail_text", desk=desk)],
        after=[i18n.text(language, "ticket_page.mail_ignore")],
        button=i18n.text(language, "ticket_page.open"),
        desk=desk,
        link=url,
        expires_at=until,
    )


def _draft(
    language: str,
    *,
    kind: str,
    key: str,
    to: tuple[str, str],
    subject: str,
    paragraphs: Sequence[str],
    button: str,
    desk: str,
    link: str,
    expires_at: datetime,
    lines: Sequence[str] = (),
    table: Sequence[Sequence[str]] = (),
    after: Sequence[str] = (),
) -> Draft:
    name, address = to
    greeting = (
        i18n.text(language, "mail.greeting", name=name) if name else i18n.text(language, "mail.greeting_nameless")
    )
    footer = i18n.text(language, "mail.footer", desk=desk)
    listed = [f"- {line}" for line in lines] + [": ".join((row[0], " | ".join(row[1:]))) for row in table]
    text = "\n\n".join([greeting, *paragraphs, *(["\n".join(listed)] if listed else []), LINK, *after, footer])
    html = _template().render(
        language=language,
        subject=subject,
        greeting=greeting,
        paragraphs=paragraphs,
        lines=lines,
        table=table,
        after=after,
        button=button,
        footer=footer,
        link=LINK,
    )
    return Draft(
        kind=kind,
        key=key,
        address=address,
        name=name,
        subject=subject,
        text=text + "\n",
        html=html,
        link=link,
        expires_at=expires_at,
    )


@cache
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_HTML)
