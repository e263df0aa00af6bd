"""The mails that the organization sent, or would have sent with a mail server, for Organizers.

Links in them let people in: no API token reads them.
"""

from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.guard import SESSION
from vistone.kernel.http.openapi import lists
from vistone.kernel.outbox import MAILS, OutboxMail


class OutboxController(Controller):
    """The outbox."""

    path = "/api/auth/outbox-mails"
    tags = ("auth",)

    @get(opt=SESSION | lists(MAILS))
    async def list_outbox_mails(self, call: Call) -> Page[OutboxMail]:
        """The organization's mails, the newest first."""
        return await call.page(MAILS)

    @get("/{id:uuid}", opt=SESSION)
    async def get_outbox_mail(self, call: Call, id: FromPath[UUID]) -> OutboxMail:
        """One mail."""
        return await call.get(MAILS, id)
