"""What other systems send, and what is sent about their keys, organisations, dates and merges."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from msgspec import UNSET, Meta, UnsetType

from helpdesk.actions.client_base.api_keys import KeyDraft
from helpdesk.actions.client_base.dates import DateDraft
from helpdesk.actions.client_base.organisations import OrganisationChanges
from helpdesk.actions.client_base.outside import Happening, Whom
from helpdesk.models import IdentityKind
from web.api.schemas import Id, Input, line

T = TypeVar("T")
Word = Annotated[str, line(60)]
Minor = Annotated[int, Meta(ge=-(10**15), le=10**15)]
Moment = Annotated[datetime, Meta(tz=True)]


class NewOutsideEvent(Input):
    """Something that happened elsewhere. `source` and `key` name it: told again, nothing changes.

    kind: purchase, payment, refund, call, visit or any word. amount_minor: in the currency's smallest unit, with the
    currency as three letters. happened_at: with its offset from UTC.
    """

    source: Word
    key: Annotated[str, line(200)]
    kind: Annotated[str, line(40)]
    happened_at: Moment
    title: Annotated[str, line(300)] = ""
    amount_minor: Minor | None = None
    currency: Annotated[str, line(3)] = ""
    url: Annotated[str, line(1_000)] = ""
    outcome: Annotated[str, line(40)] = ""
    duration_s: Annotated[int, Meta(ge=0, le=2_592_000)] | None = None

    def as_happening(self) -> Happening:
        """Return it in the words of the desk."""
        return Happening(
            source=self.source,
            key=self.key,
            kind=self.kind,
            happened_at=self.happened_at,
            title=self.title,
            amount_minor=self.amount_minor,
            currency=self.currency,
            url=self.url,
            outcome=self.outcome,
            duration_s=self.duration_s,
        )


class EventByAddress(NewOutsideEvent, kw_only=True):
    """An outside event of whoever has this address; made when nobody has it, unless must_exist."""

    address_kind: Literal["email", "phone", "external"]
    customer_address: Annotated[str, line(400)]
    customer_name: Annotated[str, line(200)] = ""
    must_exist: bool = False

    def as_whom(self) -> Whom:
        """Return whom it is about in the words of the desk."""
        return Whom(IdentityKind(self.address_kind), self.customer_address, self.customer_name, self.must_exist)


class LoggedCall(Input):
    """A call or a visit an agent writes down. client_key: the browser's own UUID, which makes sending twice harmless.

    ticket_subject: also open a ticket about it.
    """

    client_key: Word
    kind: Literal["call", "visit"] = "call"
    outcome: Literal["answered", "no_answer", "busy", "voicemail", "left_message", "done"] = "answered"
    duration_s: Annotated[int, Meta(ge=0, le=2_592_000)] | None = None
    happened_at: Moment | None = None
    title: Annotated[str, line(300)] = ""
    ticket_subject: Annotated[str, line(300)] = ""


class NewKey(Input):
    """A key of another system. agent_id: with whose rights it acts, your own when null."""

    name: Annotated[str, line(500)]
    scopes: Annotated[list[Word], Meta(max_length=20)]
    agent_id: Id | None = None
    per_minute: int = 300

    def as_draft(self, agent_id: int) -> KeyDraft:
        """Return it in the words of the desk."""
        return KeyDraft(self.name, self.scopes, self.agent_id or agent_id, self.per_minute)


class NewOrganisation(Input):
    """An organisation and the mail domains by which verified people join it."""

    name: Annotated[str, line(1_000)]
    domains: Annotated[list[Annotated[str, line(260)]], Meta(max_length=60)] | UnsetType = UNSET

    def as_changes(self) -> OrganisationChanges:
        """Return it in the words of the desk."""
        return OrganisationChanges(name=self.name, domains=_or_none(self.domains))


class OrganisationPatch(Input):
    """Only what is there is changed."""

    name: Annotated[str, line(1_000)] | UnsetType = UNSET
    domains: Annotated[list[Annotated[str, line(260)]], Meta(max_length=60)] | UnsetType = UNSET
    fields: dict[Word, Any] | UnsetType = UNSET  # JSON values by the key of a custom field

    def as_changes(self) -> OrganisationChanges:
        """Return it in the words of the desk."""
        return OrganisationChanges(_or_none(self.name), _or_none(self.domains), _or_none(self.fields))


class DateInput(Input):
    """A day that matters, and whom to tell how many days before; nobody when remind_days is null."""

    kind: Literal["birthday", "contract_end", "other"]
    day: Annotated[str, line(10)]
    label: Annotated[str, line(120)] = ""
    is_yearly: bool = False
    remind_days: Annotated[int, Meta(ge=0, le=365)] | None = None
    agent_id: Id | None = None
    team_id: Id | None = None

    def as_draft(self) -> DateDraft:
        """Return it in the words of the desk."""
        return DateDraft(self.kind, self.day, self.label, self.is_yearly, self.remind_days, self.agent_id, self.team_id)


class MergeInput(Input):
    """Who is the same person."""

    customer_ids: Annotated[list[Id], Meta(min_length=1, max_length=50)]


class Pair(Input):
    """Two customers who are not one person."""

    one_id: Id
    other_id: Id


def _or_none(value: T | UnsetType) -> T | None:
    return None if value is UNSET else value
