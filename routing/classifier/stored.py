"""A classifier as a file: arrays and one page of JSON in a zip. Reading one runs no code from it."""

import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from routing.classifier.shapes import Arrays

VERSION: Final = 1
_PAGE: Final = "page"


class InvalidModel(ValueError):
    """The file is no classifier that this version can read."""


def write(path: str | os.PathLike[str], page: Mapping[str, Any], parts: Mapping[str, Arrays]) -> None:
    """Write whole or not at all: another process may read the file meanwhile."""
    told = json.dumps({**page, "version": VERSION, "parts": sorted(parts)}).encode()
    arrays = {f"{part}.{name}": array for part, named in parts.items() for name, array in named.items()}
    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    with beside.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **{_PAGE: np.frombuffer(told, np.uint8)}, **arrays)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(target)


def read(path: str | os.PathLike[str] | BinaryIO) -> tuple[dict[str, Any], dict[str, Arrays]]:
    """Return the page and the parts; raise InvalidModel where the file is something else."""
    try:
        with np.load(path, allow_pickle=False) as file:
            page = json.loads(file[_PAGE].tobytes())
            arrays = {name: file[name] for name in file.files if name != _PAGE}
        if page["version"] != VERSION:
            raise InvalidModel(f"version {page['version']} of the file is not {VERSION}")
        return page, {part: _of(part, arrays) for part in page["parts"]}
    except (KeyError, TypeError, AttributeError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise InvalidModel(str(error) or type(error).__name__) from error


def _of(part: str, arrays: Arrays) -> Arrays:
    start = f"{part}."
    return {name.removeprefix(start): array for name, array in arrays.items() if name.startswith(start)}
