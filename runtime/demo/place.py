"""Where the pretend world of a demo is reached, and its secrets; the same at every start of a folder."""

import json
import secrets
import socket
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final, Self

NAME: Final = "world.json"
DOMAIN: Final = "nordlicht.example"
DESK_ADDRESS: Final = f"support@{DOMAIN}"


@dataclass(frozen=True, slots=True)
class Place:
    """page, smtp, imap, bot_api: ports on loopback; the rest are secrets of the world."""

    page: int
    smtp: int
    imap: int
    bot_api: int
    mail_password: str
    bot_token: str
    visitor_key: str
    widget_secret: str = ""

    @property
    def bot_url(self) -> str:
        """Where the Bot API emulator answers."""
        return f"http://127.0.0.1:{self.bot_api}"

    @property
    def page_url(self) -> str:
        """Where a person plays the customers."""
        return f"http://127.0.0.1:{self.page}/"

    @classmethod
    def of(cls, data_dir: Path, *, desk_port: int) -> Self:
        """Return the place of a data folder, made at the first start; a port somebody else took since is another."""
        path = data_dir / "world" / NAME
        known = cls(**json.loads(path.read_text())) if path.exists() else cls._new(desk_port)
        place = replace(
            known,
            page=_free(known.page),
            smtp=_free(known.smtp),
            imap=_free(known.imap),
            bot_api=_free(known.bot_api),
        )
        place.save(data_dir)
        return place

    @classmethod
    def saved(cls, data_dir: Path) -> Self:
        """Return the place as it was saved."""
        return cls(**json.loads((data_dir / "world" / NAME).read_text()))

    def save(self, data_dir: Path) -> None:
        """Keep it for the next start."""
        path = data_dir / "world" / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self), indent=1))

    @classmethod
    def _new(cls, desk_port: int) -> Self:
        token = f"{7_000_000_000 + secrets.randbelow(10**8)}:AA{secrets.token_urlsafe(25)[:33]}"
        return cls(
            page=desk_port + 1 if 0 < desk_port < 65_535 else 0,
            smtp=0,
            imap=0,
            bot_api=0,
            mail_password=secrets.token_urlsafe(18),
            bot_token=token,
            visitor_key=secrets.token_hex(32),
        )


def _free(wanted: int) -> int:
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("This machine has no free port.")
