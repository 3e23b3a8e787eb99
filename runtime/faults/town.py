"""Everything around a desk on three channels, each reached through a proxy that can cut, silence and slow it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from helpdesk import db, outside, secrets
from helpdesk.actions.workspace.bots import BotChanges, BotIdentity, create_bot
from helpdesk.actions.workspace.channels import ChannelChanges
from helpdesk.actions.workspace.mailboxes import MailboxChanges, create_mailbox
from helpdesk.actions.workspace.settings import change_settings
from helpdesk.config import Config
from helpdesk.errors import Misconfigured
from helpdesk.models import Agent, Channel
from helpdesk.permissions import SYSTEM
from runtime.demo.bot_api.people import People
from runtime.demo.bot_api.server import BotApi, running_bot_api
from runtime.faults.crowd import Crowd
from runtime.faults.customers import DESK_ADDRESS, BotCustomer, Correspondent, MailCustomer
from runtime.faults.peers import dovecot
from runtime.faults.peers.dovecot import Dovecot
from runtime.faults.peers.proxy import Proxy
from runtime.faults.staff import Crew
from runtime.keys import keys_of

if TYPE_CHECKING:
    from runtime.faults.peers.smtp_sink import Sink

TOKEN: Final = "7000000009:AAE-fault-Zx81kQpW0vRt5yBn3mLs7dFhJgL"  # noqa: S105  the emulator's own
USER: Final = "support"
UNDO_S: Final = 1
CAPACITY_UNITS: Final = 90  # everybody is answered; how much one agent may have is proved elsewhere


@dataclass(slots=True)
class Town:
    """The peers of a desk, and the proxies in front of them by name. put: lays a mail into the desk's mailbox."""

    sink: "Sink"
    bots: BotApi
    put: Callable[[bytes], None]
    dovecot: Dovecot | None
    proxies: dict[str, Proxy]
    chats: int = 20_000
    _people: People | None = field(default=None)

    def people(self, crowd: Crowd, *, mail: int, telegram: int) -> Sequence[Correspondent]:
        """Make the customers of a round who write by mail and to the bot."""
        by_mail = [MailCustomer(f"{crowd.tag}m{n}", crowd.journal, self.put, self.sink) for n in range(mail)]
        people = self.bots.people(TOKEN)
        self.chats += telegram
        by_bot = [BotCustomer(f"{crowd.tag}t{n}", crowd.journal, people, self.chats - n) for n in range(telegram)]
        return [*by_mail, *by_bot]

    def open_channels(self, data_dir: Path, crew: Crew) -> None:
        """Give a running desk, which this process is connected to, a mailbox and a bot; mails leave after a second."""
        outside.configure(Config(data_dir=data_dir))
        secrets.configure(keys_of(data_dir))
        with db.transaction() as session:
            team = session.query(Channel).filter_by(public_key=crew.channel_key).one().team_id
            change_settings(session, {"undo_send_s": {"webchat": 0, "telegram": 0, "email": UNDO_S}}, by=SYSTEM)
            create_mailbox(session, self._mailbox(team), by=SYSTEM)
            create_bot(session, self._bot(team), by=SYSTEM)
            for agent in session.query(Agent).filter(Agent.email.like("agent%@bench.example")):
                agent.capacity_units = CAPACITY_UNITS

    def _mailbox(self, team: int | None) -> MailboxChanges:
        server = {"host": "127.0.0.1", "security": "none"}
        return MailboxChanges(
            channel=ChannelChanges(name="Mail", team_id=team),
            address=DESK_ADDRESS,
            from_name="Desk",
            imap={**server, "port": self.proxies["imap"].port, "username": USER},
            smtp={**server, "port": self.proxies["smtp"].port, "username": ""},
            imap_password=dovecot.PASSWORD,
        )

    def _bot(self, team: int | None) -> BotChanges:
        identity = BotIdentity(int(TOKEN.partition(":")[0]), "fault_bot", "Faults")
        url = f"http://127.0.0.1:{self.proxies['bot api'].port}"
        return BotChanges(channel=ChannelChanges(name="Bot", team_id=team), token=TOKEN, identity=identity, api_url=url)


@contextmanager
def running_town(folder: Path) -> Iterator[Town]:
    """Run the peers while the block does: Dovecot where it is installed, else the demo's own IMAP server."""
    for name in ("aiosmtpd", "pymap"):
        if find_spec(name) is None:
            raise Misconfigured("Faults over mail need its servers: run `make demo` once, which installs them.")
    sinks = import_module("runtime.faults.peers.smtp_sink")  # what it needs is not always installed
    with ExitStack() as stack:
        imap = stack.enter_context(_mailbox_server(folder / "post"))
        sink: Sink = stack.enter_context(sinks.running_sink())
        bots = stack.enter_context(running_bot_api(speed=0.1))
        bots.add_bot(TOKEN)
        behind = {"imap": imap.port, "smtp": sink.port, "bot api": bots.port}
        proxies = {name: stack.enter_context(Proxy(port)) for name, port in behind.items()}
        yield Town(sink, bots, imap.put, imap.dovecot, proxies)


@dataclass(frozen=True, slots=True)
class _Imap:
    port: int
    put: Callable[[bytes], None]
    dovecot: Dovecot | None = None


@contextmanager
def _mailbox_server(folder: Path) -> Iterator[_Imap]:
    if dovecot.is_installed():
        with Dovecot() as server:
            server.put(USER, [])
            yield _Imap(server.port, lambda mail: server.put(USER, [mail]), server)
        return
    offices, ports = import_module("runtime.demo.post.office"), (dovecot.free_port(), dovecot.free_port())
    with offices.running_office(
        folder, ports=ports, user=DESK_ADDRESS, password=dovecot.PASSWORD, arrived=lambda address, mail: None
    ) as office:
        yield _Imap(ports[1], lambda mail: office.boxes.deliver(DESK_ADDRESS, mail))


def environ_of(parts: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of this process without the desk's own, and these."""
    return {**{name: value for name, value in os.environ.items() if not name.startswith("HELPDESK_")}, **parts}
