"""A site of somebody else that embeds the chat: a strict policy, a style sheet that hides buttons, and scripts that snoop."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

STRICT: Final = (
    "default-src 'none'; script-src 'self' {desk}; style-src 'self'; frame-src {desk}; connect-src {desk}; base-uri 'none'; "
    "form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
SCRIPT: Final = '<script src="/snoop.js"></script>'
STYLE: Final = '<link rel="stylesheet" href="/hide.css">'

# Names that pages and widgets look things up by, taken by elements.
CLOBBERED: Final = """
<form id="Helpdesk"><input name="v"><input name="q"></form><a id="trustedTypes"></a><img name="currentScript" alt="">
<form id="config"><input name="accent"></form><iframe name="parent" hidden></iframe><input name="documentElement">
<form name="body"></form><img name="title" alt=""><img name="referrer" alt=""><form id="helpdesk-chat"><input name="focus"></form>
"""
# Listens at everything a script can listen at, and gives every object properties that options of the browser are called.
SNOOP: Final = """
const loot = (window.loot = []);
const keep = (...all) => { try { loot.push(stringify(all)); } catch { loot.push(String(all)); } };
const { stringify } = JSON;
const wrap = (owner, name) => {
  const real = owner[name];
  owner[name] = function (...all) { keep(name, all); return real.apply(this, all); };
};
addEventListener("message", event => keep("message", event.data), true);
for (const [owner, ...names] of [[MessagePort.prototype, "postMessage"], [window, "postMessage", "fetch", "open"], [WebSocket.prototype, "send"],
    [XMLHttpRequest.prototype, "open", "send"], [Storage.prototype, "setItem"], [EventTarget.prototype, "dispatchEvent"],
    [JSON, "stringify", "parse"], [Map.prototype, "set"], [History.prototype, "pushState", "replaceState"], [Navigator.prototype, "sendBeacon"]])
  names.forEach(name => wrap(owner, name));
const listen = EventTarget.prototype.addEventListener;
EventTarget.prototype.addEventListener = function (kind, listener, ...rest) {
  return listen.call(this, kind, event => { keep(kind, event.data, event.key); return listener.call(this, event); }, ...rest);
};
const { set, get } = Object.getOwnPropertyDescriptor(MessagePort.prototype, "onmessage");
Object.defineProperty(MessagePort.prototype, "onmessage", { get, set(listener) {
  set.call(this, event => { keep("port", event.data); listener.call(this, event); });
} });
const Channel = MessageChannel;
window.MessageChannel = function () {
  const channel = new Channel();
  window.taken = channel;
  listen.call(channel.port1, "message", event => keep("port1", event.data));
  listen.call(channel.port2, "message", event => keep("port2", event.data));
  return channel;
};
for (const name of ["v", "t", "token", "hidden", "accent", "position", "locale", "theme", "mode", "signal", "attributeFilter", "helpdesk", "page"])
  Object.prototype[name] = "polluted";
"""
HIDE: Final = """
button, section, div, iframe, svg, span { display: none !important }
* { color: #0000 !important; font-size: 1px !important }
:not(html, body) { pointer-events: none; visibility: hidden; opacity: 0; transform: scale(.1) }
"""


class Site:
    """What a site serves: one page with the widget's line, one script, one style sheet."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        self.port = 0
        self.page = ""
        self.policy = ""

    @property
    def origin(self) -> str:
        """The site's address, as a channel's settings name it."""
        return f"http://{self.name}:{self.port}"

    def shows(self, body: str, *, policy: str = "", direction: str = "ltr") -> None:
        """Serve this page under this content security policy."""
        self.page = f"<!doctype html><html lang=en dir={direction}><title>A shop</title><body>{body}"
        self.policy = policy


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on a free port of the loopback."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, content = {"/snoop.js": ("text/javascript", SNOOP), "/hide.css": ("text/css", HIDE)}.get(
                self.path, ("text/html; charset=utf-8", site.page)
            )
            self.send_response(200)
            self.send_header("Content-Type", kind)
            if site.policy and content is site.page:
                self.send_header("Content-Security-Policy", site.policy)
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_args: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    site.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
