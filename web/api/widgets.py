"""Chat widgets: their design, a look at it before it is kept, where they were seen, their sites' secrets."""

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.workspace import widgets as actions
from helpdesk.queries import widgets
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.shown.widgets import NewSecretView, Sighting, Sketch, WidgetView
from web.api.schemas.tickets import NoBody
from web.api.schemas.widgets import WidgetDesign
from web.chat import sightings
from web.chat.shown import shown
from web.origins import own_origins
from web.provided import TheActor, TheAddress, TheConfig


class Widgets(Controller):
    """The channels of kind webchat, as their designer sees them."""

    path = "/api/channels/{channel_id:int}"
    opt = ADMIN
    tags = ("workspace",)

    @get("/widget", sync_to_thread=True, responses=gives(WidgetView, 404))
    def show(self, channel_id: FromPath[int], config: TheConfig) -> Json:
        """Return a widget with its design."""
        with db.reading() as session:
            return widgets.widget(session, channel_id, public_url=config.public_url)

    @put("/widget", sync_to_thread=True, responses=gives(WidgetView, 404, 409))
    def change(
        self,
        channel_id: FromPath[int],
        data: JSONBody[WidgetDesign],
        actor: TheActor,
        config: TheConfig,
        address: TheAddress,
    ) -> Json:
        """Keep a design."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: widgets.widget(session, channel_id, public_url=config.public_url))
            actions.redesign(session, channel_id, data.as_drawn(), by=actor, address=address)
            return widgets.widget(session, channel_id, public_url=config.public_url)

    @post("/widget-sketches", sync_to_thread=True, status_code=200, responses=gives(Sketch, 404))
    def sketch(self, channel_id: FromPath[int], data: JSONBody[WidgetDesign]) -> Json:
        """Return what the panel would be told with this design; nothing is kept."""
        with db.reading() as session:
            channel = actions.widget(session, channel_id)
            drawn = actions.sketched(session, channel_id, data.as_drawn())
            title = str(drawn.get("title") or channel.name)
            return {"config": shown(session, channel_id, title, drawn)}

    @get("/widget-sightings", sync_to_thread=True, responses=gives(list[Sighting], 404))
    def sightings(self, channel_id: FromPath[int], config: TheConfig) -> list[Json]:
        """Return the sites whose pages asked for this widget within a month, the newest first."""
        with db.reading() as session:
            allowed = {*actions.widget(session, channel_id).config.get("allowed_origins", []), *own_origins(config)}
        return sightings.seen(channel_id, allowed)

    @post("/identity-secrets", sync_to_thread=True, responses=gives(NewSecretView, 404, 409, status=201))
    def make_secret(
        self, channel_id: FromPath[int], data: JSONBody[NoBody], actor: TheActor, address: TheAddress
    ) -> Json:
        """Make a secret a site signs its visitors' identities with; it is shown this once."""
        with db.transaction() as session:
            made = actions.add_secret(session, channel_id, by=actor, address=address)
            return {"name": made.name, "secret": made.secret}

    @delete("/identity-secrets/{secret_name:str}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def remove_secret(
        self, channel_id: FromPath[int], secret_name: FromPath[str], actor: TheActor, address: TheAddress
    ) -> None:
        """Delete a secret; what it signed proves nothing any more."""
        with db.transaction() as session:
            actions.remove_secret(session, channel_id, secret_name, by=actor, address=address)
