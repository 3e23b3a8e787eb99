"""Signing in at a provider: how admins set it up, and how agents link an identity of theirs."""

from collections.abc import Callable
from typing import TypeVar

from litestar import Controller, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody
from msgspec import UNSET
from sqlalchemy.orm import Session

from helpdesk import db
from helpdesk.actions.accounts import sign_on, sign_on_people, sign_on_settings
from helpdesk.actions.accounts.sign_on_settings import SignOn, Wanted
from helpdesk.errors import Conflict
from helpdesk.queries.rows import Json, iso
from helpdesk.sign_on import provider
from helpdesk.sign_on.trouble import SignOnTrouble
from web.access import ADMIN, AGENT
from web.api.schemas.answers import gives
from web.api.schemas.me import Reproof
from web.api.schemas.shown.sign_on import FoundProviderView, OwnSignOnView, SentView, SignOnView
from web.api.schemas.sign_on import IssuerInput, SignOnInput
from web.pages.sign_on import browser_cookie
from web.provided import TheActor, TheAddress, TheConfig, TheSignedIn
from web.reproof import proven

T = TypeVar("T")


class SignOnSettings(Controller):
    """The provider at which agents sign in."""

    path = "/api/sign-on"
    opt = ADMIN
    tags = ("workspace",)

    @get(sync_to_thread=True, responses=gives(SignOnView))
    def show(self) -> Json:
        """Return what holds; no secret is in it."""
        with db.reading() as session:
            return _view(sign_on_settings.current(session))

    @put(sync_to_thread=True, responses=gives(SignOnView))
    def change(self, data: JSONBody[SignOnInput], actor: TheActor, address: TheAddress) -> Json:
        """Keep other settings. Admins can sign in by password whatever is set."""
        kept = SignOn(
            is_on=data.is_on,
            issuer=data.issuer.strip(),
            client_id=data.client_id.strip(),
            name=data.name.strip(),
            domains=tuple(dict.fromkeys(one.strip().casefold() for one in data.domains if one.strip())),
            new_people=data.new_people,
            team_ids=tuple(data.team_ids),
            passwords_of_admins_only=data.passwords_of_admins_only,
            asks_code=data.asks_code,
        )
        secret = None if data.client_secret is UNSET else data.client_secret
        with db.transaction() as session:
            sign_on_settings.change(session, Wanted(kept, secret), by=actor, address=address)
            session.flush()
            return _view(sign_on_settings.current(session))

    @post("/test", sync_to_thread=True, status_code=200, responses=gives(FoundProviderView, 409))
    def test(self, data: JSONBody[IssuerInput]) -> Json:
        """Look for a provider; 409 "sign_on" says in `reason` why there is none to be found."""
        provider.forget_all()
        issuer = data.issuer.strip()
        found = _told(lambda: provider.find(issuer))
        return {"authorize_url": found.authorize_url, "keys": len(_told(lambda: provider.keys(issuer, key_id=None)))}


class OwnSignOn(Controller):
    """The identities by which one signs in at the provider."""

    path = "/api/me/sign-on"
    opt = AGENT
    tags = ("me",)

    @get(sync_to_thread=True, responses=gives(OwnSignOnView))
    def show(self, signed_in: TheSignedIn) -> Json:
        """Return by what I sign in at the provider."""
        with db.reading() as session:
            kept = sign_on_settings.current(session)
            mine = sign_on_people.identities_of(session, signed_in.agent_id)
            return {
                "is_on": kept.is_on,
                "name": kept.name,
                "identities": [
                    {
                        "id": one.id,
                        "issuer": one.issuer,
                        "email": one.email,
                        "created_at": iso(one.created_at),
                        "last_used_at": iso(one.last_used_at),
                    }
                    for one in mine
                ],
            }

    @post("/link", sync_to_thread=True, responses=gives(SentView, 409, status=201))
    def link(
        self, data: JSONBody[Reproof], signed_in: TheSignedIn, config: TheConfig, address: TheAddress
    ) -> Response[Json]:
        """Begin to link an identity to me, by my password and code; the browser then goes to `url`."""

        def nothing(_session: Session) -> None:
            return None

        proven(data, signed_in, address=address, work=nothing)
        sent = _told(lambda: sign_on.begin(agent_id=signed_in.agent_id))
        return Response({"url": sent.url}, status_code=201, cookies=[browser_cookie(config, sent.browser_token)])

    @delete("/identities/{own_identity_id:int}", sync_to_thread=True, responses=gives(None, 404, status=204))
    def unlink(self, own_identity_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Sign in by this identity no more."""
        with db.transaction() as session:
            sign_on_people.unlink(session, own_identity_id, by=actor, address=address)


def _told(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except SignOnTrouble as trouble:
        raise Conflict(trouble.detail, code="sign_on", reason=trouble.why.value) from None


def _view(kept: SignOn) -> Json:
    return {
        "is_on": kept.is_on,
        "issuer": kept.issuer,
        "client_id": kept.client_id,
        "has_secret": kept.client_secret_id is not None,
        "name": kept.name,
        "domains": list(kept.domains),
        "new_people": kept.new_people,
        "team_ids": list(kept.team_ids),
        "passwords_of_admins_only": kept.passwords_of_admins_only,
        "asks_code": kept.asks_code,
        "callback_url": sign_on.callback_url(),
    }
