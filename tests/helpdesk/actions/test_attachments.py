"""Files on their way into a message."""

import os
import time
from datetime import timedelta

import pytest

from helpdesk import clock, db, storage
from helpdesk.actions import attachments, drafts
from helpdesk.errors import Invalid, TooLarge, UnsupportedMedia
from helpdesk.models import Attachment, DraftMode
from tests import uploads
from tests.cast import Desk
from tests.stories import visitor_writes


def keep(data: bytes = b"words", name: str = "notes.txt") -> attachments.StoredFile:
    return attachments.keep_file([data], name=name, max_bytes=1_000_000)


def add(desk: Desk, file: attachments.StoredFile) -> Attachment:
    with db.transaction() as session:
        return attachments.add_agent_file(session, file, agent_id=desk.cast.anna.agent_id or 0)


def blob_of(file: attachments.StoredFile, *, stored_ago_s: float) -> str:
    at = time.time() - stored_ago_s
    os.utime(storage.path(file.blob), (at, at))
    return file.blob


def remove_in(hours: float) -> int:
    with clock.fixed(clock.now() + timedelta(hours=hours)), db.transaction() as session:
        return attachments.remove_unused(session)


def test_a_picture_is_kept_with_its_size(desk: Desk) -> None:
    file = keep(uploads.png(20, 10), "screen.png")

    assert (file.media_type, file.width, file.height) == ("image/png", 20, 10)
    assert storage.read(file.blob) == uploads.png(20, 10)


def test_a_file_beyond_the_limit_leaves_nothing_behind(desk: Desk) -> None:
    with pytest.raises(TooLarge) as refused:
        attachments.keep_file((b"x" * 600_000 for _ in range(3)), name="big.bin", max_bytes=1_000_000)

    assert refused.value.fields == {"max_bytes": 1_000_000}
    assert [path for path in (desk.folder / "files").rglob("*") if path.is_file()] == []


def test_an_empty_file_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid):
        keep(b"")


def test_visitors_may_not_send_what_could_run(desk: Desk) -> None:
    with pytest.raises(UnsupportedMedia), db.transaction() as session:
        attachments.add_visitor_file(session, keep(uploads.SVG, "photo.png"), visitor_hash="a" * 64)


def test_what_nobody_used_goes_after_a_day(desk: Desk) -> None:
    file = keep()
    add(desk, file)
    blob = blob_of(file, stored_ago_s=90_000)

    assert remove_in(23) == 0
    assert remove_in(25) == 1
    assert not storage.path(blob).exists()


def test_bytes_that_another_file_has_as_well_stay(desk: Desk) -> None:
    file = keep()
    add(desk, file)
    blob = blob_of(file, stored_ago_s=90_000)
    with clock.fixed(clock.now() + timedelta(hours=24)):
        add(desk, file)

    assert remove_in(25) == 1
    assert storage.path(blob).exists()


def test_bytes_stored_again_just_now_stay(desk: Desk) -> None:
    file = keep()
    add(desk, file)
    blob_of(file, stored_ago_s=90_000)
    keep()

    assert remove_in(25) == 1
    assert storage.path(file.blob).exists()


def test_a_file_in_a_draft_waits_with_it(desk: Desk) -> None:
    ticket_id = visitor_writes(desk).ticket_id
    file = add(desk, keep())
    with db.transaction() as session:
        drafts.save(
            session,
            ticket_id,
            DraftMode.REPLY,
            text="See here",
            attachment_ids=[file.public_id],
            revision=0,
            by=desk.cast.anna,
        )

    assert remove_in(72) == 0
