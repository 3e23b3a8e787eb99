"""The log: whole lines, marked with their part, that no text from outside can forge."""

import json
import subprocess
import sys

CODE = """
import logging, structlog
from runtime.logs import LogFormat, configure_logs
configure_logs("web", LogFormat.of({format!r}, "info"))
structlog.get_logger().info("message received", text="first\\nsecond \\x1b[31mred", ticket=7)
logging.getLogger("anything").warning("plain %s", "old style")
logging.getLogger("anything").warning("several\\n12:00:00 forged\\rlines")
logging.getLogger("rq.worker").info("chatter")
"""


def test_text_with_line_breaks_and_terminal_codes_stays_one_line() -> None:
    lines = _log_of("text")

    assert r"first\nsecond \x1b[31mred" in lines[0]
    assert "web" in lines[0].split()
    assert "plain old style" in lines[1]


def test_a_message_of_several_lines_is_indented() -> None:
    lines = _log_of("text")

    assert len(lines) == 5
    assert lines[2].endswith("several")
    assert lines[3:] == ["    12:00:00 forged", "    lines"]


def test_json_lines_hold_the_fields_as_they_are() -> None:
    first, second, _ = map(json.loads, _log_of("json"))

    assert first["part"] == "web"
    assert first["text"] == "first\nsecond \x1b[31mred"
    assert second["event"] == "plain old style"


def _log_of(log_format: str) -> list[str]:
    code = CODE.format(format=log_format)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()
