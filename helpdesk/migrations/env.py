"""What Alembic runs: the migrations, on the connection its caller opened, inside the caller's transaction."""

from alembic import context
from sqlalchemy import Connection

from helpdesk.migrations.comparison import is_of_the_models
from helpdesk.models import Base


def run(connection: Connection) -> None:
    """Run what Alembic was asked for."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=is_of_the_models,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
