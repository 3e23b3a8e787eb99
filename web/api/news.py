"""How the signed-in agent wants to be told of news, and in which browsers."""

from typing import Any

from litestar import Controller, Request, delete, get, post, put
from litestar.params import FromPath, JSONBody

from helpdesk import clock, db, ratelimit
from helpdesk.actions.news import devices
from helpdesk.actions.news.choices import Wishes, choices_of, choose
from helpdesk.actions.notifications import notify
from helpdesk.models import PushDevice
from helpdesk.news import KINDS, TRIAL, Choices, Way
from helpdesk.queries.rows import Json, iso
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.news import Device, NewsChoices
from web.api.schemas.shown.news import DeviceView, NewsChoicesView, NewsKey
from web.provided import TheActor, TheSignedIn

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


class News(Controller):
    """Choices by kind and way, and the browsers that are told while no console is open."""

    path = "/api/news"
    opt = AGENT
    tags = ("notifications",)

    @get("/choices", sync_to_thread=True, responses=gives(NewsChoicesView))
    def show_choices(self, signed_in: TheSignedIn) -> Json:
        """Return by which ways I am told of each kind of news, and when it is quiet."""
        with db.reading() as session:
            return _choices(choices_of(session, [signed_in.agent_id])[signed_in.agent_id])

    @put("/choices", sync_to_thread=True, responses=gives(NewsChoicesView))
    def choose(self, data: JSONBody[NewsChoices], actor: TheActor) -> Json:
        """Choose anew. Kinds that are left out have their usual ways."""
        quiet = None if data.quiet is None else (data.quiet.begin, data.quiet.end)
        ways = {kind: [way.value for way in ways] for kind, ways in data.ways.items()}
        with db.transaction() as session:
            return _choices(choose(session, Wishes(ways, quiet, data.mail_after_min), by=actor))

    @get("/key", sync_to_thread=True, responses=gives(NewsKey))
    def show_key(self) -> Json:
        """Return the key by which a browser knows that pushes are of this desk."""
        with db.reading() as session:
            known = devices.known_key(session)
        if known:
            return {"key": known}
        with db.transaction() as session:
            return {"key": devices.public_key(session)}

    @get("/devices", sync_to_thread=True, responses=gives(list[DeviceView]))
    def list_devices(self, signed_in: TheSignedIn) -> list[Json]:
        """Return my browsers that are told of news, newest first."""
        with db.reading() as session:
            return [_device(one, signed_in) for one in devices.devices_of(session, signed_in.agent_id)]

    @post("/devices", sync_to_thread=True, responses=gives(DeviceView, status=201))
    def name_device(self, data: JSONBody[Device], request: AnyRequest, actor: TheActor, signed_in: TheSignedIn) -> Json:
        """Tell this browser of news from now on; the same again changes nothing."""
        ratelimit.spend(ratelimit.PUSH_DEVICE, str(signed_in.agent_id))
        given = devices.checked(devices.Given(data.endpoint, data.p256dh, data.auth))
        browser = request.headers.get("user-agent", "")
        with db.transaction() as session:
            named = devices.name_device(session, given, by=actor, session_id=signed_in.session_id, browser=browser)
            return _device(named, signed_in)

    @delete("/devices/{device_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def forget_device(self, device_id: FromPath[int], actor: TheActor) -> None:
        """Tell a browser of mine nothing any more."""
        with db.transaction() as session:
            devices.forget_device(session, device_id, by=actor)

    @post("/trials", sync_to_thread=True, responses=gives(None, status=204), status_code=204)
    def try_out(self, signed_in: TheSignedIn) -> None:
        """Send a push to all my browsers that are told of news."""
        ratelimit.spend(ratelimit.PUSH_DEVICE, str(signed_in.agent_id))
        with db.transaction() as session:
            notify(session, [signed_in.agent_id], kind=TRIAL, ticket=None, occasion=f"trial:{clock.now().isoformat()}")


def _choices(chosen: Choices) -> Json:
    quiet = None if chosen.quiet is None else {"begin": chosen.quiet[0], "end": chosen.quiet[1]}
    ways = {kind: [way.value for way in Way if way in chosen.ways_of(kind)] for kind in KINDS}
    return {"ways": ways, "quiet": quiet, "mail_after_min": chosen.mail_after_min, "time_zone": chosen.time_zone}


def _device(one: PushDevice, signed_in: TheSignedIn) -> Json:
    return {
        "id": one.id,
        "host": one.host,
        "browser": one.browser,
        "is_current": one.session_id == signed_in.session_id,
        "created_at": iso(one.created_at),
        "reached_at": iso(one.reached_at),
    }
