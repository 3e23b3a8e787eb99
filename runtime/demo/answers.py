"""What the invented staff keep for use: answers in three languages and a few macros."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from helpdesk.actions.macro_steps import Step
from helpdesk.actions.macros import MacroChanges, create_macro
from helpdesk.actions.templates import TemplateChanges, create_template
from helpdesk.models import Agent, Audience, Category, Status
from helpdesk.permissions import Actor, ActorKind

TEMPLATES: Final = (
    TemplateChanges(
        name="Greeting",
        shortcut="hi",
        texts={
            "en": "Hello {{customer.first_name}},\n\nthank you for writing to us.",
            "ru": "Здравствуйте, {{customer.first_name}}!\n\nСпасибо, что написали нам.",
            "uk": "Вітаємо, {{customer.first_name}}!\n\nДякуємо, що написали нам.",
        },
    ),
    TemplateChanges(
        name="Where the parcel is",
        folder="Delivery",
        shortcut="parcel",
        texts={
            "en": "I have asked the carrier where your parcel is ({{ticket.number}}) and will write to you by tomorrow.",
            "ru": "Мы спросили перевозчика, где ваша посылка ({{ticket.number}}), и напишем вам до завтра.",
            "uk": "Ми запитали перевізника, де ваша посилка ({{ticket.number}}), і напишемо вам до завтра.",
        },
    ),
    TemplateChanges(
        name="Refund is on its way",
        folder="Payments",
        shortcut="refund",
        texts={
            "en": "The refund has left us today. Banks take three to five working days to show it.",
            "ru": "Сегодня мы отправили возврат. Банки показывают его за три-пять рабочих дней.",
            "uk": "Сьогодні ми надіслали повернення. Банки показують його за три-п'ять робочих днів.",
        },
    ),
    TemplateChanges(
        name="Which telephone number?",
        folder="Delivery",
        shortcut="phone",
        texts={
            "en": "Is {{customer.phone}} still the number the courier can reach you at?",
            "ru": "Курьер может позвонить вам по номеру {{customer.phone}}?",
            "uk": "Кур'єр може зателефонувати вам за номером {{customer.phone}}?",
        },
    ),
)


def keep(session: Session, *, owner_email: str) -> None:
    """Give a new desk answers and macros that everybody may use."""
    owner = session.scalars(select(Agent).where(Agent.email == owner_email)).one()
    by = Actor(ActorKind.AGENT, owner.id, owner.role)
    ids = {one.shortcut: create_template(session, replace(one, audience=Audience.ALL), by=by).id for one in TEMPLATES}
    pending = session.scalars(select(Status).where(Status.category == Category.PENDING)).first()
    assert pending is not None
    asked: list[Step] = [
        {"do": "reply", "template_id": ids["parcel"]},
        {"do": "add_tags", "tags": ["carrier"]},
        {"do": "status", "status_id": pending.id},
    ]
    urgent: list[Step] = [
        {"do": "priority", "priority": "urgent"},
        {"do": "assignee", "agent_id": "me"},
        {"do": "follow"},
    ]
    for name, steps in (("Carrier was asked", asked), ("I take it, urgently", urgent)):
        create_macro(session, MacroChanges(name=name, steps=steps, audience=Audience.ALL), by=by)
