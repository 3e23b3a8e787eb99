"""When links to a ticket's public page were withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table that older code does not ask."""
    op.create_table(
        "ticket_page_stop",
        sa.Column("ticket_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name="fk_ticket_page_stop_ticket_id_ticket", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_ticket_page_stop"),
    )


def downgrade() -> None:
    """Forget which links were withdrawn."""
    op.drop_table("ticket_page_stop")
