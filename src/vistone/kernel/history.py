"""What happened to a record and to what hangs on it, read from the event log: see `Event.about`."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct
from sqlalchemy import BigInteger, Integer, Select, Uuid, bindparam, select

from vistone.kernel.db import ReadTx, organization, statement
from vistone.kernel.events import event_log


class PastEvent(Struct, frozen=True):
    """One event of the past. `payload` holds the record as it then was and, after a change, what was different `before`."""

    id: int
    type: str
    entity: str
    entity_id: UUID
    actor_id: UUID | None
    payload: dict[str, Any]
    created_at: datetime


@statement
def _about() -> Select[Any]:
    e = event_log.c
    return (
        select(e.id, e.type, e.entity, e.entity_id, e.actor_id, e.payload, e.created_at)
        .where(
            e.organization_id == organization(),
            e.about_id == bindparam("about_id", type_=Uuid),
            e.id < bindparam("before", type_=BigInteger),
        )
        .order_by(e.id.desc())
        .limit(bindparam("limit", type_=Integer))
    )


async def events_about(tx: ReadTx, about_id: UUID, *, before: int | None, limit: int) -> list[PastEvent]:
    """The events about a record, the newest first, from before the event with that id on; as long as the log is kept.

    The caller has seen to it that the record may be seen, and tells of each event what may be told.
    """
    rows = await tx.all(_about(), about_id=about_id, before=2**63 - 1 if before is None else before, limit=limit)
    return [PastEvent(*row) for row in rows]
