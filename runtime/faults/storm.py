"""Whoever breaks a desk on three channels, and everything around it: one row of the deck after the other."""

import asyncio
import contextlib
import os
import random
import signal
from collections.abc import Awaitable, Callable
from typing import Final

import psycopg

from runtime.faults import small_disk
from runtime.faults.desk import PARTS
from runtime.faults.journal import Journal
from runtime.faults.nemesis import Nemesis
from runtime.faults.peers.proxy import Weather
from runtime.faults.points import BEGINNING_POINTS, MAIL_POINTS, MANY_POINTS, POINTS, TELEGRAM_POINTS
from runtime.faults.town import USER, Town
from runtime.faults.wired import WiredDesk

Blow = Callable[[], Awaitable[object]]
BAD_WEATHER: Final = ("cut", "reset", "half-open", "slow", "down")
SMTP_ANSWERS: Final = {
    "CONNECT": ("drop",),
    "MAIL": ("451 4.3.0 not now", "drop"),
    "RCPT": ("450 4.2.1 not now", "550 5.1.1 no such person", "drop"),
    "DATA": ("451 4.3.0 not now", "drop"),
    "BODY": ("drop",),
    "DOT": ("451 4.3.0 not now", "552 5.2.2 mailbox full", "drop", "hang"),
}
BOT_FAULTS: Final = (
    "too_many",
    "server_error",
    "bad_gateway",
    "drop_before",
    "drop_after",
    "server_error_after",
    "hang",
)
SHIFTS_S: Final = (-7200.0, -90.0, 0.0, 90.0, 7200.0)
BACKEND_STRIKES: Final = ("terminate", "kill", "freeze")
HELD_S: Final = (0.5, 1.5)
CRASHES_WITHIN_S: Final = 3.0


class Storm(Nemesis):
    """Breaks parts, wires, peers, disk and clock. rows: what can be broken here, by name."""

    def __init__(self, desk: WiredDesk, town: Town, journal: Journal, chance: random.Random) -> None:
        super().__init__(desk, journal, chance)
        self._on, self._town = desk, town
        self.rows: dict[str, Blow] = {
            "kill a part": lambda: self.kill(self.chance.choice(PARTS)),
            "kill the gateway": lambda: self.kill("gateway"),
            "kill redis": lambda: self.kill("redis"),
            "kill all": self.kill_supervisor,
            "crash": lambda: self._crash(list(POINTS)),
            "crash over mail": lambda: self._crash(list(MAIL_POINTS)),
            "crash over bot": lambda: self._crash(list(TELEGRAM_POINTS)),
            "crash at a first word": lambda: self._crash(list(BEGINNING_POINTS)),
            "crash amid many": lambda: self._crash(list(MANY_POINTS)),
            "freeze": self._some_freeze,
            "flush redis": self.flush,
            "redis in trouble": self._some_trouble,
            "clock": self.move_clock,
            "smtp answers": self.spoil_smtp,
            "bot answers": self.spoil_bot,
            **{f"network {wire}": self._weather_over(wire) for wire in desk.wires},
        }
        if town.dovecot is not None:
            self.rows |= {
                "kill mail server": self.kill_mail_server,
                "freeze mail server": self.freeze_mail_server,
                "renumber the mailbox": self.renumber,
            }
        if desk.disks:
            self.rows["disk full"] = self.fill_disk
        if desk.server is not None:
            self.rows |= {
                "restart database": self.restart_database,
                "break a session": self.break_session,
                "lock a table": self.lock_table,
            }

    async def weather(self, wire: str, kind: str) -> None:
        """Have one wire in bad weather for a while; what went silent is cut in the end, as networks do some day."""
        proxy, fault = self._on.wires[wire], self._journal.begin(f"network to {wire}: {kind}")
        proxy.weather = {
            "cut": Weather(),
            "reset": Weather(reset=True),
            "half-open": Weather(is_silent=True),
            "slow": Weather(piece=512, delay_s=0.03),
            "down": Weather(is_down=True),
        }[kind]
        if kind in ("cut", "reset", "down"):
            proxy.cut()
        if kind not in ("cut", "reset"):
            await self._hold()
        proxy.weather = Weather()
        if kind in ("half-open", "slow"):
            proxy.cut()
        fault.is_over()

    async def kill_mail_server(self) -> None:
        """Kill the mail server and start it again."""
        server, fault = self._town.dovecot, self._journal.begin("kill mail server")
        assert server is not None
        server.kill()
        await self._hold()
        await asyncio.to_thread(server.start)
        fault.is_over()

    async def freeze_mail_server(self) -> None:
        """Stop the mail server in its tracks for a while."""
        server, fault = self._town.dovecot, self._journal.begin("freeze mail server")
        assert server is not None
        server.freeze()
        await self._hold()
        server.thaw()
        fault.is_over()

    async def renumber(self) -> None:
        """Give the mailbox another UIDVALIDITY."""
        server, fault = self._town.dovecot, self._journal.begin("renumber the mailbox")
        assert server is not None
        with contextlib.suppress(AssertionError):  # a server that only just started may refuse
            await asyncio.to_thread(server.renumber, USER, self.chance.randrange(10, 2_000_000_000))
        fault.is_over()

    async def spoil_smtp(self) -> None:
        """Have the next mails answered badly at some verb."""
        verb = self.chance.choice(list(SMTP_ANSWERS))
        answer = self.chance.choice(SMTP_ANSWERS[verb])
        fault = self._journal.begin(f"smtp answers {verb} by {answer}")
        self._town.sink.go_on.clear()
        self._town.sink.fail(verb, answer)
        await self._hold()
        await self._hold()
        self._town.sink.go_on.set()
        fault.is_over()

    async def spoil_bot(self) -> None:
        """Have the next call of a method of the Bot API go wrong."""
        method, kind = self.chance.choice(("sendMessage", "getUpdates")), self.chance.choice(BOT_FAULTS)
        fault = self._journal.begin(f"{method}: {kind}")
        self._town.bots.world.switches.fail(method, kind)
        await self._hold()
        fault.is_over()

    async def fill_disk(self) -> None:
        """Fill a disk to its last byte, and make room again."""
        disk = self.chance.choice(self._on.disks)
        fault = self._journal.begin(f"disk of the {'desk' if disk == self._on.data_dir else 'database'} full")
        await asyncio.to_thread(small_disk.fill, disk)
        await self._hold()
        small_disk.free(disk)
        if self._on.server is not None and not self._on.server.is_running:
            await asyncio.to_thread(self._on.server.start)
        fault.is_over()

    async def move_clock(self) -> None:
        """Set the desk's clock wrong, or right again."""
        shift = self.chance.choice([one for one in SHIFTS_S if one != self._on.clock.shift_s])
        fault = self._journal.begin(f"clock wrong by {shift:+g} s")
        self._on.clock.shift(shift)
        fault.is_over()

    async def restart_database(self) -> None:
        """End PostgreSQL without a word, and start it again."""
        server, fault = self._on.server, self._journal.begin("restart database at once")
        assert server is not None
        await asyncio.to_thread(server.stop_at_once)
        await asyncio.to_thread(server.start)
        fault.is_over()

    async def break_session(self) -> None:
        """Terminate, kill or freeze one session of PostgreSQL; a killed one has the server drop all others."""
        server, how = self._on.server, self.chance.choice(BACKEND_STRIKES)
        assert server is not None
        fault = self._journal.begin(f"{how} a session of the database")
        with contextlib.suppress(psycopg.Error, IndexError, ProcessLookupError):
            pid = self.chance.choice(await asyncio.to_thread(server.backends))
            number = {"terminate": signal.SIGTERM, "kill": signal.SIGKILL, "freeze": signal.SIGSTOP}[how]
            os.kill(pid, number)
            if how == "freeze":
                await self._hold()
                os.kill(pid, signal.SIGCONT)
        fault.is_over()

    async def lock_table(self) -> None:
        """Lock a table against everybody for a while."""
        server, table = self._on.server, self.chance.choice(("ticket", "message", "event", "lease"))
        assert server is not None
        fault = self._journal.begin(f"lock the table {table}")
        with contextlib.suppress(psycopg.Error):
            statement = f"SET lock_timeout = '5s'; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"
            await asyncio.to_thread(server.do, statement, for_s=self.chance.uniform(*HELD_S))
        fault.is_over()

    def calm(self) -> None:
        """Take back whatever still waits to go wrong."""
        self._town.sink.faults.clear()
        self._town.sink.go_on.set()
        self._town.bots.world.switches.faults.clear()
        self._on.points.disarm()

    def _weather_over(self, wire: str) -> Blow:
        return lambda: self.weather(wire, self.chance.choice(BAD_WEATHER))

    async def _crash(self, points: list[str]) -> None:
        await self.crash(self.chance.choice(points), within_s=CRASHES_WITHIN_S)

    async def _hold(self) -> None:
        await asyncio.sleep(self.chance.uniform(*HELD_S))
