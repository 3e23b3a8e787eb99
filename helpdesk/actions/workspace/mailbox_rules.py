"""What the settings of a mailbox may be."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from helpdesk import markup, outside
from helpdesk.actions.accounts.checks import checked_email
from helpdesk.config import LOOPBACK
from helpdesk.errors import Invalid
from helpdesk.mailboxes import Auth, Security
from helpdesk.models import FolderRole
from helpdesk.queries.workspace import LANGUAGES

MAX_ALIASES: Final = 50
MAX_FOLDERS: Final = 20
MAX_SIGNATURE_CHARS: Final = 2_000
MAX_PASSWORD_CHARS: Final = 1_000
MIN_MAIL_BYTES: Final = 1_000_000
MAX_MAIL_BYTES: Final = 150_000_000

_host = re.compile(r"[A-Za-z0-9.:_-]{1,253}")
_control = re.compile(r"[\x00-\x1f\x7f]")


def checked_server(given: Mapping[str, Any], *, field: str) -> dict[str, Any]:
    """Return one server's settings; Invalid names the field and what is wrong with it."""
    host, port, username = given.get("host", ""), given.get("port"), given.get("username", "")
    if not isinstance(host, str) or not _host.fullmatch(host):
        raise Invalid("This is no name of a server.", **{field: "host"})
    if type(port) is not int or not 1 <= port <= 65_535:
        raise Invalid("A port is a whole number from 1 to 65535.", **{field: "port"})
    if not isinstance(username, str) or len(username) > 320 or _control.search(username):
        raise Invalid("This is no user name.", **{field: "username"})
    try:
        security = Security(given.get("security", Security.TLS))
    except ValueError:
        raise Invalid("Choose tls, starttls or none.", **{field: "security"}) from None
    if security is Security.NONE and host.lower() not in LOOPBACK and not outside.allows_plain_mail():
        raise Invalid("Without encryption the password would travel openly.", **{field: "plain"})
    return {"host": host.lower(), "port": port, "security": security.value, "username": username}


def checked_address(given: str) -> str:
    """Return a mailbox's own address."""
    try:
        return checked_email(given)
    except Invalid as error:
        raise Invalid(error.detail, address="not_an_address") from None


def checked_auth(given: str) -> str:
    """Return a way to sign in."""
    if given not in set(Auth):
        raise Invalid("Choose password, google or microsoft.", auth="unknown")
    return given


def checked_aliases(given: Sequence[str]) -> list[str]:
    """Return other addresses of a mailbox, each once."""
    if len(given) > MAX_ALIASES:
        raise Invalid(f"A mailbox has at most {MAX_ALIASES} aliases.", aliases="too_many")
    try:
        return list(dict.fromkeys(checked_email(alias) for alias in given))
    except Invalid as error:
        raise Invalid(error.detail, aliases="not_an_address") from None


def checked_folders(given: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return the folders that are read, with their roles; the first mailbox folder cannot be left out."""
    folders = [{"name": str(one.get("name", "")), "role": str(one.get("role", "inbox"))} for one in given]
    if not 1 <= len(folders) <= MAX_FOLDERS or len({one["name"] for one in folders}) != len(folders):
        raise Invalid(f"Give one to {MAX_FOLDERS} different folders.", folders="count")
    for one in folders:
        checked_folder(one["name"], field="folders")
        if one["role"] not in set(FolderRole):
            raise Invalid("A folder is read as inbox, spam or import.", folders="role")
    return folders


def checked_after(given: str) -> str:
    """Return what happens on the server to a mail that is stored: "keep", "seen" or "move:<folder>"."""
    verb, _, folder = given.partition(":")
    if verb == "move":
        checked_folder(folder, field="after")
    elif given not in ("keep", "seen"):
        raise Invalid("A mail is kept, marked as seen or moved to a folder.", after="unknown")
    return given


def checked_folder(name: str, *, field: str) -> str:
    """Return a folder's name; nothing in it may become another IMAP command."""
    if not name.strip() or len(name) > 300 or _control.search(name):
        raise Invalid("This is no name of a folder.", **{field: "name"})
    return name


def checked_signature(given: Mapping[str, str]) -> dict[str, str]:
    """Return signatures by language; empty ones are left out."""
    if not set(given) <= set(LANGUAGES) or any(len(text) > MAX_SIGNATURE_CHARS for text in given.values()):
        raise Invalid(f"A signature has at most {MAX_SIGNATURE_CHARS} characters.", signature="invalid")
    cleaned = {language: markup.clean(text).strip() for language, text in given.items()}
    return {language: text for language, text in cleaned.items() if text}


def checked_hosts(given: Sequence[str]) -> list[str]:
    """Return names of receiving servers."""
    if len(given) > 20 or not all(_host.fullmatch(host) for host in given):
        raise Invalid("These are no names of servers.", receiving_hosts="invalid")
    return list(dict.fromkeys(host.lower() for host in given))


def checked_size(given: int) -> int:
    """Return how large a mail may be that is fetched whole."""
    if type(given) is not int or not MIN_MAIL_BYTES <= given <= MAX_MAIL_BYTES:
        raise Invalid("Between 1 and 150 MB.", max_mail_bytes="range")
    return given


def checked_password(given: str, *, field: str) -> str:
    """Return a password as it is given; only what no server could mean is refused."""
    if len(given) > MAX_PASSWORD_CHARS or any(char in given for char in "\0\r\n"):
        raise Invalid("This is no password.", **{field: "invalid"})
    return given
