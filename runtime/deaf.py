"""Makes the process that imports it ignore requests to stop; imported first by the fork server alone.

A stop often reaches the whole process group. The fork server must outlive it, and ends when the supervisor does; the
parts set handlers of their own.
"""

import signal

for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_IGN)
