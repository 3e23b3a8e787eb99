"""The browser that most people in these tests have."""

from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext

# What a screen shows in the end; how soon is asked where a promise says so.
SHOWN_WITHIN_MS: Final = 45_000
USUAL: Final = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", "service_workers": "block"}


def laptop(chromium: Browser, **options: Any) -> BrowserContext:  # what Playwright takes
    """Return a browser of somebody's own: on a laptop, in English, without the console's worker, unless the options say otherwise.

    A worker loads the whole console once more, which takes more of the processor than all else that most tests do.
    """
    context = chromium.new_context(**{**USUAL, **options})
    context.set_default_timeout(SHOWN_WITHIN_MS)
    return context
