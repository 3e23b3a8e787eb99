"""Pictures and sounds that a browser can really show and play."""

import io
import math
import struct
import wave
import zlib

RATE = 8_000


def sound(seconds: int = 6) -> bytes:
    """Return a tone as a WAV file."""
    file = io.BytesIO()
    with wave.open(file, "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(RATE)
        samples = (round(6_000 * math.sin(nth / 6)) for nth in range(RATE * seconds))
        tone.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def picture(red: int, green: int, blue: int, *, width: int = 320, height: int = 240) -> bytes:
    """Return a picture of one colour as a PNG file."""
    row = b"\0" + bytes((red, green, blue)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
