"""Dashboards over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.monitoring import queries
from vistone.monitoring.actions import dashboards as actions
from vistone.monitoring.contracts import Dashboard, DashboardWidget
from vistone.monitoring.schemas import DashboardCreate, DashboardPatch, DashboardWidgetCreate, DashboardWidgetPatch


class DashboardController(Controller):
    """One's own dashboards."""

    path = "/api/monitoring/dashboards"
    tags = ("monitoring",)

    @get(opt=lists(queries.DASHBOARDS))
    async def list_dashboards(self, call: Call) -> Page[Dashboard]:
        """Dashboards that you may see."""
        return await call.page(queries.DASHBOARDS)

    @post()
    async def create_dashboard(self, call: Call, data: JSONBody[DashboardCreate]) -> Dashboard:
        """Adds a dashboard."""
        return await call.write(actions.create_dashboard, data)

    @get("/{id:uuid}")
    async def get_dashboard(self, call: Call, id: FromPath[UUID]) -> Dashboard:
        """One dashboard."""
        return await call.get(queries.DASHBOARDS, id)

    @patch("/{id:uuid}")
    async def update_dashboard(self, call: Call, id: FromPath[UUID], data: JSONBody[DashboardPatch]) -> Dashboard:
        """Changes a dashboard; fields left out stay as they are."""
        return await call.write(actions.update_dashboard, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_dashboard(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a dashboard."""
        await call.write(actions.delete_dashboard, id, call.if_match)


class DashboardWidgetController(Controller):
    """Widgets of one's own dashboards."""

    path = "/api/monitoring/dashboard-widgets"
    tags = ("monitoring",)

    @get(opt=lists(queries.WIDGETS))
    async def list_dashboard_widgets(self, call: Call) -> Page[DashboardWidget]:
        """Widgets that you may see."""
        return await call.page(queries.WIDGETS)

    @post()
    async def create_dashboard_widget(self, call: Call, data: JSONBody[DashboardWidgetCreate]) -> DashboardWidget:
        """Adds a widget."""
        return await call.write(actions.add_widget, data)

    @get("/{id:uuid}")
    async def get_dashboard_widget(self, call: Call, id: FromPath[UUID]) -> DashboardWidget:
        """One widget."""
        return await call.get(queries.WIDGETS, id)

    @patch("/{id:uuid}")
    async def update_dashboard_widget(
        self, call: Call, id: FromPath[UUID], data: JSONBody[DashboardWidgetPatch]
    ) -> DashboardWidget:
        """Changes a widget; fields left out stay as they are."""
        return await call.write(actions.update_widget, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_dashboard_widget(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a widget."""
        await call.write(actions.remove_widget, id, call.if_match)
