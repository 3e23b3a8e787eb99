"""A walk over the parts of a mail: what each of them is for."""

import re

from channels.email.binhex import read_binhex
from channels.email.cms import signed_content
from channels.email.content import Content
from channels.email.file_names import clean_name, declared_name, made_name, mail_name
from channels.email.leaves import body_bytes, leaf_text, plain_text, sniffed_type, type_by_name
from channels.email.limits import MAX_ATTACHMENTS, MAX_PAGE_BYTES, MAX_TEXT_BYTES
from channels.email.mime.addresses import read_addresses
from channels.email.mime.split import Budget, Part, read_part, split_children, split_mail
from channels.email.parsed import AttachedMail, MailAttachment, ReportPart
from channels.email.pieces import Piece, alternative, is_blank, merge_twins
from channels.email.storable import storable
from channels.email.tnef import read_tnef
from channels.email.uuencode import files_in_text

_BODY_TYPES = {
    "text/plain",
    "text/html",
    "text/enriched",
    "text/richtext",
    "text/x-markdown",
    "text/markdown",
    "application/xhtml+xml",
}
_BODY_TYPES |= {"text/x-patch", "text/x-diff", "text/x-moz-deleted", "text/rtf", "text/watch-html"}
_MAILS = {"message/rfc822", "message/global", "message/news"}
_STATUS = {
    "message/delivery-status", "message/global-delivery-status", "message/disposition-notification", "message/feedback-report",
    "message/global-disposition-notification", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers",
}  # fmt: skip
_UNSEEN = {"text/x-amp-html", "text/watch-html", "application/x-apple-metadata"}
_SIGNED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_FORKS = {"application/applefile", "application/mac-binhex40"}
_NESTED_MAILS = 4
_REPORT_BYTES = 64 * 1024
_FORWARD_BYTES = 2 * 1024 * 1024
_NAMED_TEXTS = {
    "text/calendar",
    "text/csv",
    "text/vcard",
    "text/x-vcard",
    "text/directory",
    "text/css",
    "text/xml",
    "text/javascript",
}


def read_content(top: Part, budget: Budget, *, depth: int = 0) -> Content:
    """Return what the parts of a mail are for; depth: how many mails this one is inside of."""
    reader = _Reader(budget, depth)
    reader.visit(top, reader.content.pieces, is_first=True)
    reader.content.settle()
    if budget.is_spent:
        reader.content.note("too_many_parts")
    return reader.content


class _Reader:
    """One walk over the tree of parts."""

    def __init__(self, budget: Budget, depth: int) -> None:
        self.content = Content()
        self._budget = budget
        self._depth = depth
        self._text_bytes = MAX_TEXT_BYTES

    def visit(self, part: Part, into: list[Piece], *, is_first: bool = False, is_choice: bool = False) -> None:
        """Read a part; the body goes to `into`, all else to the content."""
        kind = part.media_type
        if kind.startswith("multipart/"):
            self._multipart(part, kind, into)
        elif kind in _MAILS or (kind == "message/partial" and part.parameters.get("number", "1") == "1"):
            self._mail(part)
        elif kind in _STATUS:
            self._status(part, kind)
        else:
            self._leaf(part, into, is_first=is_first, is_choice=is_choice)

    def _multipart(self, part: Part, kind: str, into: list[Piece]) -> None:
        if not part.is_closed:
            self.content.note("no_closing_boundary")
        if not part.children:
            self.content.note("no_boundary")
            part.declare("text/plain")
            self._leaf(part, into, is_first=True, is_choice=True)
        elif kind == "multipart/alternative":
            self._alternative(part, into)
        elif kind == "multipart/related":
            self._related(part, into)
        elif kind == "multipart/appledouble":
            for child in part.children:
                if child.media_type not in _FORKS:
                    self.visit(child, into)
        else:
            found: list[Piece] = []
            for number, child in enumerate(part.children):
                self.visit(child, found, is_first=number == 0)
            into.extend(merge_twins(found))

    def _alternative(self, part: Part, into: list[Piece]) -> None:
        choices: list[list[Piece]] = []
        for child in part.children:
            pieces: list[Piece] = []
            if child.media_type not in _UNSEEN:
                self.visit(child, pieces, is_choice=True)
            choices.append([piece for piece in pieces if not is_blank(piece)])
        into.extend(alternative(choices))

    def _related(self, part: Part, into: list[Piece]) -> None:
        root = _root(part)
        if root is not None:
            self.visit(root, into, is_first=True, is_choice=True)
        for child in part.children:
            if child is not root:
                self.visit(child, into)

    def _mail(self, part: Part) -> None:
        data = body_bytes(part)
        content = self.content
        if self._depth >= _NESTED_MAILS:
            self._file(part, data, "message/rfc822")
            return
        inner = (
            split_mail(data, self._budget, depth=self._depth * 8)
            if len(data) <= _FORWARD_BYTES or not content.attached
            else None
        )
        headers = inner.headers if inner is not None else read_part(data, 0, len(data)).headers
        self._file(part, data, "message/rfc822", name=mail_name(headers.get("subject")))
        content.reports.append(ReportPart("message/rfc822", plain_text(data[:_REPORT_BYTES])))
        if inner is not None and content.attached is None:
            found = read_content(inner, self._budget, depth=self._depth + 1)
            content.attached_pieces = found.pieces
            sender = read_addresses(headers.raw("from")).mailboxes
            text = "\n\n".join(piece.text() for piece in found.pieces) if len(data) <= _FORWARD_BYTES else ""
            content.attached = AttachedMail(
                from_email=sender[0].email if sender else "",
                from_name=sender[0].name if sender else "",
                subject=headers.get("subject"),
                text=text,
            )

    def _status(self, part: Part, kind: str) -> None:
        data = body_bytes(part)
        self.content.reports.append(ReportPart(kind, plain_text(data[:_REPORT_BYTES])))
        self._file(part, data, kind, name="headers.txt" if "headers" in kind else f"{kind.rpartition('/')[2]}.txt")

    def _leaf(self, part: Part, into: list[Piece], *, is_first: bool, is_choice: bool) -> None:
        name = declared_name(part)
        kind = sniffed_type(part, name)
        if kind == "multipart/mixed":
            part.declare(kind)
            split_children(part, self._budget, depth=30)
            self.content.note("no_content_type")
            if [child.media_type for child in part.children] == ["text/plain", "text/html"]:
                kind = "multipart/alternative"
            self._multipart(part, kind, into)
            return
        is_file = part.disposition == "attachment" and (bool(name) or not is_first)
        if kind in _BODY_TYPES and not is_file and (not name or is_choice):
            self._body(part, kind, into)
        elif kind in _UNSEEN and is_choice:
            return
        elif kind in _SIGNED or name.lower() == "smime.p7m":
            self._signed(part, name, into)
        elif kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name.lower() == "winmail.dat":
            self._tnef(part, name)
        elif kind in ("application/mac-binhex40", "application/mac-binhex"):
            self._mac_file(part, name)
        elif kind == "message/external-body":
            into.append(Piece(plain=_elsewhere(part)))
        elif kind.startswith("text/") and not name and not is_file and kind not in _NAMED_TEXTS:
            self._body(part, "text/plain", into)
        else:
            self._attach(part, kind, name)

    def _body(self, part: Part, kind: str, into: list[Piece]) -> None:
        data = body_bytes(part, is_text=True)
        most = min(self._text_bytes, MAX_PAGE_BYTES) if "html" in kind else self._text_bytes
        if len(data) > most:
            self.content.note("text_cut")
            self._file(part, data, kind)
            data = data[:most]
        self._text_bytes = max(self._text_bytes - len(data), 10_000)
        if kind in ("text/plain", "text/x-moz-deleted") and (b"begin" in data or b"=ybegin" in data):
            data, written = files_in_text(data)
            for file in written:
                name = clean_name(plain_text(file.name))
                self._add(MailAttachment(name or made_name("", self._number()), type_by_name(name), file.data))
        piece = leaf_text(part, kind, data)
        into.append(piece)
        if len(self.content.reports) < 50:
            self.content.reports.append(
                ReportPart("text/html" if piece.html else "text/plain", piece.html or piece.plain)
            )

    def _attach(self, part: Part, kind: str, name: str) -> None:
        data = body_bytes(part)
        if kind == "text/calendar" and not self.content.calendar:
            self.content.calendar = leaf_text(part, "text/plain", data[:1_000_000]).plain
        if kind in _BODY_TYPES and part.disposition != "attachment" and len(data) <= MAX_TEXT_BYTES:
            self.content.named_texts.append((len(self.content.files), leaf_text(part, kind, data)))
        self._file(part, data, kind, name=name or ("invite.ics" if kind == "text/calendar" else ""))

    def _signed(self, part: Part, name: str, into: list[Piece]) -> None:
        data = body_bytes(part)
        inner = signed_content(data) if self._depth < _NESTED_MAILS else None
        if inner is None:
            self._file(part, data, part.media_type, name=name or "smime.p7m")
            return
        self._depth += 1
        self.visit(split_mail(inner, self._budget, depth=self._depth * 8), into, is_first=True)
        self._depth -= 1

    def _tnef(self, part: Part, name: str) -> None:
        data = body_bytes(part)
        found = read_tnef(data)
        if found is None:
            self._file(part, data, "application/ms-tnef", name=name or "winmail.dat")
            return
        for file in found.files:
            self._add(file if file.filename else _named(file, self._number()))
        self.content.hidden.append(Piece(plain=found.text, html=found.html))

    def _mac_file(self, part: Part, name: str) -> None:
        data = body_bytes(part)
        found = read_binhex(data)
        inner = clean_name(plain_text(found.name)) if found else ""
        if found is None or not inner:
            self._file(part, data, part.media_type, name=name)
            return
        self._add(MailAttachment(inner, type_by_name(inner), found.data))

    def _file(self, part: Part, data: bytes, kind: str, *, name: str = "") -> None:
        name = declared_name(part) or name
        if (
            not name
            and (described := clean_name(part.headers.get("content-description")))
            and re.search(r"\.\w{2,5}$", described)
        ):
            name = described
        content_id = part.headers.get("content-id").strip(" <>")[:250]
        kind = kind or "application/octet-stream"
        self._add(
            MailAttachment(
                filename=name or made_name(kind, self._number()),
                media_type=kind if "/" in kind else "application/octet-stream",
                data=data,
                content_id=content_id,
                inline=part.disposition == "inline" and not kind.startswith("text/"),
            )
        )

    def _add(self, file: MailAttachment) -> None:
        if len(self.content.files) >= MAX_ATTACHMENTS:
            self.content.note("too_many_attachments")
            return
        self.content.files.append(file)

    def _number(self) -> int:
        return len(self.content.files) + 1


def _elsewhere(part: Part) -> str:
    """Return in words where a file is that is not in the mail (RFC 2046, 5.2.3)."""
    told = part.parameters
    place = told.get("url") or "/".join(found for name in ("site", "directory", "name") if (found := told.get(name)))
    return storable(f"[{place}]") if place else ""


def _root(part: Part) -> Part | None:
    start = part.parameters.get("start", "").strip(" <>")
    if start:
        for child in part.children:
            if child.headers.get("content-id").strip(" <>") == start:
                return child
    bodies = ("text/html", "multipart/", "text/plain", "text/", "")
    for wanted in bodies:
        for child in part.children:
            if child.disposition != "attachment" and (
                child.media_type.startswith(wanted) if wanted else not child.media_type
            ):
                return child
    return None


def _named(file: MailAttachment, number: int) -> MailAttachment:
    return MailAttachment(made_name(file.media_type, number), file.media_type, file.data, file.content_id, file.inline)
