"""The words of moments in three languages; prefixes stand for all their endings."""

import re
from typing import Final

HALF_HOUR: Final = r"half an hour|полчаса|півгодини|пів години"
IN: Final = r"in|через|за"
ONE: Final = r"an?|один|одну|одна"
MINUTE: Final = r"minutes?|mins?|m|минут\w?|мин|хвилин\w?|хв|м"
HOUR: Final = r"hours?|hrs?|h|час(?:а|ов)?|ч|годин[уиа]?|год"
DAY: Final = r"days?|d|день|дня|дней|дні|днів|д"
WEEK: Final = r"weeks?|wks?|w|недел[юиья]|нед|тиждень|тижні|тижнів|тиж"
MONTH: Final = r"months?|mo|месяц(?:а|ев)?|мес|місяц(?:ь|і|ів)|міс"
TODAY: Final = r"today|сегодня|сьогодні"
TONIGHT: Final = r"tonight|this evening|сегодня вечером|сьогодні ввечері|сьогодні увечері"
DAY_AFTER: Final = r"(?:the )?day after tomorrow|послезавтра|післязавтра"
TOMORROW: Final = r"tomorrow|завтра"
NEXT: Final = r"next|(?:в |во |на )?следующ\w+|(?:у |в |на )?наступн\w+"
NEXT_WEEK: Final = r"next week|(?:на )?следующей недел[еи]|(?:на )?наступному тижні|наступного тижня"
NEXT_MONTH: Final = r"next month|(?:в )?следующем месяце|(?:в |у )?наступному місяці|наступного місяця"
WEEKEND: Final = r"(?:at |on )?(?:the )?weekend|(?:на )?выходн\w+|(?:у |на )?вихідн\w+"
MORNING: Final = r"in the morning|morning|утром|утра|вранці|зранку|ранку"
NOON: Final = r"at noon|noon|midday|в полдень|полдень|опівдні"
AFTERNOON: Final = r"in the afternoon|afternoon|днем|после обеда|вдень|після обіду"
EVENING: Final = r"in the evening|evening|вечером|вечера|ввечері|увечері|вечора"
AT: Final = r"at|в|во|о|об|on|у|к|by|until|till|до|на"
WEEKDAYS: Final = (
    r"mon(?:day)?|понедельник\w?|понеділ(?:ок|ка|ку)|пн",
    r"tue(?:s(?:day)?)?|вторник\w?|вівтор(?:ок|ка|ку)|вт",
    r"wed(?:nesday)?|сред[ауы]|серед[ауи]|ср",
    r"thu(?:rs(?:day)?)?|четверг\w?|четвер(?:га)?|чт",
    r"fri(?:day)?|пятниц[ауы]|п[ʼ'’]?ятниц[яюі]|пт",
    r"sat(?:urday)?|суббот[ауы]|субот[ауи]|сб",
    r"sun(?:day)?|воскресень[еяю]|неділ[яюі]|вс|нд",
)
MONTHS: Final = (
    r"jan(?:uary)?|январ[яь]|січ(?:ня|ень)",
    r"feb(?:ruary)?|феврал[яь]|лют(?:ого|ий)",
    r"mar(?:ch)?|марта?|берез(?:ня|ень)",
    r"apr(?:il)?|апрел[яь]|квіт(?:ня|ень)",
    r"may|ма[яй]|трав(?:ня|ень)",
    r"june?|июн[яь]|черв(?:ня|ень)",
    r"july?|июл[яь]|лип(?:ня|ень)",
    r"aug(?:ust)?|августа?|серп(?:ня|ень)",
    r"sep(?:t(?:ember)?)?|сентябр[яь]|верес(?:ня|ень)",
    r"oct(?:ober)?|октябр[яь]|жовт(?:ня|ень)",
    r"nov(?:ember)?|ноябр[яь]|листопад\w?",
    r"dec(?:ember)?|декабр[яь]|груд(?:ня|ень)",
)


def any_of(*patterns: str) -> str:
    """Return one group that matches any of these as whole words."""
    return rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)"


def numbered(text: str, patterns: tuple[str, ...]) -> int | None:
    """Return which of the patterns a whole text is, counted from 0."""
    return next((at for at, pattern in enumerate(patterns) if re.fullmatch(pattern, text)), None)
