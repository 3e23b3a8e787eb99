"""What supervisors send about learning."""

from msgspec import UNSET, UnsetType

from web.api.schemas import Input


class LearningPatch(Input):
    """What may be decided by what was learnt; what is left out stays."""

    type: bool | UnsetType = UNSET
    priority: bool | UnsetType = UNSET
    skill: bool | UnsetType = UNSET
