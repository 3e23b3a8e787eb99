"""The forty customers: who they are, which language they write, and on which channels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from helpdesk.models import ChannelKind

FIRST_TELEGRAM_ID: Final = 500_100
_WAYS: Final = {"m": ChannelKind.EMAIL, "t": ChannelKind.TELEGRAM, "c": ChannelKind.WEBCHAT}


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer; `number` is their place in the list and their Telegram id."""

    number: int
    name: str
    language: str
    address: str
    organisation: str
    ways: tuple[ChannelKind, ...]

    @property
    def key(self) -> str:
        """What the shop calls them."""
        return f"customer-{self.number}"

    @property
    def first_name(self) -> str:
        """What one calls them."""
        return self.name.partition(" ")[0]

    @property
    def telegram_id(self) -> int:
        """What Telegram calls them."""
        return FIRST_TELEGRAM_ID + self.number


ORGANISATIONS: Final = {
    "hotel-aurora.example": "Hotel Aurora",
    "millroad-cafe.example": "Mill Road Cafe",
    "brightworks.example": "Brightworks Studio",
    "severny-dom.example": "Гостиница «Северный дом»",
    "kontora-svet.example": "Бюро «Контора и свет»",
    "kavarnia-ranok.example": "Кав'ярня «Ранок»",
    "studia-dim.example": "Студія «Дім»",
    "stepova-clinic.example": "Клініка «Степова»",
}

_EN: Final = """
Grace Miller|grace.miller@mail.example|mtc
Tom Becker|tom@millroad-cafe.example|mc
Aisha Khan|aisha.khan@mail.example|tc
Lucas Martin|lucas@brightworks.example|mt
Emma Wilson|emma@hotel-aurora.example|m
Oliver Grant|oliver.grant@post.example|mc
Priya Nair|priya.nair@mail.example|t
Daniel O'Connor|daniel.oconnor@post.example|mt
Chloe Bennett|chloe@hotel-aurora.example|mtc
Samuel Reed|sam.reed@mail.example|c
Hannah Schmidt|hannah@brightworks.example|mc
Jack Turner|jack.turner@post.example|t
Maya Lopez|maya.lopez@mail.example|mtc
George Hughes|george.hughes@post.example|m
"""
_RU: Final = """
Сергей Волков|sergey.volkov@mail.example|mt
Мария Орлова|maria.orlova@post.example|mtc
Алексей Жуков|alexey.zhukov@mail.example|tc
Екатерина Белова|belova@severny-dom.example|m
Дмитрий Соколов|sokolov@kontora-svet.example|mt
Анна Крылова|anna.krylova@mail.example|c
Игорь Лебедев|igor.lebedev@post.example|t
Ольга Новикова|novikova@severny-dom.example|mc
Павел Громов|pavel.gromov@mail.example|mtc
Татьяна Зайцева|t.zaytseva@post.example|t
Никита Фомин|fomin@kontora-svet.example|m
Юлия Савина|yulia.savina@mail.example|tc
Виктор Ершов|v.ershov@post.example|m
"""
_UK: Final = """
Оксана Коваленко|oksana.kovalenko@mail.example|mtc
Наталія Шевчук|natalia.shevchuk@post.example|tc
Богдан Мельник|bohdan@kavarnia-ranok.example|mt
Ірина Бондар|iryna.bondar@mail.example|c
Андрій Ткаченко|tkachenko@studia-dim.example|m
Марія Савчук|maria.savchuk@post.example|mt
Тарас Гнатюк|taras.hnatiuk@mail.example|t
Олена Кравець|kravets@stepova-clinic.example|mc
Юрій Лисенко|yurii.lysenko@post.example|mtc
Софія Романюк|sofia@kavarnia-ranok.example|tc
Дмитро Павлюк|pavliuk@stepova-clinic.example|m
Катерина Олійник|kateryna.oliinyk@mail.example|mt
Роман Кушнір|kushnir@studia-dim.example|tc
"""


def _read(language: str, text: str, first: int) -> list[Customer]:
    rows = [row.split("|") for row in text.strip().splitlines()]
    return [
        Customer(first + n, name, language, address, address.partition("@")[2], tuple(_WAYS[way] for way in ways))
        for n, (name, address, ways) in enumerate(rows)
    ]


def _all() -> Sequence[Customer]:
    found: list[Customer] = []
    for language, text in (("en", _EN), ("ru", _RU), ("uk", _UK)):
        found += _read(language, text, len(found) + 1)
    return tuple(found)


CUSTOMERS: Final = _all()
