"""The IMAP side: one mailbox, served by pymap out of its Maildir."""

import argparse
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from pymap.backend.maildir import MaildirBackend
from pymap.imap import IMAPService


@asynccontextmanager
async def serving(root: Path, port: int, *, user: str, password: str, folder: Path) -> AsyncIterator[None]:
    """Serve `folder` to `user` on loopback while the block runs; root: where pymap keeps who may sign in."""
    root.mkdir(parents=True, exist_ok=True)
    args = _arguments(root, port)
    backend, config = await MaildirBackend.init(args)
    config.apply_context()
    (root / "pymap-etc-passwd").write_text(f"{user}:x:::{user}:{folder.resolve()}:\n")
    kept = backend.login._passwords.hash_context.hash(password)
    (root / "pymap-etc-shadow").write_text(f"{user}:{kept}:::::::\n")
    async with AsyncExitStack() as stack:
        stack.enter_context(_temporary_files_in(root))
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        yield


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Have what pymap writes at first beside the mailbox, which may be on another disk than others' temporary files."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _arguments(root: Path, port: int) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    MaildirBackend.add_subparser("maildir", commands).set_defaults(debug=False, passlib_cfg=None)
    IMAPService.add_arguments(parser)
    return parser.parse_args(["--host", "127.0.0.1", "--port", str(port), "--no-tls", "maildir", str(root)])
