"""Samples and rights of `notification`."""

import itertools
from typing import Any

from tests.factories import Row, Sample
from tests.world import Company

_numbers = itertools.count(1)


async def _template_body(_: Company) -> dict[str, Any]:
    return {"name": f"Assigned {next(_numbers)}", "content": "Hello {{name}}", "channels": ["in_app", "email"]}


async def _preference_body(company: Company) -> dict[str, Any]:
    return {"userId": company.organizer.id, "preferences": {"project.task.assigned": ["email"]}}


async def _preference(company: Company) -> dict[str, Any]:
    """The Organizer's preferences, of which there is one record at most."""
    path = "/api/notification/notification-preferences"
    for one in (await company.organizer.get(path))["items"]:
        await company.organizer.delete(f"{path}/{one['id']}")
    made: dict[str, Any] = await company.organizer.post(path, await _preference_body(company))
    return made


async def _notification_body(company: Company) -> dict[str, Any]:
    return {"userId": company.organizer.id, "content": "You have a task", "type": "project.task.assigned"}


async def _nothing(_: Company) -> dict[str, Any]:
    return {}


SAMPLES = [
    Sample("/api/notification/notification-templates", _template_body, {"content": "Hi"}),
    Sample("/api/notification/notification-preferences", _preference_body, {"preferences": {}}, make=_preference),
    Sample("/api/notification/notifications", _notification_body, {"isRead": True}, extra={"mark_all_read": _nothing}),
]

# The bodies name the Organizer: preferences are given for oneself alone.
MATRIX: dict[str, Row] = {
    "list_notification_templates": (200, 200, 200, 200),
    "create_notification_template": (201, 403, 403, 403),
    "get_notification_template": (200, 200, 200, 404),
    "update_notification_template": (200, 403, 403, 404),
    "delete_notification_template": (204, 403, 403, 404),
    "list_notification_preferences": (200, 200, 200, 200),
    "create_notification_preference": (201, 422, 422, 422),
    "get_notification_preference": (200, 404, 404, 404),
    "update_notification_preference": (200, 404, 404, 404),
    "delete_notification_preference": (204, 404, 404, 404),
    "list_notifications": (200, 200, 200, 200),
    "create_notification": (201, 201, 403, 403),
    "get_notification": (200, 404, 404, 404),
    "update_notification": (200, 404, 404, 404),
    "delete_notification": (204, 404, 404, 404),
    "mark_all_read": (200, 200, 200, 200),
}
