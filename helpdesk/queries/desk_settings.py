"""The desk's settings, all of them."""

from sqlalchemy.orm import Session

from helpdesk import settings
from helpdesk.queries.rows import Json


def all_settings(session: Session) -> Json:
    """Return every setting by key, those nobody has set with their defaults."""
    return {key: settings.get(session, key) for key in settings.DEFAULTS}
