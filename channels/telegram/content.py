"""What a message says that is neither text nor file: places, cards, polls, dice, and what nobody knew yet. Pure."""

from collections.abc import Callable
from typing import Final

from channels.telegram.shapes import Json, fraction, number, thing, things, words

UNKNOWN: Final = "⚠ Telegram: this message cannot be shown here"

# What Telegram itself writes into chats; nobody said it.
SERVICE: Final = frozenset(
    """
    new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created
    supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
    migrate_from_chat_id pinned_message refunded_payment chat_shared gift unique_gift
    gift_upgrade_sent connected_website write_access_allowed passport_data proximity_alert_triggered boost_added
    chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created
    forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
    giveaway_created giveaway giveaway_winners giveaway_completed paid_message_price_changed poll_option_added
    poll_option_deleted suggested_post_approved suggested_post_approval_failed suggested_post_declined
    suggested_post_paid suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended
    video_chat_participants_invited chat_owner_left chat_owner_changed
    managed_bot_created
    """.split()  # noqa: SIM905  a list of fifty names is easier to read so
)

# Fields around what is said.
FRAME: Final = frozenset(
    """
    message_id message_thread_id direct_messages_topic from sender_chat sender_boost_count sender_business_bot sender_tag
    date business_connection_id chat forward_origin forward_from forward_from_chat forward_from_message_id
    forward_signature forward_sender_name forward_date is_topic_message is_automatic_forward reply_to_message
    external_reply quote reply_to_story reply_to_checklist_task_id reply_to_poll_option_id via_bot edit_date
    has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count entities
    caption_entities link_preview_options suggested_post_info effect_id reply_markup show_caption_above_media
    has_media_spoiler guest_query_id guest_bot_caller_user guest_bot_caller_chat
    """.split()  # noqa: SIM905  as above
)


def is_service(message: Json) -> bool:
    """Say whether Telegram itself wrote this."""
    return any(name in message for name in SERVICE)


def told(message: Json) -> str:
    """Return in words what a message without text and file says, empty when it says nothing."""
    for name, tell in _TELLERS.items():
        if thing(message, name):
            return tell(thing(message, name))
    return ""


def described(message: Json, *, is_own: bool = False) -> Json | None:
    """Return what a message holds beyond words and files, None when it holds nothing of the kind.

    is_own: the shared number is proved to be the sender's.
    """
    for name, describe in _DESCRIBED.items():
        if thing(message, name):
            return describe(thing(message, name))
    card = thing(message, "contact")
    if card:
        return {"kind": "contact", "name": _card_name(card), "phone": _card_phone(card), "is_own": is_own}
    return None


def unknown_content(message: Json) -> list[str]:
    """Return the names of what is in a message beyond its frame."""
    return sorted(name[:40] for name in message if name not in FRAME)[:10]


def _place(place: Json) -> str:
    found = _coordinates(place)
    if found is None:
        return "📍"
    latitude, longitude = found
    where = f"{latitude:.6f}, {longitude:.6f}"
    map_url = (
        f"https://www.openstreetmap.org/?mlat={latitude:.6f}&mlon={longitude:.6f}#map=16/{latitude:.6f}/{longitude:.6f}"
    )
    return f"📍 {where}\n{map_url}"


def _coordinates(place: Json) -> tuple[float, float] | None:
    latitude, longitude = fraction(place, "latitude"), fraction(place, "longitude")
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def _described_place(place: Json, *, title: str = "", address: str = "") -> Json | None:
    found = _coordinates(place)
    if found is None:
        return None
    latitude, longitude = (round(one, 6) for one in found)
    is_live = number(place, "live_period") is not None
    named = {"title": title, "address": address}
    return {"kind": "location", "latitude": latitude, "longitude": longitude, "is_live": is_live, **named}


def _described_venue(venue: Json) -> Json | None:
    return _described_place(
        thing(venue, "location"), title=words(venue, "title"), address=words(venue, "address", chars=300)
    )


def _described_poll(poll: Json) -> Json:
    options = [words(option, "text", chars=300) for option in things(poll, "options", limit=30)]
    return {"kind": "poll", "question": words(poll, "question", chars=500), "options": options}


def _described_sticker(sticker: Json) -> Json:
    return {"kind": "sticker", "emoji": _sticker(sticker)}


def _venue(venue: Json) -> str:
    names = [words(venue, "title"), words(venue, "address")]
    return "\n".join([*filter(None, names), _place(thing(venue, "location"))])


def _card(card: Json) -> str:
    return "\n".join(filter(None, (f"👤 {_card_name(card)}".strip(), _card_phone(card))))


def _card_name(card: Json) -> str:
    return " ".join(filter(None, (words(card, "first_name"), words(card, "last_name"))))


def _card_phone(card: Json) -> str:
    return words(card, "phone_number", chars=40)


def _poll(poll: Json) -> str:
    options = [f"– {words(option, 'text', chars=300)}" for option in things(poll, "options", limit=30)]
    return "\n".join([f"📊 {words(poll, 'question', chars=500)}".strip(), *options])


def _checklist(checklist: Json) -> str:
    tasks = [f"– {words(task, 'text', chars=300)}" for task in things(checklist, "tasks", limit=50)]
    return "\n".join([f"☑ {words(checklist, 'title', chars=300)}".strip(), *tasks])


def _dice(dice: Json) -> str:
    value = number(dice, "value")
    return f"{words(dice, 'emoji', chars=8) or '🎲'} {value if value is not None else ''}".strip()


def _sticker(sticker: Json) -> str:
    return words(sticker, "emoji", chars=20)


def _titled(holder: Json) -> str:
    return "\n".join(filter(None, (words(holder, "title"), words(holder, "description", chars=500))))


def _story(story: Json) -> str:
    name = words(thing(story, "chat"), "title") or words(thing(story, "chat"), "username")
    return f"📖 {name}".strip()


def _payment(payment: Json) -> str:
    amount = number(payment, "total_amount")
    return f"💳 {amount if amount is not None else ''} {words(payment, 'currency', chars=8)}".strip()


def _from_app(given: Json) -> str:
    return words(given, "data", chars=4000)


_TELLERS: Final = {
    "venue": _venue,  # has a location too
    "location": _place,
    "contact": _card,
    "poll": _poll,
    "checklist": _checklist,
    "dice": _dice,
    "sticker": _sticker,
    "game": _titled,
    "invoice": _titled,
    "story": _story,
    "successful_payment": _payment,
    "web_app_data": _from_app,
}

_DESCRIBED: Final[dict[str, Callable[[Json], Json | None]]] = {
    "venue": _described_venue,  # has a location too
    "location": _described_place,
    "poll": _described_poll,
    "sticker": _described_sticker,
}
