"""Giving out the small copy of a picture, to whoever may have the picture."""

from pathlib import Path
from typing import Any, Final

from anyio import CapacityLimiter, to_thread
from litestar import Request, Response

from helpdesk import storage
from helpdesk.files.shrinking import small_copy
from helpdesk.files.types import has_small_copy
from helpdesk.models import Attachment, AttachmentState
from web.downloads import file_answer

# Who waits for a copy waits in these threads, so that a hundred pictures leave all others to the rest of the desk.
_makers: Final = CapacityLimiter(4)


async def picture_answer(
    request: Request[Any, Any, Any], file: Attachment, *, small: bool, inline: bool = True
) -> Response[Any]:
    """Answer with a file as `file_answer` does or, where `small` asks for it and there can be one, with its small copy."""
    copy = await _copy_of(file) if small else None
    if copy is None:
        return await to_thread.run_sync(lambda: file_answer(request, file, inline=inline))
    etag = f'"{file.blob}-small"'
    if request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, headers={"etag": etag})
    data = await to_thread.run_sync(copy.read_bytes)
    headers = {"content-disposition": 'inline; filename="small.webp"', "etag": etag}
    return Response(data, headers=headers, media_type="image/webp")


async def _copy_of(file: Attachment) -> Path | None:
    blob = file.blob
    if blob is None or file.state is not AttachmentState.STORED:
        return None
    if not has_small_copy(file.media_type, file.width, file.height, size=file.size) or not storage.path(blob).is_file():
        return None
    return await to_thread.run_sync(small_copy, blob, limiter=_makers)
