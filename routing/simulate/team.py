"""The simulated team: skills with levels, languages, speed, shifts, lunch, outages."""

import random
from dataclasses import replace

from routing.simulate.day import Person
from routing.simulate.world import CAPACITY_UNITS, HOUR, LUNCH_S, MINUTE

SKILLS = ("billing", "orders", "technical", "account")
SPECIALITY = "integration"
LANGUAGES = ("en", "ru", "uk")


def draw_people(
    chance: random.Random, count: int, *, until: float, since: float = 0.0, specialists: int = 0, lunch: bool = True
) -> list[Person]:
    """Draw a team for one shift; the first `specialists` of them also have the rare skill."""
    people = [_draw_person(chance, number, since=since, until=until, lunch=lunch) for number in range(count)]
    for number in chance.sample(range(count), specialists):
        skills = people[number].skills | {SPECIALITY: chance.choice((3, 4, 5))}
        people[number] = replace(people[number], skills=skills)
    return people


def draw_two_shifts(chance: random.Random, count: int, *, change_at: float, until: float) -> list[Person]:
    """Draw two teams that hand over to each other with a quarter of an hour in common."""
    overlap_s = 15 * MINUTE
    early = draw_people(chance, count, until=change_at + overlap_s / 2, lunch=False)
    late = draw_people(chance, count, since=change_at - overlap_s / 2, until=until, lunch=False)
    return early + [replace(person, id=f"late{person.id}") for person in late]


def with_outages(chance: random.Random, person: Person, *, per_hour: float, mean_s: float) -> Person:
    """Give a person gaps in which their line is dead."""
    outages, at = [], person.present[0][0]
    while (at := at + chance.expovariate(per_hour / HOUR)) < person.leaves_at:
        lasts = chance.expovariate(1 / mean_s)
        outages.append((at, at + lasts))
        at += lasts
    return replace(person, outages=tuple(outages))


def _draw_person(chance: random.Random, number: int, *, since: float, until: float, lunch: bool) -> Person:
    skills = chance.sample(SKILLS, k=chance.choices((1, 2, 3, 4), weights=(20, 45, 25, 10))[0])
    return Person(
        id=f"a{number:03d}",
        skills={skill: chance.choices((2, 3, 4, 5), weights=(20, 35, 30, 15))[0] for skill in skills},
        languages=_draw_languages(chance),
        speed=chance.uniform(0.85, 1.15),
        present=_shift(chance, since=since, until=until, lunch=lunch),
        capacity_units=CAPACITY_UNITS,
    )


def _draw_languages(chance: random.Random) -> frozenset[str]:
    sets = (("en",), ("ru",), ("en", "ru"), ("ru", "uk"), ("en", "uk"), ("en", "ru", "uk"))
    return frozenset(chance.choices(sets, weights=(15, 10, 20, 20, 10, 25))[0])


def _shift(chance: random.Random, *, since: float, until: float, lunch: bool) -> tuple[tuple[float, float], ...]:
    if not lunch:
        return ((since, until),)
    middle = (since + until) / 2
    leaves = middle + chance.uniform(-1.5 * HOUR, 1.5 * HOUR)
    return ((since, leaves), (leaves + LUNCH_S, until))
