"""The few kinds of error the desk raises; edges turn them into words or RFC 9457 problems."""

from enum import StrEnum


class DeskError(Exception):
    """Something the desk refuses or cannot do."""

    code = "error"

    def __init__(self, detail: str | None = None, /, **fields: object) -> None:
        self.detail = detail or (type(self).__doc__ or "").strip()
        self.fields = fields
        super().__init__(self.detail)


class Invalid(DeskError):
    """The input is not valid."""

    code = "invalid"


class Unauthenticated(DeskError):
    """Sign in first."""

    code = "unauthenticated"


class Forbidden(DeskError):
    """You have no right to do this."""

    code = "forbidden"


class NotFound(DeskError):
    """There is no such thing, or you may not see it."""

    code = "not_found"


class Conflict(DeskError):
    """Somebody changed this before you, or its state does not allow it."""

    code = "conflict"

    def __init__(self, detail: str | None = None, /, *, code: str = "conflict", **fields: object) -> None:
        self.code = code
        super().__init__(detail, **fields)


class Expired(DeskError):
    """This link has expired or was already used."""

    code = "expired"


class TooLarge(DeskError):
    """This is larger than the desk accepts."""

    code = "too_large"


class UnsupportedMedia(DeskError):
    """Files of this type are not accepted here."""

    code = "unsupported_media"


class TooMany(DeskError):
    """Too many attempts; wait a little."""

    code = "too_many"

    def __init__(self, detail: str | None = None, /, *, retry_after_s: int = 60, **fields: object) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(detail, **fields)


class Unavailable(DeskError):
    """A part the desk needs does not answer now."""

    code = "unavailable"


class ReadOnly(Unavailable):
    """The desk can be read but keeps nothing just now: its disk is full, or its database takes no writes."""

    code = "read_only"


class Misconfigured(DeskError):
    """The configuration cannot work; the detail says which setting and what to do."""

    code = "misconfigured"


class Outcome(StrEnum):
    """What is known of a delivery that did not end well."""

    NOT_SENT = "not_sent"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class DeliveryError(DeskError):
    """The message did not go out as it should."""

    code = "delivery"

    def __init__(self, detail: str, /, *, outcome: Outcome, retry_after_s: float | None = None) -> None:
        self.outcome = outcome
        self.retry_after_s = retry_after_s
        super().__init__(detail)
