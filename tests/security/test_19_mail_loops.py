"""Attack 19: two desks that acknowledge each other send two mails at most, whatever a relay between them strips."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from channels.email.config import MailboxConfig
from channels.email.incoming import Arrival, incoming_of, is_our_own
from channels.email.parse import parse_email
from helpdesk import clock, db, secrets
from helpdesk.actions import acknowledgements
from helpdesk.actions.receive_many import receive_many
from helpdesk.config import Config
from helpdesk.mailboxes import own_addresses
from helpdesk.models import Channel, Inbound, SenderProof
from tests.channels.email.outbound.posts import deliver
from tests.mailboxes import mailbox
from tests.peers.smtp_sink import Kept, Sink, running_sink

ROUNDS = 12  # of five seconds: a minute face to face
STRIPPED = re.compile(rb"(?im)^(auto-submitted|x-auto-response-suppress|precedence):[^\r\n]*\r\n")


@dataclass(frozen=True)
class Side:
    """One of two desks; `at` it, this process is that desk."""

    config: Config
    key: str
    channel: Channel
    sink: Sink

    @contextmanager
    def at(self) -> Iterator[None]:
        db.connect(self.config.resolved_database_url)
        secrets.configure(self.key)
        yield

    def takes_in(self, kept: Kept, *, proof: SenderProof) -> None:
        with self.at():
            parsed = parse_email(kept.data)
            with db.transaction() as session:
                if is_our_own(parsed, own_addresses(session)):
                    return
                row = Inbound(
                    channel_id=self.channel.id, key=f"{clock.now()} {parsed.message_id}", received_at=clock.now()
                )
                session.add(row)
                session.flush()
                arrival = Arrival(row.id, clock.now(), content_hash=hashlib.sha256(kept.data).hexdigest())
                message = incoming_of(
                    parsed, (), arrival, channel_id=self.channel.id, config=MailboxConfig.of(self.channel)
                )
                assert message.mail is not None
                receive_many(session, [replace(message, mail=replace(message.mail, proof=proof))])

    def answers(self) -> list[Kept]:
        before = len(self.sink.kept)
        with self.at():
            acknowledgements.acknowledge_new()
            deliver(self.channel)
        return self.sink.kept[before:]


def open_side(folder: Path, template: Path, address: str, sink: Sink) -> Side:
    folder.mkdir()
    shutil.copy(template, folder / template.name)
    config, key = Config(data_dir=folder), secrets.new_key()
    db.connect(config.resolved_database_url)
    secrets.configure(key)
    channel = mailbox(sink.port, address=address, acknowledge=True, acknowledge_unverified=True)
    return Side(config, key, channel, sink)


@pytest.fixture
def sides(
    config: Config, tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Side, Side]]:
    monkeypatch.setattr(acknowledgements, "PATIENCE", timedelta(seconds=-1))
    with running_sink() as left, running_sink() as right:
        yield (
            open_side(tmp_path / "left", template, "help@left.example", left),
            open_side(tmp_path / "right", template, "help@right.example", right),
        )


@pytest.mark.parametrize("strips", [False, True], ids=["as they are", "headers stripped"])
@pytest.mark.parametrize("proof", [SenderProof.VERIFIED, SenderProof.CLAIMED])
def test_two_desks_face_to_face_fall_silent(sides: tuple[Side, Side], strips: bool, proof: SenderProof) -> None:
    left, right = sides
    first = b"From: help@right.example\r\nTo: help@left.example\r\nSubject: Hello\r\nMessage-ID: <one@right.example>\r\n\r\nHello\r\n"
    to_left = [Kept("help@right.example", ("help@left.example",), first)]
    to_right: list[Kept] = []
    sent = 0
    now = clock.now()

    for turn in range(ROUNDS):
        with clock.fixed(now + timedelta(seconds=5 * turn)):
            for one in to_left:
                left.takes_in(one, proof=proof)
            to_right = [_relayed(one, strips=strips) for one in left.answers()]
            for one in to_right:
                right.takes_in(one, proof=proof)
            to_left = [_relayed(one, strips=strips) for one in right.answers()]
            sent += len(to_right) + len(to_left)

    assert 1 <= sent <= 2


def _relayed(kept: Kept, *, strips: bool) -> Kept:
    return replace(kept, data=STRIPPED.sub(b"", kept.data)) if strips else kept
