"""aiogram with its models built when they are used: building all of them takes 4 s of processor and 100 MB.

The library builds the validators of every object Telegram knows when it is imported; a desk sends a handful. Import
aiogram from here alone, so that it is this import which comes first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pydantic import BaseModel

_rebuild: Final[Any] = BaseModel.__dict__["model_rebuild"]  # the class method, as pydantic has it


@contextmanager
def _nothing_built() -> Iterator[None]:
    _replace(BaseModel, lambda cls, **_: None)
    try:
        yield
    finally:
        setattr(BaseModel, "model_rebuild", _rebuild)  # noqa: B010 - to a type checker a method is no variable


def _replace(model: type[BaseModel], build: Any) -> None:  # a method of any model
    setattr(model, "model_rebuild", classmethod(build))  # noqa: B010 - as above


with _nothing_built():
    import aiogram.methods
    import aiogram.types
    from aiogram.client.default import Default
    from aiogram.methods.base import Response, TelegramMethod
    from aiogram.types.base import TelegramObject

_NAMES: Final = {**vars(aiogram.methods), **vars(aiogram.types), "Default": Default}


def _build(cls: type[BaseModel], **options: Any) -> Any:  # as pydantic asks when a model is used that is not built
    """Build one model; its annotations name others that its own module never imported."""
    return _rebuild.__func__(cls, **options | {"_types_namespace": _NAMES})


for one in (TelegramObject, TelegramMethod, Response):
    _replace(one, _build)
