"""The `helpdesk` command as a process of a test."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = (sys.executable, "-c", "from runtime.cli import main; main()")


def environment(data_dir: Path, **settings: object) -> dict[str, str]:
    """Return this process's environment with the settings of a desk in `data_dir` and no others."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("HELPDESK_")}
    given = {f"HELPDESK_{name.upper()}": str(value) for name, value in settings.items()}
    return {**bare, "HELPDESK_DATA_DIR": str(data_dir), "HELPDESK_PORT": "0", **given}


def run(*arguments: str, env: dict[str, str], text_in: str = "") -> "subprocess.CompletedProcess[str]":
    """Run a command that ends by itself."""
    return subprocess.run([*COMMAND, *arguments], env=env, input=text_in, capture_output=True, text=True, check=False)


def start(*arguments: str, env: dict[str, str]) -> "subprocess.Popen[str]":
    """Start a command that stays, as leader of a group of its own, its log on `stderr`."""
    return subprocess.Popen([*COMMAND, *arguments], env=env, stderr=subprocess.PIPE, text=True, start_new_session=True)
