"""Who may follow what live. What is personal goes over `user:<id>`, which `auth` declares."""

from uuid import UUID

from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden, NotFound
from vistone.kernel.scope import RoleName
from vistone.monitoring.queries import DASHBOARDS


async def reports(tx: ReadTx, id: UUID | None) -> None:
    """KPIs and reports, for staff who may read these."""
    _staff_who_may_read(tx, "reports", id)


async def automation(tx: ReadTx, id: UUID | None) -> None:
    """Rules, for staff who may read these."""
    _staff_who_may_read(tx, "automation", id)


async def performance(tx: ReadTx, id: UUID | None) -> None:
    """What the members achieve, for those who see it of everybody."""
    _staff_who_may_read(tx, "reports", id)
    if tx.scope.role == RoleName.CONTRIBUTOR:
        raise Forbidden("You may follow your own.")


async def dashboard(tx: ReadTx, id: UUID | None) -> None:
    """The widgets of a dashboard, for its owner."""
    if id is None:
        raise NotFound("dashboard")
    await DASHBOARDS.get(tx, id)


def _staff_who_may_read(tx: ReadTx, resource: str, id: UUID | None) -> None:
    if id is not None:
        raise NotFound("topic")
    if tx.scope.role == RoleName.CLIENT:
        raise Forbidden("Clients follow what is shared with them.")
    tx.scope.require(resource, "read")
