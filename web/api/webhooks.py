"""Webhooks, for admins: other systems that are told what happens."""

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from helpdesk import db, outgoing
from helpdesk.actions.webhooks import editing
from helpdesk.queries.rows import Json
from helpdesk.queries.webhooks import deliveries, delivery_view, webhook_view, webhooks
from web.access import ADMIN
from web.api.as_seen import one_of, require_as_seen
from web.api.parameters import RowId
from web.api.schemas.answers import gives
from web.api.schemas.shown.webhooks import DeliveryView, MadeWebhook, NewSecret, WebhooksView, WebhookView
from web.api.schemas.webhooks import NewWebhook, WebhookInput
from web.provided import TheActor, TheAddress


class Webhooks(Controller):
    """Addresses that are told of events, signed; and the log of what each was told."""

    path = "/api/webhooks"
    opt = ADMIN
    tags = ("webhooks",)

    @get(sync_to_thread=True, responses=gives(WebhooksView))
    def index(self) -> Json:
        """Return all webhooks, and the kinds of events there are for them."""
        with db.reading() as session:
            return {"kinds": list(editing.KINDS), "webhooks": webhooks(session)}

    @post(sync_to_thread=True, responses=gives(MadeWebhook, 409, status=201))
    def create(self, data: JSONBody[NewWebhook], actor: TheActor, address: TheAddress) -> Json:
        """Make a webhook for what happens from now on; `secret` is shown this once."""
        changes = editing.WebhookChanges(data.name, outgoing.checked(data.url), data.kinds)
        with db.transaction() as session:
            webhook, secret = editing.create_webhook(session, changes, by=actor, address=address)
            return webhook_view(webhook) | {"secret": secret}

    @patch("/{webhook_id:int}", sync_to_thread=True, responses=gives(WebhookView, 404, 409))
    def change(
        self, webhook_id: FromPath[int], data: JSONBody[WebhookInput], actor: TheActor, address: TheAddress
    ) -> Json:
        """Change what is there; switched on again it hears of what happens from then on."""
        url = None if data.url is None else outgoing.checked(data.url)
        changes = editing.WebhookChanges(data.name, url, data.kinds, data.is_on)
        with db.transaction() as session:
            require_as_seen(session, data, lambda: one_of(webhooks(session), webhook_id))
            return webhook_view(editing.change_webhook(session, webhook_id, changes, by=actor, address=address))

    @delete("/{webhook_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove(self, webhook_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Delete a webhook with its log."""
        with db.transaction() as session:
            editing.remove_webhook(session, webhook_id, by=actor, address=address)

    @post("/{webhook_id:int}/secrets", sync_to_thread=True, responses=gives(NewSecret, 404, status=201))
    def rotate(self, webhook_id: FromPath[int], actor: TheActor, address: TheAddress) -> Json:
        """Make a new secret, shown this once; for a day the one before signs beside it."""
        with db.transaction() as session:
            return {"secret": editing.rotate_secret(session, webhook_id, by=actor, address=address)}

    @post("/{webhook_id:int}/trials", sync_to_thread=True, responses=gives(DeliveryView, 404, status=201))
    def try_out(self, webhook_id: FromPath[int]) -> Json:
        """Have a ping sent within seconds."""
        with db.transaction() as session:
            return delivery_view(editing.try_out(session, webhook_id))

    @get("/{webhook_id:int}/deliveries", sync_to_thread=True, responses=gives(list[DeliveryView], 404))
    def log(self, webhook_id: FromPath[int], before: RowId = None) -> list[Json]:
        """Return the newest 50 deliveries, or those older than `before`."""
        with db.reading() as session:
            return deliveries(session, webhook_id, before=before)

    @post(
        "/{webhook_id:int}/deliveries/{delivery_id:int}/repeats",
        sync_to_thread=True,
        responses=gives(DeliveryView, 404, 409, status=201),
    )
    def send_again(self, webhook_id: FromPath[int], delivery_id: FromPath[int]) -> Json:
        """Send a delivery again under its id, with the ticket as it is by then."""
        with db.transaction() as session:
            return delivery_view(editing.send_again(session, webhook_id, delivery_id))
