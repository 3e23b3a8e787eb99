"""One's own second factor."""

from web.api.schemas.shown import Shown


class SecondFactorView(Shown):
    """Whether signing in asks for a code; codes_left: unused recovery codes; is_required: the desk wants one of me."""

    is_on: bool
    since: str | None
    codes_left: int
    is_required: bool


class EnrolmentView(Shown):
    """What an authenticator app takes: a key to type, or a picture: the path of an SVG of side x side."""

    secret: str
    uri: str
    path: str
    side: int


class RecoveryCodesView(Shown):
    """Recovery codes, which are shown this once."""

    recovery_codes: list[str]
