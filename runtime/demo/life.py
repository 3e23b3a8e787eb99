"""One customer's matter as it goes on: what they say next, and when they have had enough."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Final

from helpdesk.models import ChannelKind
from runtime.demo.matter import Matter, matters
from runtime.demo.people import Customer

AMOUNTS: Final = {"en": "£{}.90", "ru": "{} ₽", "uk": "{} ₴"}
THANKS: Final = {
    "en": ("Thank you!", "Great, thanks.", "All clear now, thank you."),
    "ru": ("Спасибо!", "Понятно, спасибо большое.", "Отлично, благодарю."),
    "uk": ("Дякую!", "Зрозуміло, дуже дякую.", "Чудово, дякую за допомогу."),
}
BACK: Final = {
    "en": "Sorry, could you explain that once more? I am not sure what I have to do.",
    "ru": "Простите, можно ещё раз? Не очень понятно, что нужно сделать.",
    "uk": "Перепрошую, можна ще раз? Не зовсім зрозуміло, що треба зробити.",
}
NUMBER: Final = {
    "en": "The order number is {}.",
    "ru": "Номер заказа {}.",
    "uk": "Номер замовлення {}.",
}

_asks_number = re.compile(r"order (number|no)|номер|which order|какой заказ|яке замовлення", re.IGNORECASE)


@dataclass(slots=True)
class Life:
    """What a customer is about to say. `order`: the number they give when asked; is_over: nothing more will come."""

    customer: Customer
    way: ChannelKind
    matter: Matter
    order: str
    chance: Random
    is_over: bool = False
    answers: int = 0
    _left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._left = list(self.matter.more)

    def reaction(self, words: str) -> str:
        """Return what an answer makes the customer say; empty when they say nothing."""
        if self.is_over:
            return ""
        self.answers += 1
        if _asks_number.search(words) and self.order not in self.matter.opening and self.answers == 1:
            return NUMBER[self.customer.language].format(self.order)
        if len(words.split()) < 4 and "?" not in words and self.answers == 1:
            return BACK[self.customer.language]
        if self._left:
            return self._left.pop(0)
        self.is_over = True
        goes_silent = self.chance.random() < 0.3
        return "" if goes_silent else self.chance.choice(THANKS[self.customer.language])


def begin(customer: Customer, way: ChannelKind, chance: Random, *, but: Sequence[str] = ()) -> Life:
    """Return a new matter for a customer; but: subjects they have had already."""
    known = matters(customer.language)
    fresh = [matter for matter in known if matter.subject not in but] or list(known)
    matter, order = chance.choice(fresh), str(chance.randint(20_000, 99_999))
    amount = AMOUNTS[customer.language].format(chance.randint(19, 240) * (1 if customer.language == "en" else 40))
    told = matter.told(name=customer.first_name, order=order, amount=amount)
    return Life(customer, way, told, order, chance)
