"""What a visitor's browser may say on its socket. One mistake is answered, never punished."""

import json
from typing import Annotated, Any, Final, NoReturn, TypeVar

import msgspec

MAX_FRAME_BYTES: Final = 512 * 1024  # a message far too long is still understood, so that it can be refused by name
MAX_CURSORS: Final = 100

Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Frame = dict[str, Any]  # JSON of any shape
S = TypeVar("S")


class BadFrame(Exception):
    """A frame that says nothing we know; `code` is "bad_frame" or "too_large"."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(detail)


class Hello(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The first frame. cursors: the last seq known of each ticket, by public number."""

    t: str
    token: str | None = None
    cursors: Annotated[dict[str, Number], msgspec.Meta(max_length=MAX_CURSORS)] = {}
    locale: str = ""
    page: dict[str, Any] | None = None  # JSON; parse.page_of takes what makes sense
    identity: dict[str, Any] | None = None  # JSON: what helpdesk.actions.visitor_identity.prove reads


class Typing(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The visitor writes, or stopped. ticket: by number, where they do so; None for the newest."""

    t: str
    on: bool
    ticket: Number | None = None


class Seen(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The visitor has seen everything of a ticket up to a seq."""

    t: str
    ticket: Number
    seq: Number


class Page(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The visitor went on to another page."""

    t: str
    page: dict[str, Any]  # JSON


class Ping(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A sign of life."""

    t: str


KINDS: Final[dict[str, type[Hello | Typing | Seen | Page | Ping]]] = {
    "hello": Hello,
    "typing": Typing,
    "seen": Seen,
    "page": Page,
    "ping": Ping,
}


def decode(text: str) -> Hello | Typing | Seen | Page | Ping | Frame:
    """Return the frame that `text` is; a send frame stays as it came, for channels.webchat.parse to judge."""
    if len(text) > MAX_FRAME_BYTES:
        raise BadFrame("too_large", f"A frame has at most {MAX_FRAME_BYTES} bytes.")
    frame = read_object(text)
    kind = frame.get("t")
    if kind == "send":
        return frame
    if not isinstance(kind, str) or kind not in KINDS:
        raise BadFrame("bad_frame", "There is no such kind of frame.")
    return _shaped(frame, KINDS[kind])


def seen_of(frame: Frame) -> Seen:
    """Return what a request says was seen."""
    return _shaped({**frame, "t": "seen"}, Seen)


def read_object(text: str) -> Frame:
    """Return a JSON object; BadFrame when `text` is none."""
    # The standard reader takes lone surrogates, which browsers do send; the desk's text cleaning drops them.
    try:
        frame = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadFrame("bad_frame", "A frame is JSON.") from None
    if not isinstance(frame, dict):
        raise BadFrame("bad_frame", "A frame is a JSON object.")
    return frame


def _shaped(frame: Frame, shape: type[S]) -> S:
    try:
        return msgspec.convert(frame, shape)
    except (msgspec.ValidationError, UnicodeError) as error:
        raise BadFrame("bad_frame", str(error)) from None


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)
