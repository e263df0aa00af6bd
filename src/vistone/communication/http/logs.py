"""The record of talk elsewhere, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, post
from litestar.params import FromPath, JSONBody

from vistone.communication import queries
from vistone.communication.actions import logs as actions
from vistone.communication.contracts import CommunicationLog
from vistone.communication.schemas import CommunicationLogCreate
from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists


class CommunicationLogController(Controller):
    """Calls, meetings and mails."""

    path = "/api/communication/communication-logs"
    tags = ("communication",)

    @get(opt=lists(queries.LOGS))
    async def list_communication_logs(self, call: Call) -> Page[CommunicationLog]:
        """Entries that you may see."""
        return await call.page(queries.LOGS)

    @post()
    async def create_communication_log(self, call: Call, data: JSONBody[CommunicationLogCreate]) -> CommunicationLog:
        """Records talk that happened elsewhere."""
        return await call.write(actions.create_log, data)

    @get("/{id:uuid}")
    async def get_communication_log(self, call: Call, id: FromPath[UUID]) -> CommunicationLog:
        """One entry."""
        return await call.get(queries.LOGS, id)

    @delete("/{id:uuid}")
    async def delete_communication_log(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes an entry."""
        await call.write(actions.delete_log, id, call.if_match)
