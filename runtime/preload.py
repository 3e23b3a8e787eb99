"""What the fork server imports once, so that every part starts warm and shares the memory.

Only imported by the fork server. Nothing here may start a thread; aiogram and scikit-learn stay out.
"""

import gc

import runtime.parts.clock
import runtime.parts.gateway
import runtime.parts.relay
import runtime.parts.web
import runtime.parts.worker  # noqa: F401 - only to have it loaded

# Keeps the collector from touching, and so copying, the pages that the parts share.
gc.freeze()
