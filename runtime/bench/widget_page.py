"""A site of somebody else with the chat on it, and what watches there: when it was asked for, when its history stood."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

POLICY: Final = (
    "default-src 'none'; script-src {desk}; style-src 'self'; frame-src {desk}; connect-src {desk}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE: Final = (
    "<!doctype html><html lang=en><title>A shop</title><body><h1>Kettles</h1>{words}"
    '<script src="{desk}/widget.js" data-channel="{key}" async></script>'
)
WORDS: Final = "<p>We sell kettles of all sizes, and what belongs to them.</p>" * 40
# Both frames name moments by the clock of the machine. A time is taken in the frame after the one that drew it.
PROBE: Final = """
(() => {
  const now = () => performance.timeOrigin + performance.now();
  const painted = (done) => requestAnimationFrame(() => setTimeout(done));
  if (!location.pathname.endsWith("/frame")) {
    window.shifts = 0;
    new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (shifts += value))).observe({ type: "layout-shift", buffered: true });
    addEventListener("click", ({ timeStamp }) => (window.askedAt = performance.timeOrigin + timeStamp), true);
    return;
  }
  const look = () => {
    const answers = document.querySelectorAll(".log li.said[data-from=agent]");
    if (!answers.length || !answers[answers.length - 1].clientHeight) return requestAnimationFrame(look);
    painted(() => (window.drawnAt = now()));
  };
  requestAnimationFrame(look);
})();
"""
CLICK: Final = (
    "document.querySelector('helpdesk-chat').shadowRoot.querySelector('button').click()"  # no pointer comes near
)
# What the page keeps of who has written: it loads the chat at once.
REMEMBERED: Final = "document.addEventListener('DOMContentLoaded', () => { const { channel } = document.querySelector('script')?.dataset ?? {}; if (channel) localStorage.setItem(`helpdesk:${channel}`, '1'); })"
FORGOTTEN: Final = "if (!location.pathname.endsWith('/frame')) localStorage.clear()"


@contextmanager
def site() -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a site on another host name than the desk's; returns its origin, and what it shows, to be filled in."""
    shown = {"desk": "", "key": ""}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format_map(shown))
            self.end_headers()
            self.wfile.write(PAGE.format(words=WORDS, **shown).encode())

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}", shown
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
