"""What the library alone needs: a server in a process of its own that says the same to many connections."""

import asyncio
import multiprocessing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, broadcast, serve

from runtime.bench import usage

TEXT: Final = "x" * 500
ROUNDS: Final = 60
PAUSE_S: Final = 0.02


@dataclass(frozen=True, slots=True)
class Bare:
    """Of the server's process."""

    cpu_per_delivery_us: float
    kb_per_connection: float


def measure(*, connections: int) -> Bare:
    """Connect, note what that costs, then say one thing many times to everybody."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        return asyncio.run(_listen(int(ours.recv()), {process.pid or 0}, ours, connections))
    finally:
        process.terminate()
        process.join(10)


async def _listen(port: int, pids: set[int], ours: Connection, connections: int) -> Bare:
    before_mb = usage.pss_mb(pids)
    sockets = [await connect(f"ws://127.0.0.1:{port}", compression=None) for _ in range(connections)]
    kb = 1024 * (usage.pss_mb(pids) - before_mb) / connections
    used = usage.cpu_s(pids)
    ours.send(ROUNDS)
    await asyncio.gather(*(_hear(socket) for socket in sockets))
    used = usage.cpu_s(pids) - used
    await asyncio.gather(*(socket.close() for socket in sockets))
    return Bare(round(1_000_000 * used / (ROUNDS * connections), 1), round(kb, 1))


async def _hear(socket: ClientConnection) -> None:
    for _ in range(ROUNDS):
        await socket.recv()


def _serve(theirs: Connection) -> None:
    asyncio.run(_say(theirs))


async def _say(theirs: Connection) -> None:
    known: set[ServerConnection] = set()

    async def stay(socket: ServerConnection) -> None:
        known.add(socket)
        await socket.wait_closed()

    async with serve(stay, "127.0.0.1", 0, compression=None) as server:
        theirs.send(next(iter(server.sockets)).getsockname()[1])
        rounds = await asyncio.to_thread(theirs.recv)
        for _ in range(rounds):
            broadcast(known, TEXT)
            await asyncio.sleep(PAUSE_S)
        await asyncio.Event().wait()
