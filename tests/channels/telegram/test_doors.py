"""What a gateway imports for a bot that only listens."""

import subprocess
import sys


def test_aiogram_is_not_imported_before_something_is_sent() -> None:
    code = (
        "import sys, channels.telegram.adapter, channels.telegram.inlets, channels.telegram.parse, web.telegram;"
        "sys.exit('aiogram' in sys.modules or 'aiohttp' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_models_of_aiogram_are_built_when_they_are_used() -> None:
    code = (
        "import sys, channels.telegram.wire; from aiogram.types import Chat, Message;"
        "built = Chat.__pydantic_complete__, Message.__pydantic_complete__;"
        "chat = Chat.model_validate({'id': 5, 'type': 'private'});"
        "sys.exit((built, chat.id, Chat.__pydantic_complete__, Message.__pydantic_complete__)"
        " != ((False, False), 5, True, False))"
    )

    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
