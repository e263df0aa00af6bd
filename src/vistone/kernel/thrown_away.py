"""Stored files that nothing refers to any more: thrown away by a job, after the commit that took the last reference, so
that neither the file can be without its record nor the record without its file.
"""

from msgspec import Struct

from vistone.kernel.db import WriteTx
from vistone.kernel.jobs import Job, JobRun, enqueue
from vistone.kernel.runtime import Runtime


class DropFile(Struct, frozen=True):
    """The file's key in the store."""

    key: str


async def _drop(payload: DropFile, run: JobRun) -> None:
    runtime: Runtime = run.context
    await runtime.files.delete(payload.key)


drop_file = Job(name="platform.drop_file", payload=DropFile, handler=_drop)


async def throw_away(tx: WriteTx, key: str) -> None:
    """Throws the file away once the transaction has committed."""
    await enqueue(tx.connection, drop_file, DropFile(key), organization_id=tx.scope.organization_id)
