"""Rows of messages and of what lies beside them: mails, raw things, external ids, files, tries."""

import random
from typing import Final

from helpdesk.models import ChannelKind
from runtime.seeding.shapes import Act, Desk, Step, Story
from runtime.seeding.sink import Sink, json_text
from runtime.seeding.speech import Speech
from runtime.seeding.times import Times

PREVIEW_CHARS: Final = 160
WITH_FILE: Final = 0.03
KEPT_REFERENCES: Final = 10
MEDIA_TYPES: Final = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class MessageRows:
    """Makes them; ids rise with time."""

    def __init__(self, desk: Desk, sink: Sink, times: Times, first: dict[str, int], chance: random.Random) -> None:
        self._desk, self._times = desk, times
        self._chance, self._speech = chance, Speech(chance)
        rows = sink.rows
        self._messages, self._names, self._mails = rows["message"], rows["message_external_id"], rows["mail"]
        self._inbound, self._files, self._tries = rows["inbound"], rows["attachment"], rows["delivery_attempt"]
        self._next, self._next_inbound = first["message"], first["inbound"]

    def come_in(self, story: Story, step: Step, at: str) -> int:
        """Add a customer's message and return its id."""
        id, person = self._id(story), story.person
        kind, text = person.channel.kind, step[4]
        row = (id, story.id, story.id, person.id, "in", "customer", None, person.identity_id, text, "", None, False, at)
        self._messages.append((*row, None, 0, None))
        self._shown(story, step, id, text)
        if kind is ChannelKind.WEBCHAT:
            name = f"{self._chance.getrandbits(128):032x}"
        elif kind is ChannelKind.TELEGRAM:
            name = f"{person.peer}/{id}"
        else:
            name = self._mail(story, id, is_ours=False)
        self._names.append((person.channel.id, name, id))
        if kind is not ChannelKind.WEBCHAT:
            self._raw(story, id, name, at)
        self._maybe_file(story, id, at)
        return id

    def go_out(self, story: Story, step: Step, at: str) -> int:
        """Add an agent's answer and return its id."""
        id, person = self._id(story), story.person
        state, when = self._state(story)
        row = (id, story.id, story.id, person.id, "out", "agent", step[3], None, step[4], "", f"seed-{id}", False, at)
        self._messages.append((*row, state, 1, at if when is None else when))
        self._shown(story, step, id, step[4])
        if state == "read":
            story.seen_id = id
        if person.channel.kind is ChannelKind.EMAIL:
            self._mail(story, id, is_ours=True)
        elif person.channel.kind is ChannelKind.TELEGRAM:
            self._names.append((person.channel.id, f"{person.peer}/{id}", id))
        self._maybe_file(story, id, at)
        return id

    def note(self, story: Story, step: Step, at: str) -> int:
        """Add a note and return its id."""
        id = self._id(story)
        row = (
            id,
            story.id,
            story.id,
            story.person.id,
            "note",
            "agent",
            step[3],
            None,
            step[4],
            "",
            f"seed-{id}",
            False,
            at,
        )
        self._messages.append((*row, None, 0, None))
        return id

    def note_try(self, story: Story, id: int, at: str) -> None:
        """Add the one try it took to send an answer."""
        self._tries.append((story.person.channel.id, id, 1, "sent", "250 2.0.0 Ok: queued", at))

    def _id(self, story: Story) -> int:
        id, self._next = self._next, self._next + 1
        story.message_ids.append(id)
        return id

    def _state(self, story: Story) -> tuple[str, str | None]:
        """Return how an answer fared, and when; a step that says it was read comes right after."""
        read_ms = story.read_ms.get(len(story.message_ids) - 1)
        if read_ms is not None:
            return "read", self._times.text(read_ms)
        return "sent", None

    def _shown(self, story: Story, step: Step, id: int, text: str) -> None:
        story.count += 1
        story.last_id, story.last_ms, story.last_text = id, step[0], text
        story.is_last_customers = step[2] is Act.IN
        if story.is_last_customers:
            story.desk_seen_id = id

    def _mail(self, story: Story, id: int, *, is_ours: bool) -> str:
        person, way = story.person, story.person.channel
        name = f"<{id}.{story.id}@{way.domain if is_ours else person.peer.rpartition('@')[2]}>"
        ours, theirs = ("Seed", way.address), (person.name, person.peer)
        sender, to = (ours, theirs) if is_ours else (theirs, ours)
        answers = story.references[-1] if story.references else ""
        subject = f"Re: {story.subject}" if answers else story.subject
        proof, proved = (None, "{}") if is_ours else ("verified", '{"dmarc":"pass"}')
        references = json_text(story.references[-KEPT_REFERENCES:])
        head = (id, way.id, name, answers, references, subject, sender[1], sender[0])
        raw_id = None if is_ours else self._next_inbound
        self._mails.append((*head, "[]", json_text([to]), "[]", "[]", proof, proved, "", "[]", False, raw_id))
        story.references.append(name)
        return name

    def _raw(self, story: Story, id: int, name: str, at: str) -> None:
        person = story.person
        summary = json_text({"from": person.peer, "subject": story.subject, "message_id": name})
        raw_id, self._next_inbound = self._next_inbound, self._next_inbound + 1
        key = f"seed:{raw_id}"
        self._inbound.append((raw_id, person.channel.id, key, person.peer, summary, "done", 1, "message", id, at, at))

    def _maybe_file(self, story: Story, id: int, at: str) -> None:
        chance = self._chance
        if not self._desk.blobs or chance.random() >= WITH_FILE:
            return
        filename = self._speech.file(story.matter)
        blob, size = self._desk.blobs[int(chance.random() * len(self._desk.blobs))]
        media_type = MEDIA_TYPES[filename.rpartition(".")[2]]
        public_id = f"{chance.getrandbits(128):032x}"
        way = story.person.channel
        self._files.append((public_id, id, way.id, filename, media_type, size, blob, False, "stored", at))


def preview(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= PREVIEW_CHARS else line[: PREVIEW_CHARS - 1].rstrip() + "…"
