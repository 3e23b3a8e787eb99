"""What the API says of webhooks."""

from web.api.schemas.shown import Shown


class WebhookView(Shown):
    """failing_since: no answer was good since then; off_reason: "no_answer" where the desk itself switched it off."""

    id: int
    name: str
    url: str
    kinds: list[str]
    is_on: bool
    failing_since: str | None
    off_reason: str | None
    created_at: str


class WebhooksView(Shown):
    """All webhooks, and the kinds of events there are for them."""

    kinds: list[str]
    webhooks: list[WebhookView]


class MadeWebhook(WebhookView):
    """A webhook with its secret, which is shown this once."""

    secret: str


class NewSecret(Shown):
    """A secret, shown this once."""

    secret: str


class DeliveryView(Shown):
    """state: "queued", "sending", "sent", "skipped" or "failed"; status and error are the last attempt's."""

    id: int
    kind: str
    ticket_id: int | None
    state: str
    attempt: int
    status: int | None
    error: str | None
    created_at: str
    due_at: str | None
    done_at: str | None
