"""Reading a mail in a process of its own, with what it cost."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_CHILD = """
import json, resource, sys, time
from channels.email.parse import read_mail

def peak():
    # Not ru_maxrss: that starts with the parent's size.
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM"))

raw = open(sys.argv[1], "rb").read()
read_mail(b"Subject: warm\\r\\n\\r\\nwords")
before, started = peak(), time.process_time()
limit = int(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmSize"))) * 1024 + int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
mail = read_mail(raw)
print(json.dumps({"cpu_s": time.process_time() - started, "bytes": peak() - before, "files": [len(f.data) for f in mail.attachments],
                  "text": len(mail.text), "defects": mail.defects}))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading a mail cost beyond holding its bytes."""

    cpu_s: float
    bytes: int
    files: list[int]
    text: int
    defects: list[str]


def cost_of(raw: bytes, *, max_bytes: int) -> Cost:
    """Return what it costs to read a mail; the child gets no more than `max_bytes` of address space on top of what it has."""
    root = Path(__file__).parents[4]
    with tempfile.NamedTemporaryFile(suffix=".eml") as file:
        file.write(raw)
        file.flush()
        command = [sys.executable, "-c", _CHILD, file.name, str(max_bytes)]
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stderr
    return Cost(**json.loads(done.stdout))
