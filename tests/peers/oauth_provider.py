"""A provider of OAuth2 as a mailbox meets it: agrees to everything once, checks PKCE, lets tokens expire."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

CLIENT_ID = "desk-client"
CLIENT_SECRET = "desk-client-canary"


@dataclass(slots=True)
class Provider:
    """Where it is, and what it gave. `broken`: answer 503; `revoked`: the owner has taken the permission back."""

    url: str = ""
    good: set[str] = field(default_factory=set)
    refresh_tokens: set[str] = field(default_factory=set)
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    lives_s: int = 3600
    broken: bool = False
    revoked: bool = False
    redirects: bool = False

    @property
    def setting(self) -> dict[str, Any]:
        """The endpoints as the desk's setting "oauth" has them."""
        return {
            "client_id": CLIENT_ID,
            "authorize_url": f"{self.url}/authorize",
            "token_url": f"{self.url}/token",
        }

    def is_good(self, token: str) -> bool:
        return token in self.good

    def agree(self, authorize_url: str) -> dict[str, str]:
        """Do what the mailbox's owner does in the browser; return what the provider sends back."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(authorize_url).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(12)
        self.codes[code] = (query["code_challenge"], query["redirect_uri"])
        return {"code": code, "state": query["state"]}

    def answer(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(fields)
        if self.broken:
            return 503, {}
        if fields.get("client_id") != CLIENT_ID:
            return 401, {"error": "invalid_client"}
        if fields["grant_type"] == "refresh_token":
            if self.revoked or fields["refresh_token"] not in self.refresh_tokens:
                return 400, {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            return 200, self._tokens(anew=False)
        challenge, redirect = self.codes.pop(fields["code"], ("", ""))
        digest = hashlib.sha256(fields.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != challenge or redirect != fields["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, self._tokens(anew=True)

    def _tokens(self, *, anew: bool) -> dict[str, Any]:
        access = secrets.token_urlsafe(24)
        self.good = {access}
        found: dict[str, Any] = {"access_token": access, "expires_in": self.lives_s, "token_type": "Bearer"}
        if anew:
            refresh = secrets.token_urlsafe(24)
            self.refresh_tokens.add(refresh)
            found["refresh_token"] = refresh
        return found


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on a free loopback port."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            body = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            if made.redirects:
                self.send_response(307)
                self.send_header("location", f"{made.url}/elsewhere?{urlencode({'a': 'b'})}")
                self.end_headers()
                return
            status, answer = made.answer(body)
            data = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()
    thread.join(5)
