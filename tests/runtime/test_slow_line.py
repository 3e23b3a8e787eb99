"""The long line that benches put between a browser and a desk."""

import socket
import threading
import time

from runtime.bench.slow_line import slow_line


def test_opening_and_asking_take_two_round_trips_and_bytes_stay_in_order() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, slow_line(round_trip_ms=100) as line:
        line.to_port = server.getsockname()[1]
        threading.Thread(target=_echo, args=(server,), daemon=True).start()
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", line.port)) as browser:
            for part in (b"Where ", b"is my ", b"kettle?"):
                browser.sendall(part)
                time.sleep(0.001)
            said = b""
            while len(said) < 19:
                said += browser.recv(64)

    assert said == b"Where is my kettle?"
    assert time.monotonic() - began >= 0.2


def _echo(server: socket.socket) -> None:
    near, _ = server.accept()
    with near:
        while data := near.recv(64):
            near.sendall(data)
