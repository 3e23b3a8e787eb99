"""Small copies of pictures: what they show, what they leave behind, and what cannot hurt."""

import io
import os
import random
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from helpdesk import storage
from helpdesk.files import shrinking
from helpdesk.files.images import MAX_PIXELS, size_of
from helpdesk.files.shrinking_child import shrunk
from tests import uploads

ORIENTATION, MAKE = 0x0112, 0x010F
UPSIDE_DOWN, TURNED = 3, 6


@pytest.fixture(autouse=True)
def files(tmp_path: Path) -> Iterator[Path]:
    """A folder of files, and no process left behind."""
    storage.connect(tmp_path)
    yield tmp_path
    shrinking.close()


def photo(width: int = 1200, height: int = 800, *, orientation: int = 1) -> bytes:
    """Return a JPEG, red in its left half and blue in its right, that says where it was made."""
    picture = Image.new("RGB", (width, height), "blue")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "SECRET CAMERA"
    return saved(picture, "JPEG", exif=exif)


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    data = io.BytesIO()
    picture.save(data, kind, **options)
    return data.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def at(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def test_a_copy_is_small_and_says_nothing_of_the_camera(files: Path) -> None:
    copy = shrunk(at(files / "photo", photo()), side=640)

    assert (opened(copy).format, opened(copy).size) == ("WEBP", (640, 427))
    assert b"SECRET CAMERA" in photo()
    assert b"SECRET" not in copy
    assert not opened(copy).getexif()


def test_a_photo_taken_upright_stands_upright_and_is_announced_so(files: Path) -> None:
    data = photo(orientation=TURNED)
    copy = opened(shrunk(at(files / "photo", data), side=640)).convert("RGB")

    assert size_of(data, "image/jpeg") == (800, 1200)
    assert size_of(photo(orientation=UPSIDE_DOWN), "image/jpeg") == (1200, 800)
    assert copy.size == (427, 640)
    top, bottom = copy.getpixel((200, 40)), copy.getpixel((200, 600))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[0] > 200 > bottom[0]
    assert bottom[2] > 200 > top[2]


def test_a_picture_that_moves_stands_still_with_a_mark(files: Path) -> None:
    frames = [Image.new("RGB", (100, 80), color) for color in ("white", "red")]
    moving = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    copy = opened(shrunk(at(files / "moving", moving), side=640))
    still = opened(shrunk(at(files / "still", saved(frames[0], "GIF")), side=640))

    assert not getattr(copy, "is_animated", False)
    assert min(copy.convert("L").crop((0, 50, 40, 80)).tobytes()) < 60
    assert min(still.convert("L").tobytes()) > 240


def test_what_is_seen_through_stays_so(files: Path) -> None:
    clear = saved(Image.new("RGBA", (900, 900), (0, 0, 0, 0)), "PNG")

    assert opened(shrunk(at(files / "clear", clear), side=640)).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]


def test_a_thousand_million_pixels_are_never_unpacked(files: Path) -> None:
    with pytest.raises(ValueError, match="too many pixels"):
        shrunk(at(files / "bomb", uploads.png(31_000, MAX_PIXELS // 31_000 + 1)), side=640)
    blob = storage.put_bytes(uploads.png(100_000, 10_000))
    assert shrinking.small_copy(blob) is None


def test_a_picture_is_made_small_once_whoever_asks(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blob, really = storage.put_bytes(photo()), shrinking._make
    made: list[str] = []

    def counted(blob: str) -> None:
        made.append(blob)
        really(blob)

    monkeypatch.setattr(shrinking, "_make", counted)
    asking = [threading.Thread(target=shrinking.small_copy, args=(blob,)) for _ in range(6)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()

    assert made == [blob]
    assert shrinking.small_copy(blob) == storage.small_path(blob)


def test_what_is_no_picture_is_tried_once(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = storage.put_bytes(photo()[:900] + random.Random(7).randbytes(900))
    assert shrinking.small_copy(blob) is None
    monkeypatch.setattr(shrinking, "_make", lambda blob: pytest.fail("tried again"))

    assert shrinking.small_copy(blob) is None


def test_a_process_that_died_is_followed_by_another(files: Path) -> None:
    first, second = storage.put_bytes(photo()), storage.put_bytes(photo(800, 800))
    shrinking.small_copy(first)
    process = shrinking._process
    assert process is not None
    os.kill(process.pid, 9)

    assert shrinking.small_copy(second) is not None


def test_a_copy_goes_with_its_picture(files: Path) -> None:
    blob = storage.put_bytes(photo())
    copy = shrinking.small_copy(blob)
    assert copy is not None
    storage.delete(blob)

    assert not copy.exists()
    storage.put_small(blob, b"made while it went")
    assert not copy.exists()
    copy.write_bytes(b"left behind")
    assert storage.orphaned_small() == [blob]
