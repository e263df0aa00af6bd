"""The activity log follows the event log: every change of every service becomes an entry, once and in order."""

from collections.abc import Sequence
from typing import Any

from vistone.auth import queries
from vistone.kernel.db import WriteTx
from vistone.kernel.events import Follower, LoggedEvent
from vistone.kernel.ids import new_id
from vistone.kernel.scope import NOBODY

_ELSEWHERE = {"record", "before"}


async def _record(tx: WriteTx, events: Sequence[LoggedEvent]) -> None:
    await queries.add_activity(tx, [_entry(event) for event in events])


def _entry(event: LoggedEvent) -> dict[str, Any]:
    """What the log keeps of an event: the fields that changed, and what the event tells beside its record."""
    record, before = event.payload["record"], event.payload.get("before")
    metadata = {name: value for name, value in event.payload.items() if name not in _ELSEWHERE}
    metadata["requestId"] = event.request_id
    if event.token_id is not None:
        metadata["tokenId"] = str(event.token_id)
    if before:
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
