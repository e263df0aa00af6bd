"""Writes to one's own dashboards and their widgets."""

from uuid import UUID

from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.monitoring.contracts import Dashboard, DashboardWidget
from vistone.monitoring.events import (
    DashboardCreated,
    DashboardDeleted,
    DashboardUpdated,
    DashboardWidgetCreated,
    DashboardWidgetDeleted,
    DashboardWidgetUpdated,
)
from vistone.monitoring.queries import DASHBOARD, DASHBOARDS, WIDGET, WIDGETS
from vistone.monitoring.schemas import DashboardCreate, DashboardPatch, DashboardWidgetCreate, DashboardWidgetPatch


async def create_dashboard(tx: WriteTx, data: DashboardCreate) -> Dashboard:
    """A new dashboard of one's own; who may read reports may arrange them."""
    tx.scope.require("reports", "read")
    if data.user_id != tx.scope.user_id:
        raise Invalid("userId", "Dashboards are personal: give your own id.")
    dashboard = await add(tx, DASHBOARD, given(data))
    await publish(tx, DashboardCreated(record=dashboard))
    return dashboard


async def update_dashboard(tx: WriteTx, id: UUID, data: DashboardPatch, if_match: int | None) -> Dashboard:
    """Changes a dashboard."""
    old = await DASHBOARDS.hold(tx, id, "update")
    new = await change(tx, DASHBOARD, id, given(data), if_match=if_match)
    await publish(tx, DashboardUpdated.of(old, new))
    return new


async def delete_dashboard(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a dashboard with its widgets."""
    dashboard = await DASHBOARDS.hold(tx, id, "delete")
    await remove(tx, DASHBOARD, id, if_match=if_match)
    await publish(tx, DashboardDeleted(record=dashboard))


async def add_widget(tx: WriteTx, data: DashboardWidgetCreate) -> DashboardWidget:
    """A new widget on a dashboard."""
    await DASHBOARDS.get(tx, data.dashboard_id, "update")
    widget = await add(tx, WIDGET, given(data))
    await publish(tx, DashboardWidgetCreated(record=widget))
    return widget


async def update_widget(tx: WriteTx, id: UUID, data: DashboardWidgetPatch, if_match: int | None) -> DashboardWidget:
    """Changes a widget."""
    old = await WIDGETS.hold(tx, id, "update")
    new = await change(tx, WIDGET, id, given(data), if_match=if_match)
    await publish(tx, DashboardWidgetUpdated.of(old, new))
    return new


async def remove_widget(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a widget off its dashboard."""
    widget = await WIDGETS.hold(tx, id, "delete")
    await remove(tx, WIDGET, id, if_match=if_match)
    await publish(tx, DashboardWidgetDeleted(record=widget))
