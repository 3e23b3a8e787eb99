"""What a gateway imports for a bot that only listens."""

import subprocess
import sys


def test_aiogram_is_not_imported_before_something_is_sent() -> None:
    code = (
        "import sys, channels.telegram.adapter, channels.telegram.inlets, channels.telegram.parse, web.telegram;"
        "sys.exit('aiogram' in sys.modules or 'aiohttp' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
