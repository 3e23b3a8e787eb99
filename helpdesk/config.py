"""Settings of one process, each an environment variable HELPDESK_*."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from helpdesk.errors import Misconfigured

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Config:
    """host/port: where web listens; data_dir: files, keys and the SQLite file; *_url: empty means embedded.

    instance: tells two of the same part apart that run on one machine and one data folder.
    backup_*: where backups lie (None: in data_dir), the public half of the recovery key, how often (0: never), how many.

    is_demo: everybody in it is invented and every page says so; no environment variable sets it.
    allow_hosts: names or networks inside that mailboxes and the like may be on; allow_plain_mail: without TLS too.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = Path("data")
    database_url: str = ""
    redis_url: str = ""
    base_url: str = ""
    secret_keys: str = ""
    log_format: str = ""
    log_level: str = "info"
    metrics_token: str = ""
    trusted_proxies: tuple[str, ...] = ()
    allow_hosts: tuple[str, ...] = ()
    allow_plain_mail: bool = False
    workers: int = 1
    crash_dir: str = ""
    instance: str = ""
    backup_dir: Path | None = None
    backup_recipient: str = ""
    backup_every_hours: int = 24
    backup_keep: int = 14
    is_demo: bool = False

    @property
    def resolved_database_url(self) -> str:
        """The SQLAlchemy URL in force; SQLite in the data folder unless one is given."""
        if self.database_url:
            return self.database_url.replace("postgres://", "postgresql://", 1)
        return f"sqlite:///{self.database_file}"

    @property
    def database_file(self) -> Path:
        """Where SQLite keeps everything, unless the desk's database is another."""
        return self.data_dir.resolve() / "helpdesk.sqlite3"

    @property
    def public_url(self) -> str:
        """The address people use, without a trailing slash; every link is built from it."""
        if self.base_url:
            return self.base_url.rstrip("/")
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host
        shown = f"[{host}]" if ":" in host else host
        return f"http://{shown}:{self.port}"

    @property
    def origin(self) -> str:
        """The exact Origin that browsers of this desk send."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_https(self) -> bool:
        """Whether people reach the desk over TLS."""
        return self.public_url.startswith("https://")

    def trusts_proxy(self, address: str) -> bool:
        """Say whether X-Forwarded-For from this socket address may be believed."""
        try:
            peer = ip_address(address)
        except ValueError:
            return False
        return any(peer in ip_network(net, strict=False) for net in self.trusted_proxies)


def load(environ: Mapping[str, str] = os.environ) -> Config:
    """Read the settings; raise Misconfigured naming the variable and what it takes."""
    return Config(
        host=_text(environ, "HOST", "127.0.0.1"),
        port=_number(environ, "PORT", 8000, low=0, high=65_535),
        data_dir=Path(_text(environ, "DATA_DIR", "data")),
        database_url=_text(environ, "DATABASE_URL"),
        redis_url=_text(environ, "REDIS_URL"),
        base_url=_base_url(environ),
        secret_keys=_text(environ, "SECRET_KEYS"),
        log_format=_text(environ, "LOG_FORMAT"),
        log_level=_text(environ, "LOG_LEVEL", "info"),
        metrics_token=_text(environ, "METRICS_TOKEN"),
        trusted_proxies=_networks(environ),
        allow_hosts=_list(environ, "ALLOW_HOSTS"),
        allow_plain_mail=_text(environ, "ALLOW_PLAIN_MAIL").lower() in ("1", "true", "yes"),
        workers=_number(environ, "WORKERS", 1, low=1, high=64),
        crash_dir=_text(environ, "CRASH_POINTS"),
        instance=_text(environ, "INSTANCE"),
        backup_dir=Path(found) if (found := _text(environ, "BACKUP_DIR")) else None,
        backup_recipient=_text(environ, "BACKUP_RECIPIENT"),
        backup_every_hours=_number(environ, "BACKUP_EVERY_HOURS", 24, low=0, high=10_000),
        backup_keep=_number(environ, "BACKUP_KEEP", 14, low=1, high=10_000),
    )


def _text(environ: Mapping[str, str], name: str, default: str = "") -> str:
    return environ.get(f"HELPDESK_{name}", "").strip() or default


def _number(environ: Mapping[str, str], name: str, default: int, *, low: int, high: int) -> int:
    text = _text(environ, name)
    if not text:
        return default
    if not text.isdigit() or not low <= int(text) <= high:
        raise Misconfigured(f"HELPDESK_{name} must be a whole number from {low} to {high}, not {text!r}.")
    return int(text)


def _base_url(environ: Mapping[str, str]) -> str:
    url = _text(environ, "BASE_URL")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname and not parts.path.strip("/"):
            return _as_browsers_say(parts)
    except ValueError:  # no port there can be, no name there can be
        pass
    raise Misconfigured(f"HELPDESK_BASE_URL must look like https://desk.example.org, not {url!r}.")


def _as_browsers_say(parts: SplitResult) -> str:
    """Return an address as the Origin of its pages: small letters, names in ASCII, no port that goes without saying."""
    host = (parts.hostname or "").encode("idna").decode()
    shown = f"[{host}]" if ":" in host else host
    is_usual = parts.port in (None, {"http": 80, "https": 443}[parts.scheme])
    return f"{parts.scheme}://{shown}" if is_usual else f"{parts.scheme}://{shown}:{parts.port}"


def _list(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip().lower() for part in _text(environ, name).split(",") if part.strip())


def _networks(environ: Mapping[str, str]) -> tuple[str, ...]:
    nets = _list(environ, "TRUSTED_PROXIES")
    for net in nets:
        try:
            ip_network(net, strict=False)
        except ValueError:
            raise Misconfigured(
                f"HELPDESK_TRUSTED_PROXIES takes addresses or networks like 10.0.0.0/8, not {net!r}."
            ) from None
    return nets
