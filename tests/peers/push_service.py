"""A push service and its browsers on loopback: checks who sends, opens what was sealed, answers as it is told."""

import http.server
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.web_push import from_base64, to_base64


@dataclass(slots=True)
class Phone:
    """A browser with a subscription: its keys, and what it was shown."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"sixteen bytes...".ljust(16)
    shown: list[dict[str, Any]] = field(default_factory=list)

    @property
    def point(self) -> bytes:
        form = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
        return self.key.public_key().public_bytes(*form)

    @property
    def given(self) -> dict[str, str]:
        """What the browser tells the desk."""
        return {"endpoint": self.endpoint, "p256dh": to_base64(self.point), "auth": to_base64(self.auth)}

    def open(self, body: bytes) -> bytes:
        """Open a sealed body (RFC 8291, as the receiver does it)."""
        salt, size = body[:16], body[20]
        sender, sealed = body[21 : 21 + size], body[21 + size :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = _hkdf(shared, self.auth, b"WebPush: info\0" + self.point + sender, 32)
        key, nonce = (
            _hkdf(secret, salt, b"Content-Encoding: " + what, length)
            for what, length in ((b"aes128gcm\0", 16), (b"nonce\0", 12))
        )
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain[-1:] == b"\2"
        return plain[:-1]


@dataclass(slots=True)
class PushService:
    """answers: the statuses to come, 201 when there are no more; seen: the headers of each request."""

    port: int = 0
    key: str = ""
    phones: dict[str, Phone] = field(default_factory=dict)
    answers: list[int] = field(default_factory=list)
    seen: list[dict[str, str]] = field(default_factory=list)

    def phone(self, name: str) -> Phone:
        """Return a new browser that subscribed here."""
        self.phones[name] = Phone(f"http://127.0.0.1:{self.port}/push/{name}")
        return self.phones[name]

    def take(self, name: str, headers: dict[str, str], body: bytes) -> int:
        """Answer a push as a service does."""
        self.seen.append(headers)
        if self.answers and (status := self.answers.pop(0)) != 201:
            return status
        if not self._is_signed(headers.get("authorization", "")) or headers.get("content-encoding") != "aes128gcm":
            return 403
        self.phones[name].shown.append(json.loads(self.phones[name].open(body)))
        return 201

    def _is_signed(self, given: str) -> bool:
        scheme, _, rest = given.partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        head, claims, signature = (from_base64(part) for part in parts["t"].split("."))
        said = json.loads(claims)
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64(parts["k"]))
        numbers = [int.from_bytes(half, "big") for half in (signature[:32], signature[32:])]
        signed = parts["t"].rpartition(".")[0].encode()
        public.verify(encode_dss_signature(*numbers), signed, ec.ECDSA(SHA256()))  # raises where it is another's
        assert (scheme, json.loads(head)["alg"], parts["k"]) == ("vapid", "ES256", self.key)
        return bool(said["aud"] == f"http://127.0.0.1:{self.port}" and said["sub"].startswith(("mailto:", "https:")))


def _hkdf(secret: bytes, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, info).derive(secret)


@pytest.fixture
def push_service() -> Iterator[PushService]:
    """A push service that runs."""
    service = PushService()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.send_response(service.take(self.path.rpartition("/")[2], headers, body))
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            """Keep quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield service
    server.shutdown()
    thread.join()
    server.server_close()
