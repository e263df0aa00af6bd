"""The activity log follows the event log: every change of every service becomes an entry, once and in order.

What an entry tells in `metadata`:

- `changes`: by field, what it was `before` and is `after`; of a new record the one, of a deleted one the other alone.
  A private field of a record is named and its values are not told.
- `record`: what names the record among its like.
- what the event tells beside its record, and `requestId` and `tokenId`.

Long values are cut, so that an entry stays small whatever people write.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from vistone.auth import queries
from vistone.kernel.db import WriteTx
from vistone.kernel.events import Follower, LoggedEvent, private_fields
from vistone.kernel.ids import new_id
from vistone.kernel.scope import NOBODY

LONGEST_TEXT = 500
LONGEST_JSON = 2000

_ELSEWHERE = {"record", "before"}
_SAID_ANYHOW = {"id", "organizationId", "abilities", "revision", "createdAt", "updatedAt"}
_NAMING = ("title", "name", "email", "roleName", "method", "status", "userId")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


async def _record(tx: WriteTx, events: Sequence[LoggedEvent]) -> None:
    await queries.add_activity(tx, [_entry(event) for event in events])


def _entry(event: LoggedEvent) -> dict[str, Any]:
    record, private = event.payload["record"], private_fields().get(event.entity, frozenset())
    metadata = {name: _cut(value) for name, value in event.payload.items() if name not in _ELSEWHERE}
    metadata["requestId"] = event.request_id
    if event.token_id is not None:
        metadata["tokenId"] = str(event.token_id)
    if changes := _changes(event):
        metadata["changes"] = {
            name: {} if name in private else {side: _cut(value) for side, value in sides.items()}
            for name, sides in changes.items()
        }
    told = {n: _cut(record[n]) for n in _NAMING if n not in private and record.get(n) not in _NOTHING}
    if told:
        metadata["record"] = told
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


def _changes(event: LoggedEvent) -> dict[str, dict[str, Any]]:
    """By field the values before and after; what a new or deleted record does not hold is left out."""
    record = event.payload["record"]
    side = {"created": "after", "deleted": "before"}.get(event.type.rsplit(".", 1)[1])
    if side is not None:
        held = {name: value for name, value in record.items() if name not in _SAID_ANYHOW and value not in _NOTHING}
        return {name: {side: value} for name, value in held.items()}
    before = event.payload.get("before", {})
    return {name: {"before": old, "after": record.get(name)} for name, old in before.items()}


def _cut(value: Any) -> Any:
    """The value; of a long one its beginning, with its length after it."""
    if isinstance(value, list | dict):
        text = msgspec.json.encode(value).decode()
        return value if len(text) <= LONGEST_JSON else f"{text[:LONGEST_TEXT]}… ({len(text)})"
    long = isinstance(value, str) and len(value) > LONGEST_TEXT
    return f"{value[:LONGEST_TEXT]}… ({len(value)})" if long else value


activity_log = Follower("auth.activity_log", _record)
