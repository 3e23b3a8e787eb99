"""The content of an opaque signed message (CMS signed-data, RFC 5652), without judging the signature."""

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_SEQUENCE, _OCTETS, _CONSTRUCTED_OCTETS, _EXPLICIT = 0x30, 0x04, 0x24, 0xA0
_MOST_PIECES = 200_000


class _NotCms(Exception):
    """This is no signed message."""


def signed_content(data: bytes) -> bytes | None:
    """Return the signed mail part inside of DER or BER, None when there is none or it is encrypted."""
    try:
        return _signed_content(data)
    except (_NotCms, IndexError):
        return None


def _signed_content(data: bytes) -> bytes:
    position, _end = _enter(data, 0, _SEQUENCE)
    if not data.startswith(_SIGNED_DATA, position):
        raise _NotCms
    position, _end = _enter(data, position + len(_SIGNED_DATA), _EXPLICIT)
    position, _end = _enter(data, position, _SEQUENCE)
    position = _skip(data, position)  # version
    position = _skip(data, position)  # digest algorithms
    position, _end = _enter(data, position, _SEQUENCE)
    position = _skip(data, position)  # content type
    position, _end = _enter(data, position, _EXPLICIT)
    return _octets(data, position)


def _octets(data: bytes, position: int) -> bytes:
    tag, start, end = _head(data, position)
    if tag == _OCTETS and end is not None:
        return data[start:end]
    if tag != _CONSTRUCTED_OCTETS:
        raise _NotCms
    pieces: list[bytes] = []
    position = start
    depth = 0
    while len(pieces) < _MOST_PIECES and (end is None or position < end):
        tag, start, stop = _head(data, position)
        if tag == 0:
            if not depth:
                break
            depth, position = depth - 1, start
        elif tag == _CONSTRUCTED_OCTETS:
            depth, position = depth + (stop is None), start
        elif tag == _OCTETS and stop is not None:
            pieces.append(data[start:stop])
            position = stop
        else:
            raise _NotCms
    return b"".join(pieces)


def _enter(data: bytes, position: int, wanted: int) -> tuple[int, int | None]:
    tag, start, end = _head(data, position)
    if tag != wanted:
        raise _NotCms
    return start, end


def _skip(data: bytes, position: int) -> int:
    _tag, _start, end = _head(data, position)
    if end is None:
        raise _NotCms
    return end


def _head(data: bytes, position: int) -> tuple[int, int, int | None]:
    """Return the tag here, where its content starts and ends; None is an end that is marked, not counted."""
    tag, size = data[position], data[position + 1]
    position += 2
    if size == 0x80:
        return tag, position, None
    if size > 0x80:
        count = size & 0x7F
        if count > 8 or position + count > len(data):
            raise _NotCms
        size = int.from_bytes(data[position : position + count])
        position += count
    return tag, position, min(position + size, len(data))
