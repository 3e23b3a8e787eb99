"""The listening socket of web, opened before web starts so that a restart of web refuses nobody."""

import errno
import socket
import time

from helpdesk.errors import Misconfigured

BACKLOG = 2048
LOOK_EVERY_S = 0.05


def open_listener(host: str, port: int, *, within_s: float = 0.0) -> socket.socket:
    """Listen on host and port (0: any free one); Misconfigured naming the setting to change.

    within_s: how long to wait for a port that is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + within_s
    while True:
        try:
            return socket.create_server((host, port), family=family, backlog=BACKLOG)
        except socket.gaierror:
            raise Misconfigured(
                f"There is no host {host!r}. Set HELPDESK_HOST to an address of this machine."
            ) from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise Misconfigured(_explain(error, host, port)) from None
        time.sleep(LOOK_EVERY_S)


def _explain(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"Port {port} on {host} is taken by another program. Set HELPDESK_PORT to a free one."
        case errno.EACCES:
            return f"This account may not listen on port {port}. Set HELPDESK_PORT to one above 1023."
        case errno.EADDRNOTAVAIL:
            return f"{host} is no address of this machine. Set HELPDESK_HOST to one that is, such as 127.0.0.1."
        case _:
            return f"Cannot listen on {host}, port {port} ({error.strerror}). Set HELPDESK_HOST and HELPDESK_PORT."
