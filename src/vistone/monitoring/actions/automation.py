"""Writes to the rules of automation. Their runs are written by the engine alone."""

from uuid import UUID

from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.monitoring.contracts import AutomationRule
from vistone.monitoring.events import AutomationRuleCreated, AutomationRuleDeleted, AutomationRuleUpdated
from vistone.monitoring.queries import RULE, RULES
from vistone.monitoring.schemas import AutomationRuleCreate, AutomationRulePatch


async def create_rule(tx: WriteTx, data: AutomationRuleCreate) -> AutomationRule:
    """A new rule."""
    tx.scope.require("automation", "create")
    rule = await add(tx, RULE, given(data))
    await publish(tx, AutomationRuleCreated(record=rule))
    return rule


async def update_rule(tx: WriteTx, id: UUID, data: AutomationRulePatch, if_match: int | None) -> AutomationRule:
    """Changes a rule, or switches it on or off."""
    old = await RULES.hold(tx, id, "update")
    new = await change(tx, RULE, id, given(data), if_match=if_match)
    await publish(tx, AutomationRuleUpdated.of(old, new))
    return new


async def delete_rule(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a rule with the log of its runs."""
    rule = await RULES.hold(tx, id, "delete")
    await remove(tx, RULE, id, if_match=if_match)
    await publish(tx, AutomationRuleDeleted(record=rule))
