"""A storm over a mailbox: blows that chance chooses while mails come in."""

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults.mail.desk import MailDesk
from tests.peers.proxy import Weather


@dataclass(slots=True)
class Storm:
    """One round; the same seed makes the same plan. told: what was done."""

    on: MailDesk
    seed: int
    mails: int = 40
    blows: int = 4
    told: list[str] = field(default_factory=list)

    def rage(self) -> None:
        """Send mails and break things meanwhile; everything works again at the end."""
        chance = random.Random(self.seed)
        writer = threading.Thread(target=self._write, args=(random.Random(self.seed + 1),))
        writer.start()
        kinds: dict[Callable[[random.Random], None], int] = {
            self._kill_gateway: 3,
            self._crash: 3,
            self._cut: 3,
            self._half_mails: 2,
            self._silence: 2,
            self._kill_server: 2,
            self._freeze_server: 2,
            self._renumber: 2,
            self._person_deletes: 2,
            self._kill_reader: 2,
            self._kill_supervisor: 1,
        }
        try:
            for _ in range(self.blows):
                time.sleep(chance.uniform(0.1, 0.6))
                chance.choices(list(kinds), weights=list(kinds.values()))[0](chance)
        finally:
            writer.join()
            self.on.proxy.weather = Weather()

    def _write(self, chance: random.Random) -> None:
        for nth in range(self.mails):
            self.on.send(f"s{self.seed}-{nth}")
            time.sleep(chance.uniform(0.0, 0.15))

    def _tell(self, what: str) -> None:
        self.told.append(what)

    def _kill_gateway(self, chance: random.Random) -> None:
        self._tell("kill gateway")
        self.on.kill("gateway")

    def _crash(self, chance: random.Random) -> None:
        point = chance.choice(["mail.fetched", "mail.stored", "mail.flagged", "receive.before_commit"])
        self._tell(f"crash at {point}")
        self.on.crash(point, send=lambda: None, within_s=5)

    def _cut(self, chance: random.Random) -> None:
        self._tell("cut connections")
        self.on.proxy.weather = Weather(reset=chance.random() < 0.5)
        self.on.proxy.cut()
        self.on.proxy.weather = Weather()

    def _half_mails(self, chance: random.Random) -> None:
        after = chance.choice([400, 900, 1_500, 3_000])
        self._tell(f"cut after {after} bytes")
        self.on.proxy.weather = Weather(cut_after=after)
        self.on.proxy.cut()
        time.sleep(chance.uniform(0.5, 2.0))
        self.on.proxy.weather = Weather()

    def _silence(self, chance: random.Random) -> None:
        self._tell("half-open")
        self.on.proxy.weather = Weather(is_silent=True)
        time.sleep(chance.uniform(0.5, 2.0))
        self.on.proxy.weather = Weather()
        self.on.proxy.cut()  # what went silent stays so; a real network ends it some day

    def _kill_server(self, chance: random.Random) -> None:
        self._tell("kill mail server")
        self.on.box.dovecot.kill()
        time.sleep(chance.uniform(0.2, 1.0))
        self.on.box.dovecot.start()

    def _freeze_server(self, chance: random.Random) -> None:
        self._tell("freeze mail server")
        self.on.box.dovecot.freeze()
        time.sleep(chance.uniform(0.3, 1.5))
        self.on.box.dovecot.thaw()

    def _renumber(self, chance: random.Random) -> None:
        try:
            self.on.box.dovecot.renumber(self.on.box.user, chance.randrange(10, 2_000_000_000))
        except AssertionError:
            self._tell("a server just started did not renumber the folder")
        else:
            self._tell("renumber the folder")

    def _person_deletes(self, chance: random.Random) -> None:
        if self.on.sent:
            mark = chance.choice(self.on.sent[-5:])
            self._tell(f"a person deletes {mark}")
            self.on.delete(mark)

    def _kill_reader(self, chance: random.Random) -> None:
        self._tell("kill the reader" if self.on.kill_reader() else "no reader to kill")

    def _kill_supervisor(self, chance: random.Random) -> None:
        self._tell("kill supervisor")
        self.on.desk.kill_supervisor()
        self.on.desk.start()
