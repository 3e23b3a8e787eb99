"""One's own second factor: set up, renewed, turned off; and an admin who takes it from somebody who lost it."""

from litestar import Controller, get, post, put
from litestar.params import FromPath, JSONBody
from sqlalchemy.orm import Session

from helpdesk import db, qr
from helpdesk.actions.accounts import second_factor_changes, second_factors
from helpdesk.models import Agent
from helpdesk.queries import second_factor
from helpdesk.queries.rows import Json
from web import code_tries
from web.access import ADMIN, AGENT
from web.api.schemas.answers import gives
from web.api.schemas.me import AppCode, Reproof
from web.api.schemas.shown.second_factor import EnrolmentView, RecoveryCodesView, SecondFactorView
from web.provided import TheActor, TheAddress, TheSignedIn
from web.reproof import proven


class SecondFactors(Controller):
    """Codes of an authenticator app, besides the password."""

    path = "/api/me/second-factor"
    opt = AGENT
    tags = ("me",)

    @get(sync_to_thread=True, responses=gives(SecondFactorView))
    def show(self, signed_in: TheSignedIn) -> Json:
        """Return whether my sign-in asks for a code."""
        with db.reading() as session:
            return second_factor.of_agent(session, session.get_one(Agent, signed_in.agent_id))

    @post("/enrolment", sync_to_thread=True, responses=gives(EnrolmentView, status=201))
    def begin(self, data: JSONBody[Reproof], signed_in: TheSignedIn, address: TheAddress) -> Json:
        """Begin to set up an app; it counts once its first code has come."""

        def work(session: Session) -> second_factors.Enrolment:
            return second_factors.begin(session, session.get_one(Agent, signed_in.agent_id))

        begun = proven(data, signed_in, address=address, work=work)
        drawing = qr.draw(begun.uri)
        return {"secret": begun.seed, "uri": begun.uri, "path": drawing.path, "side": drawing.side}

    @put(sync_to_thread=True, responses=gives(RecoveryCodesView, 409))
    def turn_on(self, data: JSONBody[AppCode], signed_in: TheSignedIn, actor: TheActor, address: TheAddress) -> Json:
        """Let the new app count by its first code; return the recovery codes. My other sessions end."""
        spent = code_tries.spend(signed_in.agent_id, address=address, is_known_address=True)
        with db.transaction() as session:
            verdict, codes = second_factor_changes.turn_on(
                session, signed_in.agent_id, data.code, by=actor, keep_id=signed_in.session_id, address=address
            )
        second_factors.require_right(verdict)
        code_tries.give_back(spent)
        return {"recovery_codes": codes}

    @post("/recovery-codes", sync_to_thread=True, responses=gives(RecoveryCodesView, 409, status=201))
    def renew_codes(
        self, data: JSONBody[Reproof], signed_in: TheSignedIn, actor: TheActor, address: TheAddress
    ) -> Json:
        """Make new recovery codes; the old ones stop working, and my other sessions end."""

        def work(session: Session) -> list[str]:
            return second_factor_changes.renew_codes(
                session, signed_in.agent_id, by=actor, keep_id=signed_in.session_id, address=address
            )

        return {"recovery_codes": proven(data, signed_in, address=address, work=work)}

    @post("/removal", sync_to_thread=True, status_code=204, responses=gives(None, 409, status=204))
    def turn_off(self, data: JSONBody[Reproof], signed_in: TheSignedIn, actor: TheActor, address: TheAddress) -> None:
        """Ask me for no code any more; 409 "second_factor_required" where the desk wants one."""

        def work(session: Session) -> None:
            agent = session.get_one(Agent, signed_in.agent_id)
            second_factor_changes.turn_off(session, agent, by=actor, keep_id=signed_in.session_id, address=address)

        proven(data, signed_in, address=address, work=work)


class SecondFactorResets(Controller):
    """Somebody lost phone and recovery codes."""

    path = "/api/agents/{agent_id:int}/second-factor-reset"
    opt = ADMIN
    tags = ("workspace",)

    @post(sync_to_thread=True, status_code=204, responses=gives(None, 404, status=204))
    def reset(
        self,
        agent_id: FromPath[int],
        data: JSONBody[Reproof],
        signed_in: TheSignedIn,
        actor: TheActor,
        address: TheAddress,
    ) -> None:
        """Take somebody's second factor away, by my own password and code; all their sessions end."""

        def work(session: Session) -> None:
            second_factor_changes.reset(session, agent_id, by=actor, address=address)

        proven(data, signed_in, address=address, work=work)
