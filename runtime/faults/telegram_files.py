"""Files in the rounds over a bot: photos that must come whole and once, and files Telegram has no more."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select

from helpdesk import db
from helpdesk.models import Attachment, AttachmentState, Message
from runtime.demo.bot_api.people import PNG, People

PHOTO_EVERY: Final = 7
GONE_EVERY: Final = 15


def is_photo(number: int) -> bool:
    """Say whether the message of this number of a round comes with a photo."""
    return number % PHOTO_EVERY == PHOTO_EVERY - 1 and not is_gone(number)


def is_gone(number: int) -> bool:
    """Say whether the message of this number comes with a file nobody can fetch."""
    return number % GONE_EVERY == GONE_EVERY - 1


def write(people: People, chat: int, text: str, *, number: int) -> None:
    """Say something, with the file that belongs to its number in a round."""
    if is_gone(number):
        gone = {"file_id": f"gone-{text}", "file_unique_id": text, "file_size": 9, "file_name": f"{text}.txt"}
        people.send(chat, {"document": gone, "caption": text})
    elif is_photo(number):
        people.attach(chat, "photo", PNG, caption=text)
    else:
        people.say(chat, text)


def files_of(texts: Collection[str]) -> dict[str, list[AttachmentState]]:
    """Return the states of the files of each of these messages."""
    found: dict[str, list[AttachmentState]] = {text: [] for text in texts}
    with db.reading() as session:
        wanted = select(Message.text, Attachment.state, Attachment.size, Attachment.blob).join(
            Attachment, Attachment.message_id == Message.id
        )
        for text, state, size, blob in session.execute(wanted.where(Message.text.in_(texts))):
            is_whole = state is not AttachmentState.STORED or (blob is not None and size == len(PNG))
            found[text].append(state if is_whole else AttachmentState.GONE)
    return found


def missing_photos(said: Collection[str]) -> list[str]:
    """Return the photos of a round that are not there whole and once; said: its messages in their order."""
    photos = [text for number, text in enumerate(said) if is_photo(number)]
    return [text for text, states in files_of(photos).items() if states != [AttachmentState.STORED]]


def odd_files(said: Collection[str]) -> list[str]:
    """Return what cannot be fetched and is not listed once as such."""
    gone = [text for number, text in enumerate(said) if is_gone(number)]
    waits = ([AttachmentState.RETRYING], [AttachmentState.GONE])
    return [f"{text}: {states}" for text, states in files_of(gone).items() if states not in waits]
