"""Painting a picture anew: the pixels stay, whatever else was in the file does not."""

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpdesk.errors import Invalid
from helpdesk.files.repaint import MAX_BYTES, repainted
from tests.pictures import SIGNATURE, chunk, square
from tests.rounds import examples


def pixels(png: bytes) -> bytes:
    """Return the rows of a picture that has been painted anew, without their filter bytes, which are all 0."""
    start = png.index(b"IDAT")
    (length,) = struct.unpack_from(">I", png, start - 4)
    return zlib.decompress(png[start + 4 : start + 4 + length])


def test_what_is_beside_the_pixels_is_left_behind() -> None:
    secret = chunk(b"tEXt", b"GPS\0 50.45, 30.52") + chunk(b"eXIf", b"canary")
    trailing = b"<script>alert(1)</script>"

    painted = repainted(square(16, more=secret) + trailing, side=16)

    assert b"50.45" not in painted + pixels(painted)
    assert b"canary" not in painted
    assert b"script" not in painted
    assert painted == repainted(painted, side=16)


@pytest.mark.parametrize("channels", [3, 4])
def test_every_filter_gives_the_pixels_it_stands_for(channels: int) -> None:
    plain = pixels(repainted(square(8, channels=channels), side=8))
    above = pixels(repainted(square(8, channels=channels, filter_kind=2), side=8))

    row = plain[1 : 1 + 8 * channels]
    assert plain == (b"\0" + row) * 8
    assert above[: 1 + len(row)] == b"\0" + row
    assert above[-len(row) :] == bytes(value * 8 % 256 for value in row)
    for kind in (1, 3, 4):
        assert len(pixels(repainted(square(8, channels=channels, filter_kind=kind), side=8))) == len(plain)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0 a JPEG",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        square(9),
        square(8, filter_kind=5),
        square(8)[:-30],
        square(8).replace(b"IDAT", b"IDAX"),
        SIGNATURE,
        square(8) + b"x" * MAX_BYTES,
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 3, 0, 0, 0)) + chunk(b"IEND", b""),
        SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 6, 0, 0, 1)) + chunk(b"IEND", b""),
    ],
)
def test_what_is_no_such_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        repainted(data, side=8)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = chunk(b"IDAT", zlib.compress(bytes(50_000_000), 9))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 6, 0, 0, 0))

    assert len(repainted(SIGNATURE + head + bomb + chunk(b"IEND", b""), side=8)) < 200


@settings(max_examples=examples(30), deadline=None)
@given(st.binary(max_size=300), st.integers(0, 200))
def test_any_bytes_are_painted_or_refused(data: bytes, at: int) -> None:
    png = square(8)

    for one in (data, SIGNATURE + data, png[:at] + data + png[at:]):
        try:
            repainted(one, side=8)
        except Invalid:
            continue
