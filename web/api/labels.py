"""What a ticket is about and how it stands: status, priority, type, team, subject, skills, reading."""

from litestar import Controller, delete, put
from litestar.params import FromPath, JSONBody

from helpdesk import db
from helpdesk.actions import label, lifecycle, reading
from helpdesk.queries.rows import Json
from web.access import AGENT
from web.api.row_answer import row_answer
from web.api.schemas.answers import gives
from web.api.schemas.shown.tickets import ReadMark, RowAnswer
from web.api.schemas.tickets import (
    NewSubject,
    PriorityChoice,
    ReadUpTo,
    SkillNeeds,
    StatusChoice,
    TeamChoice,
    TypeChoice,
)
from web.provided import TheActor

ROW = gives(RowAnswer, 404, 409)


class Labels(Controller):
    """Changing one thing of a ticket; the same again changes nothing."""

    path = "/api/tickets/{ticket_id:int}"
    opt = AGENT
    tags = ("tickets",)

    @put("/status", sync_to_thread=True, responses=ROW)
    def set_status(self, ticket_id: FromPath[int], data: JSONBody[StatusChoice], actor: TheActor) -> Json:
        """Give a ticket another status; 409 "illegal_move" names both categories."""
        with db.transaction() as session:
            lifecycle.set_status(session, ticket_id, status_id=data.status_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/priority", sync_to_thread=True, responses=ROW)
    def set_priority(self, ticket_id: FromPath[int], data: JSONBody[PriorityChoice], actor: TheActor) -> Json:
        """Give a ticket another priority."""
        with db.transaction() as session:
            label.set_priority(session, ticket_id, priority=data.as_priority(), by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/type", sync_to_thread=True, responses=ROW)
    def set_type(self, ticket_id: FromPath[int], data: JSONBody[TypeChoice], actor: TheActor) -> Json:
        """Give a ticket another type."""
        with db.transaction() as session:
            label.set_type(session, ticket_id, type_id=data.type_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/team", sync_to_thread=True, responses=ROW)
    def set_team(self, ticket_id: FromPath[int], data: JSONBody[TeamChoice], actor: TheActor) -> Json:
        """Give a ticket to another team or to all; null comes back when the agent may no longer see it."""
        with db.transaction() as session:
            label.set_team(session, ticket_id, team_id=data.team_id, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/subject", sync_to_thread=True, responses=ROW)
    def set_subject(self, ticket_id: FromPath[int], data: JSONBody[NewSubject], actor: TheActor) -> Json:
        """Give a ticket another subject."""
        with db.transaction() as session:
            label.set_subject(session, ticket_id, subject=data.subject, by=actor)
            return row_answer(session, ticket_id, actor)

    @put("/skills", sync_to_thread=True, responses=ROW)
    def set_skills(self, ticket_id: FromPath[int], data: JSONBody[SkillNeeds], actor: TheActor) -> Json:
        """Set which skills a ticket asks for."""
        levels = {skill.skill_id: skill.level for skill in data.skills}
        with db.transaction() as session:
            label.set_skills(session, ticket_id, levels=levels, by=actor)
            return row_answer(session, ticket_id, actor)

    @delete("/read", status_code=200, sync_to_thread=True, responses=gives(ReadMark, 404))
    def mark_unread(self, ticket_id: FromPath[int], actor: TheActor) -> Json:
        """Have the ticket unread for the agent alone, until they read it again."""
        with db.transaction() as session:
            return {"message_id": reading.mark_unread(session, ticket_id, by=actor)}

    @put("/read", sync_to_thread=True, responses=gives(ReadMark, 404))
    def mark_read(self, ticket_id: FromPath[int], data: JSONBody[ReadUpTo], actor: TheActor) -> Json:
        """Say how far the agent has read; never moves back."""
        with db.transaction() as session:
            return {"message_id": reading.mark_read(session, ticket_id, message_id=data.message_id, by=actor)}
