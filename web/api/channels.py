"""Channels."""

from litestar import Controller, get, patch, post
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions.workspace.channels import change_channel, create_channel
from helpdesk.queries import channels
from helpdesk.queries.rows import Json
from web.access import ADMIN
from web.api.as_seen import require_as_seen
from web.api.schemas.answers import gives
from web.api.schemas.shown.desk import ChannelView
from web.api.schemas.workspace import ChannelPatch, NewChannel
from web.provided import TheActor, TheAddress, TheConfig


class Channels(Controller):
    """The configured ways in and out."""

    path = "/api/channels"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(list[ChannelView]))
    def index(self, config: TheConfig) -> list[Json]:
        """Return all channels; `snippet` is the line that puts a chat widget on a site."""
        with db.reading() as session:
            return channels.channels(session, public_url=config.public_url)

    @post(sync_to_thread=True, responses=gives(ChannelView, 409, status=201))
    def create(self, data: JSONBody[NewChannel], actor: TheActor, config: TheConfig, address: TheAddress) -> Json:
        """Open another chat widget."""
        with db.transaction() as session:
            channel = create_channel(session, data.as_changes(), by=actor, address=address)
            return channels.channel(session, channel.id, public_url=config.public_url)

    @patch("/{channel_id:int}", sync_to_thread=True, responses=gives(ChannelView, 404, 409))
    def change(
        self,
        channel_id: FromPath[int],
        data: JSONBody[ChannelPatch],
        actor: TheActor,
        config: TheConfig,
        address: TheAddress,
    ) -> Json:
        """Change a channel, or pause it."""
        with db.transaction() as session:
            require_as_seen(session, data, lambda: channels.channel(session, channel_id, public_url=config.public_url))
            change_channel(session, channel_id, data.as_changes(), by=actor, address=address)
            return channels.channel(session, channel_id, public_url=config.public_url)
