"""What is told of the desk's people on sockets is what each may ask for."""

import json

from helpdesk import db
from helpdesk.actions.accounts import second_factors
from helpdesk.models import Agent, SecondFactor
from helpdesk.queries.workspace import workspace
from tests.cast import Desk
from web.live.announcer import workspace_frames


def test_everybody_is_told_what_they_may_ask_for(desk: Desk) -> None:
    people = {who.agent_id or 0: who for who in (desk.cast.anna, desk.cast.boris, desk.cast.charlie, desk.cast.dora)}
    with db.transaction() as session:
        second_factors.begin(session, session.get_one(Agent, desk.cast.anna.agent_id))
        session.query(SecondFactor).update({"since": session.get_one(Agent, desk.cast.anna.agent_id).created_at})

    with db.reading() as session:
        frames = workspace_frames(session, people, 7)
        asked = {id: workspace(session, who)["agents"] for id, who in people.items()}

    told = {id: json.loads(frame[frame.index(b"{") :])["workspace"]["agents"] for id, frame in frames.items()}
    assert told == asked
    assert {who.role for who in people.values()} == {"agent", "supervisor", "admin"}
    assert any(agent.get("second_factor") for agent in asked[desk.cast.dora.agent_id or 0])
