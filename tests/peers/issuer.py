"""A small OpenID provider on loopback: papers, keys, codes turned into tokens that a test may spoil."""

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from helpdesk import clock

CLIENT_ID: Final = "helpdesk"
SECRET: Final = "known to the two of us"

Json = dict[str, Any]


@cache
def key(name: str) -> RSAPrivateKey:
    """Return a key pair by name; making one takes a while."""
    return generate_private_key(65537, 2048)


def public(name: str) -> Json:
    """Return the public half as a JWK."""
    found: Json = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key(name).public_key()))
    return {**found, "kid": name, "use": "sig", "alg": "RS256"}


class Issuer:
    """What the provider says of somebody; `claims` are put over the right ones, None takes one away."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.claims: Json = {}
        self.key_names = ["first"]
        self.signs_with = "first"
        self.token = ""  # sent instead of a right one
        self.refusal = ""  # what the provider's page says in place of a code
        self.asked: list[str] = []
        self.challenges: dict[str, Json] = {}

    def agrees(self, authorize_url: str, **claims: Any) -> Json:
        """Do as the provider's page when somebody agrees; return what the browser brings back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        code = f"code{len(self.challenges)}"
        self.challenges[code] = {**query, "claims": claims}
        return {"code": code, "state": query["state"], "iss": self.url}

    def sends_back(self, authorize_path: str) -> str:
        """Return where the provider's page sends a browser: with a code, or with `refusal` where there is one."""
        query = parse_qs(urlsplit(authorize_path).query)
        brought = self.agrees(authorize_path)
        if self.refusal:
            brought = {"error": self.refusal, "state": brought["state"], "iss": self.url}
        return f"{query['redirect_uri'][0]}?{urlencode(brought)}"

    def answer(self, path: str, form: Json, authorization: str) -> tuple[int, Json]:
        """Answer one request."""
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            return 200, {"issuer": self.url, **{name: f"{self.url}/{place}" for name, place in places.items()}}
        if path == "/keys":
            return 200, {"keys": [public(name) for name in self.key_names]}
        return self._token(form, authorization)

    def _token(self, form: Json, authorization: str) -> tuple[int, Json]:
        asked = self.challenges.pop(form.get("code", ""), None)
        pair = base64.b64encode(f"{CLIENT_ID}:{SECRET.replace(' ', '+')}".encode()).decode()
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or authorization != f"Basic {pair}" or challenge != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"id_token": self.token or self.signed(nonce=asked["nonce"], **asked["claims"])}

    def signed(self, **claims: Any) -> str:
        """Return a token about Anna, with other claims."""
        now = int(clock.now().timestamp())
        said = {
            "iss": self.url,
            "aud": CLIENT_ID,
            "sub": "anna-there",
            "iat": now,
            "exp": now + 300,
            "email": "anna@desk.example",
            "email_verified": True,
            "name": "Anna There",
            **claims,
            **self.claims,
        }
        kept = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(kept, key(self.signs_with), "RS256", headers={"kid": self.signs_with})


@contextmanager
def issuer() -> Iterator[Issuer]:
    """Serve a provider until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):
                self.send_response(303)
                self.send_header("location", found.sends_back(self.path))
                self.send_header("content-length", "0")
                self.end_headers()
            else:
                self._say({})

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["content-length"])).decode()
            self._say({name: values[0] for name, values in parse_qs(text).items()})

        def _say(self, form: Json) -> None:
            status, said = found.answer(self.path, form, self.headers.get("authorization", ""))
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Issuer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
