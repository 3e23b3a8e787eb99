"""What is sent about customers, their fields, notes and addresses."""

from typing import Annotated, Any, Literal, TypeVar

from msgspec import UNSET, Meta, UnsetType

from helpdesk.actions.client_base.fields import FieldChanges, FieldDraft
from helpdesk.actions.client_base.profile import NOBODY, ProfileChanges
from helpdesk.models import FieldEntity, FieldKind
from web.api.schemas import Id, Input, line
from web.api.schemas.tickets import ClientKey, FileIds, Moment, Text

T = TypeVar("T")
Name = Annotated[str, line(1_000)]
Word = Annotated[str, line(60)]
Note = Annotated[str, line(10_000)]
Labels = dict[Annotated[str, line(10)], Annotated[str, line(500)]]
Values = dict[Word, Any]  # JSON values by the key of a custom field
AddressKind = Literal["email", "phone", "external"]


class CustomerPatch(Input):
    """Only what is there is changed. organisation_id: null for none; tags: all of them; fields: null empties one.

    unsubscribed: true for no letters nobody pressed send for.
    """

    name: Name | UnsetType = UNSET
    language: Annotated[str, line(20)] | UnsetType = UNSET
    time_zone: Annotated[str, line(80)] | UnsetType = UNSET
    organisation_id: Id | UnsetType | None = UNSET
    tags: Annotated[list[Annotated[str, line(200)]], Meta(max_length=100)] | UnsetType = UNSET
    fields: Values | UnsetType = UNSET
    unsubscribed: bool | UnsetType = UNSET

    def as_changes(self) -> ProfileChanges:
        """Return it in the words of the desk."""
        return ProfileChanges(
            name=_or_none(self.name),
            language=_or_none(self.language),
            time_zone=_or_none(self.time_zone),
            organisation_id=None if self.organisation_id is UNSET else (self.organisation_id or NOBODY),
            tags=_or_none(self.tags),
            fields=_or_none(self.fields),
            is_unsubscribed=_or_none(self.unsubscribed),
        )


class NewAddress(Input):
    """An address of a customer, as people write it."""

    kind: AddressKind
    address: Annotated[str, line(400)]


class NewCustomer(CustomerPatch):
    """Somebody who has not written yet."""

    addresses: Annotated[tuple[NewAddress, ...], Meta(max_length=20)] = ()


class NewTicket(Input):
    """What is written first in a chat of the customer's: one of their ways. subject: on the desk alone.

    buttons: on Telegram; send_at: when it is to go out.
    """

    client_key: ClientKey
    channel_id: Id
    identity_id: Id
    text: Text
    subject: Annotated[str, line(1_000)] = ""
    attachment_ids: FileIds = ()
    buttons: tuple[Annotated[str, line(300)], ...] = ()
    send_at: Moment | None = None


class AddressPatch(Input):
    """Only what is there is changed."""

    is_main: bool | UnsetType = UNSET
    is_verified: bool | UnsetType = UNSET


class NewProfileNote(Input):
    """A note about a customer or an organisation."""

    text: Note
    is_pinned: bool = False


class NotePatch(Input):
    """Only what is there is changed."""

    text: Note | UnsetType = UNSET
    is_pinned: bool | UnsetType = UNSET


class FieldChoice(Input):
    """One choice of a field."""

    key: Word
    labels: Labels


class NewField(Input):
    """A custom field. key: small Latin letters, digits and _, for other systems; it never changes."""

    entity: FieldEntity
    key: Word
    kind: FieldKind
    labels: Labels
    choices: Annotated[tuple[FieldChoice, ...], Meta(max_length=100)] = ()
    is_required: bool = False

    def as_draft(self) -> FieldDraft:
        """Return it in the words of the desk."""
        return FieldDraft(
            self.entity, self.key, self.kind, self.labels, [_choice(one) for one in self.choices], self.is_required
        )


class FieldPatch(Input):
    """Only what is there is changed. position: its place among those of the same kind of thing, from 1."""

    labels: Labels | UnsetType = UNSET
    choices: Annotated[list[FieldChoice], Meta(max_length=100)] | UnsetType = UNSET
    is_required: bool | UnsetType = UNSET
    position: Annotated[int, Meta(ge=1, le=1000)] | UnsetType = UNSET
    is_archived: bool | UnsetType = UNSET

    def as_changes(self) -> FieldChanges:
        """Return it in the words of the desk."""
        choices = None if self.choices is UNSET else [_choice(one) for one in self.choices]
        return FieldChanges(
            labels=_or_none(self.labels),
            choices=choices,
            is_required=_or_none(self.is_required),
            position=_or_none(self.position),
            is_archived=_or_none(self.is_archived),
        )


class TicketFields(Input):
    """Some of a ticket's custom fields; null empties one."""

    fields: Values


def _choice(choice: FieldChoice) -> dict[str, Any]:
    return {"key": choice.key, "labels": choice.labels}


def _or_none(value: T | UnsetType) -> T | None:
    return None if value is UNSET else value
