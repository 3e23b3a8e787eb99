"""What an agent's browser may say on the socket, decoded strictly."""

from typing import Annotated, Final, Literal

import msgspec

MAX_FRAME_BYTES: Final = 64 * 1024
Id = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
TypingMode = Literal["reply", "note"]


class BadFrame(Exception):
    """A frame that says nothing we know; `code` is "bad_frame" or "too_large"."""

    def __init__(self, code: str, detail: str) -> None:
        self.code, self.detail = code, detail
        super().__init__(detail)


class Hello(msgspec.Struct, tag_field="t", tag="hello", forbid_unknown_fields=True, frozen=True):
    """The first frame: the last position the browser has, and the ticket on its screen."""

    position: Id | None = None
    watch: Id | None = None


class Watch(msgspec.Struct, tag_field="t", tag="watch", forbid_unknown_fields=True, frozen=True):
    """The ticket on the screen, None for none."""

    ticket: Id | None


class Typing(msgspec.Struct, tag_field="t", tag="typing", forbid_unknown_fields=True, frozen=True):
    """The agent writes a reply or a note, or stopped."""

    ticket: Id
    mode: TypingMode
    on: bool


class Active(msgspec.Struct, tag_field="t", tag="active", forbid_unknown_fields=True, frozen=True):
    """The agent has touched the console since the last of these."""


class Ping(msgspec.Struct, tag_field="t", tag="ping", forbid_unknown_fields=True, frozen=True):
    """A sign of life."""


Frame = Hello | Watch | Typing | Active | Ping
_decoder: msgspec.json.Decoder[Frame] = msgspec.json.Decoder(Frame)


def decode(text: str) -> Frame:
    """Return the frame that `text` is; BadFrame when it is none."""
    if len(text) > MAX_FRAME_BYTES or len(text.encode()) > MAX_FRAME_BYTES:
        raise BadFrame("too_large", f"A frame has at most {MAX_FRAME_BYTES} bytes.")
    try:
        return _decoder.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadFrame("bad_frame", str(error)) from None
