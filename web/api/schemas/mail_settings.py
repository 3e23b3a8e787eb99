"""What admins send about mail as a whole."""

from typing import Annotated, Literal

from msgspec import UNSET, UnsetType

from web.api.schemas import Input, line

Client = Annotated[str, line(2_000)]


class MailSettingsPatch(Input):
    """Only what is there is changed. system_mailbox_id: 0 for the first mailbox; digest_hours: 0 for never."""

    system_mailbox_id: int | UnsetType = UNSET
    rating_delay_min: int | UnsetType = UNSET
    digest_hours: int | UnsetType = UNSET


class AppInput(Input):
    """This desk as registered with a provider; a secret that is left out stays as it is."""

    client_id: Client
    client_secret: Client | UnsetType = UNSET


class NewConnection(Input):
    """The provider whose consent is asked for."""

    auth: Literal["google", "microsoft"]
