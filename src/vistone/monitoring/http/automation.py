"""Rules, their runs and talks with the assistant, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.monitoring import queries
from vistone.monitoring.actions import automation as actions
from vistone.monitoring.contracts import AiConversation, AutomationLog, AutomationRule
from vistone.monitoring.schemas import AutomationRuleCreate, AutomationRulePatch


class AiConversationController(Controller):
    """Talks with the assistant and what they cost."""

    path = "/api/monitoring/ai-conversations"
    tags = ("monitoring",)

    @get(opt=lists(queries.CONVERSATIONS))
    async def list_ai_conversations(self, call: Call) -> Page[AiConversation]:
        """Conversations that you may see."""
        return await call.page(queries.CONVERSATIONS)

    @get("/{id:uuid}")
    async def get_ai_conversation(self, call: Call, id: FromPath[UUID]) -> AiConversation:
        """One conversation."""
        return await call.get(queries.CONVERSATIONS, id)


class AutomationRuleController(Controller):
    """What is done by itself."""

    path = "/api/monitoring/automation-rules"
    tags = ("monitoring",)

    @get(opt=lists(queries.RULES))
    async def list_automation_rules(self, call: Call) -> Page[AutomationRule]:
        """Rules that you may see."""
        return await call.page(queries.RULES)

    @post()
    async def create_automation_rule(self, call: Call, data: JSONBody[AutomationRuleCreate]) -> AutomationRule:
        """Adds a rule."""
        return await call.write(actions.create_rule, data)

    @get("/{id:uuid}")
    async def get_automation_rule(self, call: Call, id: FromPath[UUID]) -> AutomationRule:
        """One rule."""
        return await call.get(queries.RULES, id)

    @patch("/{id:uuid}")
    async def update_automation_rule(
        self, call: Call, id: FromPath[UUID], data: JSONBody[AutomationRulePatch]
    ) -> AutomationRule:
        """Changes a rule; fields left out stay as they are."""
        return await call.write(actions.update_rule, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_automation_rule(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a rule."""
        await call.write(actions.delete_rule, id, call.if_match)


class AutomationLogController(Controller):
    """Runs of the rules."""

    path = "/api/monitoring/automation-logs"
    tags = ("monitoring",)

    @get(opt=lists(queries.RUNS))
    async def list_automation_logs(self, call: Call) -> Page[AutomationLog]:
        """Runs of rules that you may see."""
        return await call.page(queries.RUNS)

    @get("/{id:uuid}")
    async def get_automation_log(self, call: Call, id: FromPath[UUID]) -> AutomationLog:
        """One run of a rule."""
        return await call.get(queries.RUNS, id)
