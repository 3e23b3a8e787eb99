"""The shape of a language's phrases."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter people write about; `tag`, `type` and `team` are keys of the invented desk."""

    tag: str
    type: str
    team: str
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Sentences with places for {product}, {order}, {city}, {day}, {sum} and {name}.

    more: what a customer adds; further: what an agent adds; files: names of files that are sent along.
    """

    greetings: tuple[str, ...]
    topics: tuple[Topic, ...]
    more: tuple[str, ...]
    further: tuple[str, ...]
    thanks: tuple[str, ...]
    hellos: tuple[str, ...]
    goodbyes: tuple[str, ...]
    notes: tuple[str, ...]
    products: tuple[str, ...]
    cities: tuple[str, ...]
    days: tuple[str, ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    files: tuple[str, ...]
    comments: tuple[str, ...]
