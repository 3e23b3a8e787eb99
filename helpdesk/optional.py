"""Packages that our libraries load where they find them, and that the desk does without."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def left_out(*packages: str) -> Iterator[None]:
    """Let what is imported in this block take these packages for not installed; one that is loaded stays as it is.

    Only for packages that the library in question declares to be optional (docs/decisions/0028).
    """
    absent = [package for package in packages if package not in sys.modules]
    # What the import system itself documents for this: None in the place of a module means that there is none.
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for package in absent:
            sys.modules.pop(package, None)
