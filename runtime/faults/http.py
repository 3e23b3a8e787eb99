"""Asking the desk over HTTP as a page does: an answer, or none."""

import asyncio
import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final

TIMEOUT_S: Final = 8.0

_pool = ThreadPoolExecutor(24, thread_name_prefix="faults-http")


class NoAnswer(Exception):
    """The desk was gone before it had answered; nobody knows what became of the request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; body: JSON, None where it was none."""

    status: int
    body: Any


async def ask(method: str, url: str, headers: Mapping[str, str], body: object = None) -> Answer:
    """Send one request and return the answer, whatever its status; NoAnswer when there is none within 8 s.

    body: what is sent as JSON, or bytes as they are.
    """
    return await asyncio.get_running_loop().run_in_executor(_pool, _ask, method, url, headers, body)


def _ask(method: str, url: str, headers: Mapping[str, str], body: object) -> Answer:
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json", **headers} if data is not None else dict(headers)
    request = urllib.request.Request(url, data, sent, method=method)  # noqa: S310 - loopback
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - loopback
            return Answer(answer.status, _json(answer.read()))
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, _json(error.read()))
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(repr(error)) from None


def _json(data: bytes) -> Any:  # any JSON
    try:
        return json.loads(data)
    except ValueError:
        return None
