"""How the desk and the process that reads mails talk: lengths before bytes."""

import struct
from typing import Final

REQUEST: Final = struct.Struct("!I")  # so many mails follow
LENGTH: Final = struct.Struct("!Q")  # of the mail that follows
ANSWER: Final = struct.Struct("!cQ")  # READ or FAILED, and the length of what follows
READ: Final = b"R"
FAILED: Final = b"F"
