"""Ids of tags that are never given twice: what names a removed tag must not mean the next one."""

from alembic import op

revision = "0046"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Have SQLite remember the highest id; PostgreSQL's sequence does so anyway."""
    _made_anew(remembers=True)


def downgrade() -> None:
    """Have it forget."""
    _made_anew(remembers=False)


def _made_anew(*, remembers: bool) -> None:
    # Foreign keys are not enforced while migrations run: what refers to a tag by id stays.
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("tag", recreate="always", table_kwargs={"sqlite_autoincrement": remembers}):
            pass
