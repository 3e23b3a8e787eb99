"""Names of attached files: found wherever mailers put them, harmless, and never empty."""

import mimetypes
import re

from channels.email.limits import MAX_NAME_CHARS
from channels.email.mime.split import Part
from channels.email.storable import one_line

# Bidirectional marks and what is invisible: "exe.txt" must not read as "txt.exe".
_HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2028\u2029\u2060-\u2069\ufeff\ufff9-\ufffc]")
_REFUSED = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_EXTENSIONS = {
    "application/ms-tnef": ".dat",
    "application/octet-stream": ".bin",
    "application/pdf": ".pdf",
    "application/pgp-encrypted": ".asc",
    "application/pgp-keys": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/tiff": ".tif",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/feedback-report": ".txt",
    "message/global": ".eml",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/directory": ".vcf",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
}


def declared_name(part: Part) -> str:
    """Return the file name that a part declares, cleaned, "" when it declares none."""
    disposition = part.disposition_parameters
    name = disposition.get("filename") or part.parameters.get("name") or disposition.get("name") or ""
    return clean_name(name) if name else ""


def clean_name(name: str) -> str:
    """Return a name without path, controls and hidden characters, short enough for every file system."""
    name = _HIDDEN.sub("", one_line(name)).replace("\\", "/").rstrip("/ ")
    name = _REFUSED.sub("_", name.rpartition("/")[2]).strip(" .\t") if name.strip("./ ") else ""
    if len(name) <= MAX_NAME_CHARS:
        return name
    extension = found[0] if (found := _EXTENSION.search(name)) else ""
    return name[: MAX_NAME_CHARS - len(extension)].rstrip() + extension


def made_name(media_type: str, number: int, *, stem: str = "") -> str:
    """Return a name for a file that has none."""
    extension = _EXTENSIONS.get(media_type) or mimetypes.guess_extension(media_type, strict=False) or ".bin"
    kind = media_type.partition("/")[0]
    return (
        f"{clean_name(stem) or ('image' if kind == 'image' else 'attachment')}{'' if stem else f'-{number}'}{extension}"
    )


def mail_name(subject: str) -> str:
    """Return the file name of an attached mail."""
    return f"{clean_name(subject.replace('/', '-').replace(chr(92), '-'))[:120].rstrip(' .') or 'message'}.eml"
