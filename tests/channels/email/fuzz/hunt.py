"""A hunt for mails that break the reader, guided by the lines they reach."""

import base64
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from channels.email.parse import read_mail
from tests.channels.email.fuzz.lines_reached import LinesReached
from tests.channels.email.fuzz.mutations import MAX_BYTES, spoiled
from tests.channels.email.parse.storability import broken_promises

SAMPLES = Path(__file__).parents[1] / "parse" / "samples"
# Traced reading is some ten times slower; what is slow is measured again without.
SLOW_S = 0.6


@dataclass(slots=True)
class Hunt:
    """What a hunt did and found."""

    seed: int
    runs: int = 0
    lines_at_start: int = 0
    lines: int = 0
    kept: int = 0
    found: list[str] = field(default_factory=list)


def hunt(seconds: float, *, seed: int, most_found: int = 5) -> Hunt:
    """Spoil the samples for so long and return what broke; a mail that reaches new lines is spoiled further."""
    random = Random(seed)
    corpus = [raw for path in sorted(SAMPLES.glob("*.eml")) if len(raw := path.read_bytes()) <= MAX_BYTES]
    reached = LinesReached()
    result = Hunt(seed)
    for raw in corpus:
        _try(raw, reached, result)
    result.lines_at_start = reached.count
    until = time.monotonic() + seconds
    while time.monotonic() < until and len(result.found) < most_found:
        raw = spoiled(random.choice(corpus[-60:] if random.random() < 0.3 else corpus), corpus, random)
        before = reached.count
        _try(raw, reached, result)
        if reached.count > before:
            corpus.append(raw)
            result.kept += 1
    result.lines = reached.count
    return result


def _try(raw: bytes, reached: LinesReached, result: Hunt) -> None:
    result.runs += 1
    started = time.process_time()
    try:
        with reached.watching():
            mail = read_mail(raw)
    except Exception as error:
        # Whatever it is, it is what the hunt is for.
        result.found.append(f"{error!r} for {_quoted(raw)}")
        return
    result.found.extend(f"{broken} for {_quoted(raw)}" for broken in broken_promises(mail))
    if time.process_time() - started > SLOW_S and (took := _untraced_s(raw)) > SLOW_S:
        result.found.append(f"{took:.1f} s for {_quoted(raw)}")


def _untraced_s(raw: bytes) -> float:
    started = time.process_time()
    read_mail(raw)
    return time.process_time() - started


def _quoted(raw: bytes) -> str:
    return f"base64 {base64.b64encode(raw).decode()}"
