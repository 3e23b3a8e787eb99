"""One command for every job here: `python3 tools/dev.py help`. Kept readable for Python 3.6, which may be the one to run it."""

import os
import sys

SCRIPT = os.path.realpath(__file__)
sys.path[0] = os.path.dirname(os.path.dirname(SCRIPT))

from tools import interpreter  # noqa: E402 - the path must be set first
from tools.trouble import Trouble  # noqa: E402 - as above


def start() -> int:
    """Hand over to the commands, in another Python where this one is too old or too new."""
    if sys.platform == "win32":
        raise Trouble("The helpdesk does not run on Windows itself.", "Use WSL or Docker.")
    if not interpreter.is_supported(sys.version_info[:2]):
        found = interpreter.find()
        os.execv(found, [found, SCRIPT, *sys.argv[1:]])
    from tools.commands import main  # noqa: PLC0415 - an old Python could not read it

    return main(sys.argv[1:])


if __name__ == "__main__":
    try:
        sys.exit(start())
    except Trouble as trouble:
        sys.exit(str(trouble))
    except OSError as error:
        sys.exit(str(Trouble.from_os_error(error)))
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        sys.exit(130)
