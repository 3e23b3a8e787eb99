"""A bot of the desk for tests, on the emulator."""

import threading

from channels.inlets import Inlet
from channels.telegram.drain import TelegramDrain
from channels.telegram.errands import Errands
from channels.telegram.inlet import Pace, TelegramInlet
from helpdesk import clock, db, leases, secrets
from helpdesk.bots import BotConfig, BotSecret, Intake
from helpdesk.leases import Fence
from helpdesk.models import Channel, ChannelKind, Priority
from helpdesk.tokens import new_name
from tests.peers.bot_api import TOKEN, TelegramPeer

WEBHOOK_SECRET = "hush-hush-webhook-secret"
QUICK = Pace(poll_s=1, look_s=0.2, first_pause_s=0.05, longest_pause_s=0.3, refused_pause_s=0.1)


def add_bot(telegram: TelegramPeer, *, intake: Intake = Intake.POLLING, **settings: object) -> Channel:
    """Open a channel for the emulator's bot."""
    config = BotConfig(int(TOKEN.partition(":")[0]), "desk_bot", "Desk", intake, telegram.url)
    with db.transaction() as session:
        secret_id = secrets.store(session, BotSecret(TOKEN, WEBHOOK_SECRET).as_bytes())
        channel = Channel(
            kind=ChannelKind.TELEGRAM,
            name="Telegram",
            public_key=new_name(),
            default_priority=Priority.NORMAL,
            config={**config.as_json(), **settings},
            secret_id=secret_id,
            is_paused=False,
            created_at=clock.now(),
        )
        session.add(channel)
    return channel


def own(channel: Channel, owner: str = "test") -> Fence:
    """Own a channel as its gateway does."""
    fence = leases.acquire(f"channel:{channel.id}", owner)
    assert fence is not None
    return fence


class Halt:
    """Stops loops when told."""

    def __init__(self) -> None:
        self._event = threading.Event()

    @property
    def stopping(self) -> bool:
        return self._event.is_set()

    def wait(self, timeout_s: float) -> bool:
        return self._event.wait(timeout_s)

    def stop(self) -> None:
        self._event.set()


class TakingIn:
    """An inlet and a drain at work in threads of this test."""

    def __init__(self, channel: Channel, fence: Fence, *, errands: bool = False) -> None:
        self._halt = Halt()
        self.errands = Errands(channel)
        self.drain = TelegramDrain(channel, fence, errand=self.errands.add)
        self.inlet = TelegramInlet(channel, fence, stored=self.drain.wake, pace=QUICK)
        loops: list[Inlet] = [self.inlet, self.drain, *([self.errands] if errands else [])]
        self._threads = [threading.Thread(target=loop.run, args=(self._halt,)) for loop in loops]

    def __enter__(self) -> "TakingIn":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._halt.stop()
        self.inlet.wake()
        self.drain.wake()
        self.errands.wake()
        for thread in self._threads:
            thread.join(15)
            assert not thread.is_alive()
