"""Public pages of tickets."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from helpdesk.models.base import Base, BigId, ref


class TicketPageStop(Base):
    """Links to a ticket's page that were given until `stopped_at` open it no more."""

    __tablename__ = "ticket_page_stop"

    ticket_id: Mapped[int] = mapped_column(BigId, ref("ticket", ondelete="CASCADE"), primary_key=True)
    stopped_at: Mapped[datetime]
