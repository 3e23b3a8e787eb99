"""Taking in one file of a form, however large, with flat memory."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from anyio import to_thread
from litestar import Request
from litestar.exceptions import HTTPException
from multipart import MultipartError, MultipartSegment, ParserLimitReached, PushMultipartParser, parse_options_header

from helpdesk.actions.attachments import StoredFile, keep_file
from helpdesk.errors import Invalid, TooLarge, UnsupportedMedia

FIELD: Final = "file"
MEMORY_BYTES: Final = 256 * 1024
CHUNK_BYTES: Final = 256 * 1024
FORM_BYTES: Final = 64 * 1024  # what a form has besides the file
MAX_PARTS: Final = 10

AnyRequest = Request[Any, Any, Any]  # user, auth and state types do not matter here


@dataclass(slots=True)
class Spooled:
    """A file as it came, in memory or in a temporary file; `name` is what the browser called it."""

    file: IO[bytes]
    name: str | None = None
    size: int = 0


async def take_file(request: AnyRequest, *, max_bytes: int) -> StoredFile:
    """Read the form's field "file" and store it; TooLarge as early as it can be known."""
    _refuse_announced(request, max_bytes)
    async with _spooled(request, max_bytes) as spooled:
        name = spooled.name
        if name is None:
            raise Invalid("The form has no file.", file="missing")
        return await to_thread.run_sync(lambda: keep_file(_chunks(spooled.file), name=name, max_bytes=max_bytes))


async def take_form(request: AnyRequest, *, max_bytes: int, most: int) -> tuple[dict[str, str], list[StoredFile]]:
    """Read a form's fields, and store up to `most` files of its field "file"; empty ones are none.

    TooLarge when all of it has more than max_bytes; Invalid for what is no such form.
    """
    _refuse_announced(request, max_bytes)
    fields: dict[str, str] = {}
    spools: list[Spooled] = []
    try:
        await _read_form(request, fields, spools, most=most, max_bytes=max_bytes)
        stored = []
        for one in spools:
            one.file.seek(0)
            if one.size:
                stored.append(await to_thread.run_sync(_kept, one, max_bytes))
        return fields, stored
    except ParserLimitReached:
        raise TooLarge(max_bytes=max_bytes) from None
    except MultipartError:
        raise Invalid("This is no form.", file="malformed") from None
    finally:
        for one in spools:
            one.file.close()


async def _read_form(
    request: AnyRequest, fields: dict[str, str], spools: list[Spooled], *, most: int, max_bytes: int
) -> None:
    parser = PushMultipartParser(_boundary(request), max_segment_count=MAX_PARTS + most, max_segment_size=max_bytes)
    part: MultipartSegment | None = None
    raw: dict[str, bytearray] = {}
    with parser:
        async for chunk in _body(request):
            for found in parser.parse(chunk):
                if isinstance(found, MultipartSegment):
                    part = found
                    if part.filename is not None and part.name == FIELD:
                        if len(spools) == most:
                            raise Invalid("Too many files.", file="several")
                        spools.append(Spooled(SpooledTemporaryFile(MEMORY_BYTES), part.filename))  # noqa: SIM115 - closed by take_form
                elif found and part is not None and part.filename is not None and part.name == FIELD:
                    spools[-1].size += len(found)
                    spools[-1].file.write(found)
                elif found and part is not None and part.filename is None:
                    value = raw.setdefault(part.name, bytearray())
                    value += found[: FORM_BYTES * 2 - len(value)]
    fields.update((name, value.decode("utf-8", "replace").replace("\r\n", "\n")) for name, value in raw.items())


def _kept(spooled: Spooled, max_bytes: int) -> StoredFile:
    return keep_file(_chunks(spooled.file), name=spooled.name or "", max_bytes=max_bytes)


def _refuse_announced(request: AnyRequest, max_bytes: int) -> None:
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:19]) > max_bytes + FORM_BYTES:
        raise TooLarge(max_bytes=max_bytes)


@asynccontextmanager
async def _spooled(request: AnyRequest, max_bytes: int) -> AsyncIterator[Spooled]:
    with SpooledTemporaryFile(MEMORY_BYTES) as file:
        spooled = Spooled(file)
        try:
            await _read(request, spooled, max_bytes)
        except ParserLimitReached:
            # Within the file it is the file that is too long, before it the form around it.
            if spooled.size:
                raise TooLarge(max_bytes=max_bytes) from None
            raise Invalid("This is no form with a file.", file="malformed") from None
        except MultipartError:
            raise Invalid("This is no form with a file.", file="malformed") from None
        file.seek(0)
        yield spooled


async def _read(request: AnyRequest, spooled: Spooled, max_bytes: int) -> None:
    parser = PushMultipartParser(_boundary(request), max_segment_count=MAX_PARTS, max_segment_size=max_bytes)
    part: MultipartSegment | None = None
    with parser:
        async for chunk in _body(request):
            for found in parser.parse(chunk):
                if isinstance(found, MultipartSegment):
                    part = found
                    _begin(part, spooled)
                elif found and part is not None and part.name == FIELD and part.filename is not None:
                    spooled.size += len(found)
                    spooled.file.write(found)


def _begin(part: MultipartSegment, spooled: Spooled) -> None:
    if part.name != FIELD or part.filename is None:
        return
    if spooled.name is not None:
        raise Invalid("One file at a time.", file="several")
    spooled.name = part.filename


def _boundary(request: AnyRequest) -> str:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise UnsupportedMedia("Send a form: multipart/form-data.")
    return str(options["boundary"])


async def _body(request: AnyRequest) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            if chunk:
                yield chunk
    except HTTPException as error:
        if error.status_code == 413:
            raise
        # Whoever sent it is gone: no fault of ours, and nobody reads the answer.
        raise Invalid("The upload was broken off.", file="broken_off") from None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
