"""Where stored JSON names a tag: by id in filters and conditions, by name in steps and segments. Pure."""

from typing import Any, Final, NamedTuple

Json = Any
ID_KEYS: Final = frozenset({"tag", "tag_ids", "customer_tag_ids"})
FIELDS: Final = frozenset({"tag", "customer_tag"})
STEPS: Final = frozenset({"add_tags", "remove_tags"})


class Named(NamedTuple):
    """A tag as JSON may name it."""

    id: int
    name: str


def names(said: Json, tag: Named) -> bool:
    """Say whether a tag is named anywhere in it."""
    nobody = Named(0, "")
    return bool(replaced(said, tag, nobody) != said)


def replaced(said: Json, tag: Named, by: Named) -> Json:
    """Return it naming another tag wherever it named this one; a list names each once."""
    if isinstance(said, list):
        return [replaced(one, tag, by) for one in said]
    if not isinstance(said, dict):
        return said
    return {key: _replaced_in(said, key, tag, by) for key in said}


def without_steps(steps: list[Json], tag: Named) -> list[Json]:
    """Return steps that neither put a tag on nor take it off; a step of which nothing is left is left out."""
    left = []
    for step in steps:
        if step.get("do") in STEPS:
            kept = [name for name in step["tags"] if _key(name) != _key(tag.name)]
            if kept:
                left.append({**step, "tags": kept})
        else:
            left.append(step)
    return left


def same_name(one: str, other: str) -> bool:
    """Say whether two names are one tag: case and spaces do not tell them apart."""
    return _key(one) == _key(other)


def _replaced_in(said: dict[str, Json], key: str, tag: Named, by: Named) -> Json:
    value = said[key]
    is_condition = said.get("field") in FIELDS
    if (key in ID_KEYS or (is_condition and key == "values")) and isinstance(value, list):
        return list(dict.fromkeys(by.id if one == tag.id else one for one in value))
    if ((said.get("do") in STEPS and key == "tags") or (is_condition and key == "value")) and isinstance(value, list):
        return list(dict.fromkeys(by.name if _key(str(one)) == _key(tag.name) else one for one in value))
    return replaced(value, tag, by)


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
