"""The one door to IMAP: one connection, one owner thread, nothing unbounded and nothing injectable."""

import contextlib
import ssl
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self

from channels.email.imap_client import WakeableClient, close_socket
from channels.email.imap_errors import Dropped, Forged, Refused, connecting, talking
from channels.email.smtp.connection import require_protection
from channels.email.trouble import MailTrouble
from helpdesk.mailboxes import MailServer, Security

CONNECT_S: Final = 10.0
READ_S: Final = 60.0
PIECE_BYTES: Final = 4_000_000
UIDS_AT_ONCE: Final = 200  # per command, so that no line gets long
NUMBERS_AT_ONCE: Final = 50_000
HURRIES_IN_A_ROW: Final = 20
HEADER_BYTES: Final = 65_536
SEEN: Final = rb"\Seen"
DELETED: Final = rb"\Deleted"


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as the server describes it; uidnext is 0 where the server does not say."""

    uidvalidity: int
    uidnext: int
    exists: int


@dataclass(frozen=True, slots=True)
class FolderName:
    """A folder of a mailbox; `flags` are lower-case special uses such as "\\junk"."""

    name: str
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class MailSize:
    """How large a mail is and when the server got it."""

    uid: int
    size: int
    received_at: datetime | None


class ImapSession:
    """One signed-in connection. Only the thread that made it may use it, but for `wake`.

    Making one and signing in raise MailTrouble. Everything else raises ImapTrouble: after Refused the session goes on,
    after anything else it must be closed.
    """

    def __init__(
        self,
        server: MailServer,
        *,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._owner = threading.get_ident()
        self._hurried = 0
        with connecting(server):
            require_protection(server)
            context = context or ssl.create_default_context()
            self._client = WakeableClient(server, connect_s=connect_s, read_s=read_s, context=context)
        try:
            with connecting(server):
                if server.security is Security.STARTTLS:
                    self._client.starttls(context)
        except MailTrouble:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by password; raises MailTrouble when that is refused."""
        checked(username, password)
        plain = username.isascii() and password.isascii()
        with self._talk() as client:
            # LOGIN has no way to say anything but ASCII; AUTHENTICATE carries UTF-8.
            (client.login if plain else client.plain_login)(username, password)

    def sign_in_with_token(self, username: str, token: str) -> None:
        """Sign in by an OAuth2 access token; raises MailTrouble when that is refused."""
        checked(username, token)
        with self._talk() as client:
            client.oauth2_login(username, token)

    def folders(self) -> list[FolderName]:
        """Return the mailbox's folders."""
        with self._talk() as client:
            listed = client.list_folders()
        return [FolderName(_text(name), frozenset(_text(flag).lower() for flag in flags)) for flags, _, name in listed]

    def open(self, folder: str, *, readonly: bool = False) -> FolderState:
        """Open a folder; Refused when there is none of that name."""
        checked(folder)
        with self._talk() as client:
            state = _state(client.select_folder(folder, readonly=readonly))
            client.was_told_of_mail()
            return state

    def look(self, folder: str) -> FolderState:
        """Return a folder's state without opening it."""
        checked(folder)
        with self._talk() as client:
            return _state(client.folder_status(folder, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"]))

    def uids(self, first: int, last: int | None = None) -> list[int]:
        """Return the UIDs from first to last in the open folder, ascending; to the end without last.

        Keep the range below some 100,000: a server's answer is one line, and the library takes a megabyte of it.
        """
        with self._talk() as client:
            client.noop()  # a search straight after somebody's append may not show it
            client.was_told_of_mail()
            found = client.search(f"UID {first}:{last or '*'}")
        # "n:*" names the last mail even when its UID is below n (RFC 3501, 6.4.8).
        return sorted({uid for uid in found if uid >= first and (last is None or uid <= last)})

    def uids_since(self, day: date, *, exists: int) -> list[int]:
        """Return the UIDs of all mails that the server got on this day or later, ascending."""
        found: set[int] = set()
        # By numbers in the folder, not by UIDs, which some servers begin at the time of day.
        for first in range(1, exists + 1, NUMBERS_AT_ONCE):
            last = first + NUMBERS_AT_ONCE - 1
            with self._talk() as client:
                found.update(client.search([f"{first}:{last if last < exists else '*'}", "SINCE", day]))
        return sorted(found)

    def last_uid(self) -> int:
        """Return the largest UID in the open folder, 0 when it is empty."""
        with self._talk() as client:
            return max(client.search("UID *"), default=0)

    def sizes(self, uids: Sequence[int]) -> list[MailSize]:
        """Return the sizes of those mails that are still there, ascending by UID."""
        found: dict[int, Mapping[bytes, Any]] = {}  # the library's own shapes
        for some in _batches(uids):
            with self._talk() as client:
                found.update(client.fetch(some, ["RFC822.SIZE", "INTERNALDATE"]))
        return [
            MailSize(uid, int(one[b"RFC822.SIZE"]), one.get(b"INTERNALDATE"))
            for uid, one in sorted(found.items())
            if b"RFC822.SIZE" in one
        ]

    def bodies(self, uids: Sequence[int]) -> dict[int, bytes]:
        """Return whole mails by UID, those that are still there; reading them leaves no flag."""
        found: dict[int, bytes] = {}
        for some in _batches(uids):
            with self._talk() as client:
                answers = client.fetch(some, ["BODY.PEEK[]"])
            found.update({uid: one[b"BODY[]"] for uid, one in answers.items() if one.get(b"BODY[]") is not None})
        return found

    def pieces(self, uid: int, *, size: int) -> Iterator[bytes]:
        """Yield a mail in pieces of at most 4 MB; Dropped when it ends before its size, as the server gave it."""
        at = 0
        while at < size:
            with self._talk() as client:
                answer = client.fetch([uid], [f"BODY.PEEK[]<{at}.{PIECE_BYTES}>"]).get(uid, {})
            piece = answer.get(f"BODY[]<{at}>".encode()) or b""
            if not piece:
                raise Dropped(f"Only {at} of {size} bytes of this mail came.")
            at += len(piece)
            yield piece

    def head(self, uid: int) -> bytes:
        """Return at most 64 KB of a mail's header, b"" when the mail is gone."""
        with self._talk() as client:
            answer = client.fetch([uid], [f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"]).get(uid, {})
        return next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER]")), None) or b""

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Flag mails as read; those that are gone do not matter."""
        for some in _batches(uids):
            with self._talk() as client:
                client.add_flags(some, [SEEN], silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails to another folder without ever expunging anything else; Refused where the server cannot."""
        checked(folder)
        for some in _batches(uids):
            with self._talk() as client:
                if client.has_capability("MOVE"):
                    client.move(some, folder)
                elif client.has_capability("UIDPLUS"):
                    client.copy(some, folder)
                    client.add_flags(some, [DELETED, SEEN], silent=True)
                    client.uid_expunge(some)
                else:
                    raise Refused("This server can neither move mails nor remove single ones.")

    def append(self, folder: str, data: bytes) -> None:
        """Put a mail into a folder, as read; Refused when there is none of that name."""
        checked(folder)
        with self._talk() as client:
            client.append(folder, data, flags=[SEEN])

    def wait(self, timeout_s: float) -> bool:
        """Wait until the open folder may have new mail, `wake` is called or the time is over; say whether it may.

        It ends IDLE in any case, which also finds out whether the connection still lives. timeout_s: below 29 minutes
        (RFC 2177), better minutes: what IDLE says is a hint. What was said between the last `uids` and this counts too:
        IDLE does not say it again. A server that says so all the time is not believed for ever.
        """
        with self._talk() as client:
            if client.was_told_of_mail() and self._hurried < HURRIES_IN_A_ROW:
                self._hurried += 1
                return True
            self._hurried = 0
            if not client.has_capability("IDLE"):
                client.sleep(timeout_s)
                return False
            client.idle()
            came = _idle(client, timeout_s)
            _, said = client.idle_done()
            return came or _tells_of_mail(said)

    def wake(self) -> None:
        """End `wait`, from any thread."""
        self._client.wake()

    def close(self) -> None:
        """Say goodbye, or just go where nobody listens any more."""
        with contextlib.suppress(Exception):
            self._client.socket().settimeout(1.0)
            self._client.logout()
        close_socket(self._client)
        self._client.release()

    @contextlib.contextmanager
    def _talk(self) -> Iterator[WakeableClient]:
        assert threading.get_ident() == self._owner, "an ImapSession belongs to the thread that made it"
        with talking():
            yield self._client


def checked(*words: str) -> None:
    """Raise Forged for text that would end an IMAP command early and begin another."""
    for word in words:
        if any(character in word for character in "\r\n\0"):
            raise Forged


def _idle(client: WakeableClient, timeout_s: float) -> bool:
    """Wait within IDLE; an empty answer before the time is over means that the connection may be closed."""
    if _tells_of_mail(client.idle_check(0)):  # what came in one packet with the answer to IDLE
        return True
    deadline = time.monotonic() + timeout_s
    while (left_s := deadline - time.monotonic()) > 0:
        said = client.idle_check(left_s)
        if _tells_of_mail(said):
            return True
        if client.was_woken() or not said:
            return False
    return False


def _tells_of_mail(said: Sequence[Any]) -> bool:
    return any(isinstance(one, tuple) and len(one) > 1 and one[1] in (b"EXISTS", b"RECENT") for one in said)


def _state(said: Mapping[bytes, Any]) -> FolderState:
    exists = _number(said, b"EXISTS") or _number(said, b"MESSAGES")
    return FolderState(_number(said, b"UIDVALIDITY"), _number(said, b"UIDNEXT"), exists)


def _number(said: Mapping[bytes, Any], name: bytes) -> int:
    value = said.get(name) or 0
    return int(value[0] if isinstance(value, list | tuple) else value)


def _batches(uids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(uids)
    for at in range(0, len(ordered), UIDS_AT_ONCE):
        yield ordered[at : at + UIDS_AT_ONCE]


def _text(value: str | bytes) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else value
