"""What somebody wrote in a mail themselves. Pure."""

import re
from collections.abc import Sequence
from typing import Any, Final

_gaps: Final = re.compile(r"\n{3,}")


def own_words(text: str, folds: Sequence[Sequence[Any]]) -> str:  # (start, end, kind), as JSON
    """Return a mail's text without quotes, signatures and what was forwarded; empty when that is all of it."""
    kept, last = [], 0
    for start, end, _ in sorted(folds, key=lambda fold: (fold[0], fold[1])):
        kept.append(text[last : max(start, last)])
        last = max(last, end)
    return _gaps.sub("\n\n", "".join((*kept, text[last:]))).strip()
