"""Fetching mails in batches that are bounded in number and bytes, and around those the server will not give."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from channels.email.cursors import key_of
from channels.email.imap import ImapSession, MailSize
from channels.email.imap_errors import Dropped, ImapTrouble, Refused
from channels.email.raw_mail import Place, packed, packed_pieces, too_large, unfetched
from channels.intake import RawThing

AT_ONCE: Final = 50
BYTES_AT_ONCE: Final = 4_000_000
TRIES: Final = 5
LOOK_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Source:
    """The open folder that mails come from. before: what is dated earlier is old mail, taken over in silence."""

    folder: str
    role: str
    uidvalidity: int
    before: datetime | None = None

    def place(self, mail: MailSize) -> Place:
        """Return where a mail is."""
        key = key_of(self.folder, self.uidvalidity, mail.uid)
        return Place(key, self.folder, self.role, mail.uid, mail.received_at, self.before)


@dataclass(frozen=True, slots=True)
class Batch:
    """Mails ready to be stored. until: everything up to this UID is among them, came before, or is gone."""

    things: Sequence[RawThing]
    uids: Sequence[int]
    until: int


class Fetcher:
    """Fetches for one mailbox; remembers across connections which mails the server failed to give."""

    def __init__(self, *, max_mail_bytes: int) -> None:
        self._max_mail_bytes = max_mail_bytes
        self._tries: Counter[str] = Counter()
        self._alone: set[str] = set()

    def fetch(self, session: ImapSession, source: Source, uids: Sequence[int]) -> Iterator[Batch]:
        """Yield batches, ascending; raises ImapTrouble when one mail makes trouble, less than TRIES times for each."""
        ordered = sorted(uids)
        for at in range(0, len(ordered), LOOK_AT_ONCE):
            some = ordered[at : at + LOOK_AT_ONCE]
            sizes = session.sizes(some)
            missing = set(some) - {mail.uid for mail in sizes}
            sizes = sorted(sizes + self._still_there(session, missing), key=lambda mail: mail.uid)
            for run in self._runs(source, sizes):
                yield self._batch(session, source, run)
            yield Batch((), (), some[-1])

    def _still_there(self, session: ImapSession, missing: set[int]) -> list[MailSize]:
        """Return mails that the server lists but tells nothing about; most have just been deleted."""
        return [MailSize(uid, 0, None) for uid in sorted(missing) if session.uids(uid, uid)]

    def _runs(self, source: Source, sizes: Sequence[MailSize]) -> Iterator[list[MailSize]]:
        run: list[MailSize] = []
        total = 0
        for mail in sizes:
            is_large = mail.size > min(BYTES_AT_ONCE, self._max_mail_bytes)
            is_single = is_large or source.place(mail).key in self._alone
            if run and (is_single or len(run) >= AT_ONCE or total + mail.size > BYTES_AT_ONCE):
                yield run
                run, total = [], 0
            run.append(mail)
            total += mail.size
            if is_single:
                yield run
                run, total = [], 0
        if run:
            yield run

    def _batch(self, session: ImapSession, source: Source, run: Sequence[MailSize]) -> Batch:
        keys = [source.place(mail).key for mail in run]
        try:
            things = self._things(session, source, run)
        except ImapTrouble as trouble:
            if len(run) > 1:
                self._alone.update(keys)
            self._tries.update(keys if len(run) == 1 else ())
            if len(run) > 1 or self._tries[keys[0]] < TRIES:
                raise
            if isinstance(trouble, Dropped):
                self._tries[keys[0]] = TRIES  # given up; the next connection begins with what comes after it
                raise
            things = [unfetched(source.place(run[0]), size=run[0].size, error=trouble.detail)]
        self._alone.difference_update(keys)
        return Batch(things, [mail.uid for mail in run], run[-1].uid)

    def _things(self, session: ImapSession, source: Source, run: Sequence[MailSize]) -> list[RawThing]:
        places = {mail.uid: source.place(mail) for mail in run}
        first = run[0]
        if len(run) == 1 and self._tries[places[first.uid].key] >= TRIES:
            return [unfetched(places[first.uid], size=first.size, error="The mail server breaks off at this mail.")]
        if first.size > self._max_mail_bytes:
            head = session.head(first.uid)
            return [too_large(places[first.uid], head, size=first.size)] if head else []
        if first.size > BYTES_AT_ONCE:
            pieces = session.pieces(first.uid, size=first.size)
            return [packed_pieces(places[first.uid], pieces, max_bytes=self._max_mail_bytes)]
        bodies = session.bodies([mail.uid for mail in run])
        for uid in places.keys() - bodies.keys():
            if session.uids(uid, uid):
                raise Refused(f"The server does not give mail {uid} though it lists it.")
        return packed([(places[uid], data) for uid, data in sorted(bodies.items())])
