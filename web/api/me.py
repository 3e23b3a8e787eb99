"""Agents about themselves: profile, password, presence, sessions."""

import base64
import binascii
from typing import Any

from litestar import Controller, Request, Response, delete, get, patch, put
from litestar.params import FromPath, JSONBody
from msgspec import UNSET

from helpdesk import db, presence, ratelimit
from helpdesk.actions.accounts import passwords, pictures, profile, sessions
from helpdesk.actions.accounts.profile import Changes
from helpdesk.actions.accounts.sessions import SignedIn
from helpdesk.errors import Invalid
from helpdesk.models import Agent, AgentSession
from helpdesk.outbox import last_position
from helpdesk.queries import workspace
from helpdesk.queries.rows import Json, iso
from web import session as web_session
from web.access import AGENT
from web.api.schemas.answers import gives
from web.api.schemas.me import MeChanges, NewPassword, NewPicture, PresenceChoice
from web.api.schemas.shown.workspace import AgentView
from web.provided import TheActor, TheAddress, TheConfig, TheSignedIn


class Me(Controller):
    """The signed-in agent."""

    path = "/api/me"
    opt = AGENT
    tags = ("me",)

    @get(sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any], actor: TheActor, signed_in: TheSignedIn) -> Json:
        """Return who I am, what I chose, and the CSRF token of this session."""
        with db.reading() as session:
            return {
                "position": last_position(session),
                "agent": workspace.agent(session, actor, signed_in.agent_id),
                "csrf": web_session.csrf_of(request),
                "presence": next(iter(workspace.presences(session, [signed_in.agent_id])), None),
                "preferences": profile.preferences_of(session.get_one(Agent, signed_in.agent_id)),
            }

    @patch(sync_to_thread=True)
    def change(self, data: JSONBody[MeChanges], actor: TheActor, signed_in: TheSignedIn) -> Json:
        """Change my name, language, time zone or preferences."""
        changes = Changes(
            name=None if data.name is UNSET else data.name,
            locale=None if data.locale is UNSET else data.locale,
            time_zone=None if data.time_zone is UNSET else data.time_zone,
            preferences=None if data.preferences is UNSET else data.preferences,
        )
        with db.transaction() as session:
            agent = profile.update(session, changes, by=actor)
            session.flush()
            return {
                "agent": workspace.agent(session, actor, signed_in.agent_id),
                "preferences": profile.preferences_of(agent),
            }

    @put("/password", sync_to_thread=True, status_code=204)
    def change_password(self, data: JSONBody[NewPassword], signed_in: TheSignedIn, address: TheAddress) -> None:
        """Change my password; my other sessions end."""
        ratelimit.spend(ratelimit.PASSWORD_CHANGE, str(signed_in.agent_id))
        with db.reading() as session:
            hashes = passwords.prepare_change(session, signed_in, current=data.current, new=data.new)
        with db.transaction() as session:
            passwords.change(session, signed_in, hashes=hashes, address=address)

    @put("/picture", sync_to_thread=True, responses=gives(AgentView))
    def show_picture(self, data: JSONBody[NewPicture], actor: TheActor, signed_in: TheSignedIn) -> Json:
        """Show colleagues and visitors a picture of me; it is painted anew from its pixels."""
        ratelimit.spend(ratelimit.PICTURE, str(signed_in.agent_id))
        png = pictures.checked(_decoded(data.png))
        with db.transaction() as session:
            pictures.show(session, png, by=actor)
            session.flush()
            return workspace.agent(session, actor, signed_in.agent_id)

    @delete("/picture", sync_to_thread=True, responses=gives(None, status=204))
    def show_no_picture(self, actor: TheActor) -> None:
        """Show my initials again."""
        with db.transaction() as session:
            pictures.show_none(session, by=actor)

    @put("/presence", sync_to_thread=True)
    def choose_presence(self, data: JSONBody[PresenceChoice], actor: TheActor, signed_in: TheSignedIn) -> Json:
        """Say whether I take new tickets."""
        with db.transaction() as session:
            found = presence.choose_status(
                session, signed_in.agent_id, status=data.status, by=actor, reason=data.reason or None
            )
            if data.leaves_at is not UNSET:
                presence.set_leaving(session, signed_in.agent_id, leaves_at=data.leaves_at, by=actor)
            return workspace.presence_view(found)

    @get("/sessions", sync_to_thread=True)
    def list_sessions(self, signed_in: TheSignedIn) -> list[Json]:
        """Return the browsers I am signed in with, newest first."""
        with db.reading() as session:
            return [_view(found, signed_in) for found in sessions.list_of(session, signed_in.agent_id)]

    @delete("/sessions/{session_id:int}", sync_to_thread=True)
    def end_session(self, session_id: FromPath[int], actor: TheActor, address: TheAddress) -> None:
        """Sign another browser of mine out."""
        with db.transaction() as session:
            sessions.revoke(session, session_id, by=actor, address=address)

    @delete("/session", sync_to_thread=True)
    def sign_out(self, signed_in: TheSignedIn, config: TheConfig, address: TheAddress) -> Response[None]:
        """Sign this browser out."""
        with db.transaction() as session:
            sessions.sign_out(session, signed_in, address=address)
        return Response(None, status_code=204, cookies=[web_session.cookie(config, "")])


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Invalid("A picture is sent in base64.", png="unreadable") from None


def _view(found: AgentSession, signed_in: SignedIn) -> Json:
    return {
        "id": found.id,
        "is_current": found.id == signed_in.session_id,
        "browser": found.browser,
        "address": found.address,
        "created_at": iso(found.created_at),
        "last_seen_at": iso(found.last_seen_at),
        "expires_at": iso(found.expires_at),
    }
