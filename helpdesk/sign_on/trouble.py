"""What can go wrong between the desk, a browser and a provider."""

from enum import StrEnum

from helpdesk.errors import DeskError


class Why(StrEnum):
    """Each has words that say what to do."""

    OFF = "off"
    UNREACHABLE = "unreachable"
    NO_PROVIDER = "no_provider"  # what answers there is none, or calls itself otherwise
    DENIED = "denied"
    OVER = "over"  # unknown, used, too old, or another browser's
    CODE_REFUSED = "code_refused"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a word
    UNVERIFIED = "unverified"
    DOMAIN = "domain"
    UNKNOWN_PERSON = "unknown_person"
    ADMIN = "admin"
    TAKEN = "identity_taken"


class SignOnTrouble(DeskError):
    """The provider's word does not let anybody in."""

    code = "sign_on"

    def __init__(self, why: Why, words: str = "") -> None:
        self.why = why
        super().__init__(words[:300] or None, reason=why.value)
