"""Photos customers send: drawn here, a parcel with a crack in it or a lamp of the wrong colour."""

import struct
import zlib
from random import Random
from typing import Final

WIDTH: Final = 480
HEIGHT: Final = 320

Colour = tuple[int, int, int]


def photo(seed: int) -> bytes:
    """Return a PNG; the same seed gives the same picture."""
    chance = Random(seed)
    wall = _shade(chance, (196, 188, 176), 18)
    table = _shade(chance, (134, 96, 64), 18)
    glass = _shade(chance, (226, 216, 168), 22)
    centre = WIDTH // 2 + chance.randint(-60, 60)
    crack = _crack(chance, centre)
    rows = [
        b"\0" + b"".join(_pixel(x, y, centre, (wall, table, glass), crack) for x in range(WIDTH)) for y in range(HEIGHT)
    ]
    return _png(b"".join(rows))


def _pixel(x: int, y: int, centre: int, colours: tuple[Colour, Colour, Colour], crack: list[int]) -> bytes:
    wall, table, glass = colours
    noise = (x * 7919 + y * 104_729 + x * y) % 11 - 5
    base = wall if y < 230 else table
    if 90 <= y < 180 and abs(x - centre) < 30 + (y - 90) * 0.7:
        base = (40, 34, 30) if abs(x - crack[y]) < 3 else glass
    elif 180 <= y < 245 and abs(x - centre) < 7:
        base = (88, 84, 80)
    elif 245 <= y < 258 and abs(x - centre) < 60:
        base = (70, 66, 62)
    light = 12 - abs(x - centre) // 20
    return bytes(max(0, min(255, part + noise + light)) for part in base)


def _crack(chance: Random, centre: int) -> list[int]:
    x, found = centre, []
    for _ in range(HEIGHT):
        x += chance.choice((-2, -1, 0, 1, 2))
        found.append(x)
    return found


def _shade(chance: Random, colour: Colour, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + chance.randint(-by, by))) for part in colour)
    return red, green, blue


def _png(raw: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(raw, 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
