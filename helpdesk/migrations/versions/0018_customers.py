"""Custom fields, important dates, segments and what other systems tell of a customer."""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change nothing yet."""


def downgrade() -> None:
    """Undo nothing."""
