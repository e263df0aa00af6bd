"""Changes that follow for many tasks from one to something else."""

from collections.abc import Mapping
from typing import Any

from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.project.events import TaskUpdated
from vistone.project.queries.sweeps import Sweep, sweep


async def swept(tx: WriteTx, one: Sweep, *, which: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> None:
    """Changes the tasks that the sweep names; each tells of it by an event of its own.

    So they are in the history, in lists that are open and in whatever follows what happens, like tasks that somebody
    changed one by one.
    """
    async for some in sweep(tx, one, which=which, values=values or {}):
        await publish(tx, *(TaskUpdated.of(old, new) for old, new in some))
