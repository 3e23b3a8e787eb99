"""Where the audit log ends, noted outside of it: rows cut off its end leave a chain that holds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

END = sa.table(
    "setting",
    sa.column("key", sa.String()),
    sa.column("value", sa.JSON().with_variant(JSONB(), "postgresql")),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)
KEY = "audit.end"


def upgrade() -> None:
    """Note where it ends now; each entry that this version writes notes it again."""
    log = sa.table("audit", sa.column("id"), sa.column("at", sa.DateTime(timezone=True)), sa.column("hash"))
    last = op.get_bind().execute(sa.select(log).order_by(log.c.id.desc()).limit(1)).one_or_none()
    if last is not None:
        op.execute(END.insert().values(key=KEY, value={"id": last.id, "hash": last.hash}, updated_at=last.at))


def downgrade() -> None:
    """Forget it."""
    op.execute(END.delete().where(END.c.key == KEY))
