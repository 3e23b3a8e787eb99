"""What agents are shown of a chat's visitor."""

from web.api.schemas.shown import Shown


class Answer(Shown):
    """What a visitor filled in; label: the question by language, kind: of the field. Nobody has proved it.

    texts: the words of a chosen answer by language, none for what was written.
    """

    key: str
    label: dict[str, str]
    kind: str
    text: str
    texts: dict[str, str]


class Visit(Shown):
    """A page a visitor looked at."""

    url: str
    title: str
    at: str


class Later(Shown):
    """Whom a site named later in the browser that wrote this unnamed."""

    id: int
    name: str


class VisitorView(Shown):
    """A visitor; verified: their site proved who they are. email: where answers follow them to."""

    customer_id: int
    channel: str
    verified: bool
    later: Later | None
    blocked: bool
    email: str | None
    said: list[Answer]
    page: dict[str, str]
    device: dict[str, str]
    locale: str
    visits: list[Visit]
    first_seen_at: str | None
    last_seen_at: str | None
    consented_at: str | None
    erasure_due_at: str | None
