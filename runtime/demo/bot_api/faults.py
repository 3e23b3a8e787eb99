"""Switches: how a method fails the next times it is called."""

import time
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a call goes wrong."""

    TOO_MANY = "too_many"  # 429 with retry_after
    SERVER_ERROR = "server_error"  # 500, nothing done
    SERVER_ERROR_AFTER = "server_error_after"  # 500, but done
    BAD_GATEWAY = "bad_gateway"  # 502 with a page for people
    DROP_BEFORE = "drop_before"  # the connection ends, nothing done
    DROP_AFTER = "drop_after"  # the connection ends, but done
    HANG = "hang"  # done after so many seconds, answered then
    SLOW_BODY = "slow_body"  # the answer trickles for so many seconds
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    BAD_REQUEST = "bad_request"  # 400 with `words`


@dataclass(slots=True)
class Fault:
    """Goes wrong `times` times, `after` so many good ones; about one chat alone when one is named."""

    method: str
    kind: Kind
    times: int = 1
    seconds: float = 1.0
    chat_id: int | None = None
    words: str = ""
    after: int = 0


@dataclass(slots=True)
class Switches:
    """All faults that are switched on, and the flood rules."""

    faults: list[Fault] = field(default_factory=list)
    has_flood_rules: bool = False
    _sent: dict[int, list[float]] = field(default_factory=dict)

    def fail(self, method: str, kind: str, **how: Any) -> None:  # fields of Fault
        """Have a method go wrong; "*" is every one."""
        self.faults.append(Fault(method.lower(), Kind(kind), **how))

    def next(self, method: str, chat_id: int | None) -> Fault | None:
        """Return how this call goes wrong, counting it."""
        for fault in self.faults:
            if fault.method in ("*", method) and fault.chat_id in (None, chat_id) and fault.times > 0:
                if fault.after > 0:
                    fault.after -= 1
                    continue
                fault.times -= 1
                return fault
        return None

    def flood_wait_s(self, chat_id: int) -> int:
        """Count a message to a chat; return for how many seconds it is too much, 0 when it may go."""
        now = time.monotonic()
        sent = [at for at in self._sent.get(chat_id, []) if now - at < 60]
        every = [at for times in self._sent.values() for at in times if now - at < 1]
        last = [at for at in sent if now - at < 3]
        if len(every) >= 30 or len(last) >= 5:
            return 2
        if chat_id < 0 and len(sent) >= 20:
            return max(1, round(60 - (now - sent[0])))
        self._sent[chat_id] = [*sent, now]
        return 0
