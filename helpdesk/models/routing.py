"""How each team's tickets find their agent."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, Pk, ref


class TeamRoutingRow(Base):
    """What admins set for one team, or for the tickets of no team where `team_id` is null.

    The shape of `settings` is that of helpdesk.team_routing; what is not in it has its default there.
    """

    __tablename__ = "team_routing"

    id: Mapped[Pk]
    team_id: Mapped[int | None] = mapped_column(BigId, ref("team", ondelete="CASCADE"), unique=True)
    settings: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
