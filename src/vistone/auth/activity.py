"""The activity log follows the event log: every change of every service becomes an entry, once and in order."""

from collections.abc import Sequence
from typing import Any

from vistone.auth import queries
from vistone.kernel.db import WriteTx
from vistone.kernel.events import Follower, LoggedEvent
from vistone.kernel.ids import new_id
from vistone.kernel.scope import NOBODY


async def _record(tx: WriteTx, events: Sequence[LoggedEvent]) -> None:
    await queries.add_activity(tx, [_entry(event) for event in events])


def _entry(event: LoggedEvent) -> dict[str, Any]:
    before = event.payload.get("before")
    metadata: dict[str, Any] = {"requestId": event.request_id}
    if before:
        record = event.payload["record"]
        metadata["changes"] = {name: {"before": old, "after": record.get(name)} for name, old in before.items()}
    return {
        "id": new_id(),
        "user_id": None if event.actor_id == NOBODY else event.actor_id,
        "action": event.type,
        "entity_type": event.entity,
        "entity_id": event.entity_id,
        "metadata": metadata,
        "ip_address": event.ip_address,
        "user_agent": event.user_agent,
        "created_at": event.created_at,
    }


activity_log = Follower("auth.activity_log", _record)
