"""Rules as they are sent, checked by the router that will have to follow them."""

from typing import Any

from msgspec import UNSET, structs

from helpdesk.actions.workspace.rules import RuleChanges
from helpdesk.errors import Invalid
from routing.rules import Conditions, InvalidRule
from web.api.schemas.workspace import NewRule, RuleConditions, RulePatch


def new_rule(data: NewRule) -> RuleChanges:
    """Return a new rule in the words of the desk; Invalid names the condition that cannot be read."""
    return RuleChanges(data.name, data.is_enabled, _conditions(data.conditions), data.actions.as_decisions())


def rule_changes(data: RulePatch) -> RuleChanges:
    """Return changes of a rule in the words of the desk; Invalid names the condition that cannot be read."""
    return RuleChanges(
        name=None if data.name is UNSET else data.name,
        is_enabled=None if data.is_enabled is UNSET else data.is_enabled,
        conditions=None if data.conditions is UNSET else _conditions(data.conditions),
        decisions=None if data.actions is UNSET else data.actions.as_decisions(),
    )


def _conditions(given: RuleConditions) -> dict[str, Any]:  # the shape rules keep
    try:
        return Conditions.from_dict(structs.asdict(given)).to_dict()
    except InvalidRule as error:
        field = str(error.fields.get("field", "conditions")).removeprefix("conditions.").partition("[")[0]
        raise Invalid(error.detail, **{field: error.detail}) from None
