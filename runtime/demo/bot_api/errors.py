"""How the Bot API refuses."""

from typing import Any


class ApiError(Exception):
    """A refusal in Telegram's own words; the code is the HTTP status too."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:  # JSON
        self.code, self.description, self.parameters = code, description, parameters
        super().__init__(description)

    def as_json(self) -> dict[str, Any]:  # the envelope of every refusal
        """Return what the server answers."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return {**answer, "parameters": self.parameters} if self.parameters else answer


def bad_request(words: str, **parameters: Any) -> ApiError:  # JSON
    """Return a refusal of what was asked."""
    return ApiError(400, f"Bad Request: {words}", **parameters)


def too_many(retry_after_s: int) -> ApiError:
    """Return the flood limit's refusal."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after_s}", retry_after=retry_after_s)


UNAUTHORIZED = ApiError(401, "Unauthorized")
WEBHOOK_IS_ACTIVE = ApiError(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
)
OTHER_POLL = ApiError(
    409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_SET = ApiError(409, "Conflict: terminated by setWebhook request")
