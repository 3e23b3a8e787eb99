"""Switches the garbage collector off in the process that imports it, the fork server; every part switches it on again.

What loading modules makes stays for good: looking through it for garbage took a seventh of the time until ready.
"""

import gc

gc.disable()
