"""What PostgreSQL says of a statement it refuses, without the values it names: errors are logged."""

from sqlalchemy import Engine, ExceptionContext, event
from sqlalchemy.exc import StatementError

# SQLSTATE classes whose message itself quotes what somebody wrote ("invalid input syntax for type ..."): data exceptions.
QUOTING = "22"


def keep_values_out(engine: Engine) -> None:
    """Have every error of this engine keep the message alone: DETAIL, HINT and CONTEXT quote keys and whole rows."""
    event.listen(engine, "handle_error", _keep_out)


def _keep_out(context: ExceptionContext) -> None:
    refused, shown = context.original_exception, context.sqlalchemy_exception
    message = getattr(getattr(refused, "diag", None), "message_primary", None)
    if not message:
        return
    if str(getattr(refused, "sqlstate", "")).startswith(QUOTING):
        message = message.partition(": ")[0].partition(' "')[0]
    refused.args = (message,)
    if isinstance(shown, StatementError):
        kind = type(refused)
        shown.args = (f"({kind.__module__}.{kind.__qualname__}) {message}",)
