"""Why something did not go out to Telegram, in the desk's words."""

from enum import StrEnum
from typing import Final

from channels.telegram.trouble import WORDS_CHARS
from helpdesk.errors import Outcome
from helpdesk.redaction import redacted


class Why(StrEnum):
    """What went wrong with one call."""

    FLOOD = "flood"
    MOVED = "moved"
    FORBIDDEN = "forbidden"
    TOKEN = "token"  # noqa: S105  the token is refused
    REFUSED = "refused"
    NOT_REACHED = "not_reached"
    NOBODY_KNOWS = "nobody_knows"


OUTCOMES: Final = {
    Why.FLOOD: Outcome.NOT_SENT,
    Why.MOVED: Outcome.NOT_SENT,
    Why.FORBIDDEN: Outcome.REJECTED,
    Why.TOKEN: Outcome.NOT_SENT,
    Why.REFUSED: Outcome.REJECTED,
    Why.NOT_REACHED: Outcome.NOT_SENT,
    # 5xx, a page instead of an answer, a connection that ended: it may have gone out.
    Why.NOBODY_KNOWS: Outcome.UNKNOWN,
}


class Failure(Exception):
    """One call that failed; chat_id: where a group has moved to."""

    def __init__(
        self, why: Why, words: str, /, *, retry_after_s: float | None = None, chat_id: int | None = None
    ) -> None:
        self.why, self.retry_after_s, self.chat_id = why, retry_after_s, chat_id
        self.words = redacted(words)[:WORDS_CHARS]
        super().__init__(self.words)
