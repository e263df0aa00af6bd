"""The bare handlers that ours are measured against: the same SQL on asyncpg, msgspec and Litestar; no rights, no tenancy."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import msgspec
from litestar import Litestar, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery, JSONBody

from vistone.kernel.collection import Page
from vistone.project.contracts import Task
from vistone.project.queries import TASK

COLUMNS = ", ".join(f"tasks.{column.name}" for column in TASK.columns)
LIST = (
    f"SELECT {COLUMNS} FROM project.tasks WHERE organization_id = $1 AND project_id = $2 AND deleted_at IS NULL "
    "ORDER BY created_at DESC, id DESC LIMIT 51"
)
ONE = f"SELECT {COLUMNS} FROM project.tasks WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL"
INSERT = (
    "INSERT INTO project.tasks (id, organization_id, project_id, title, position, created_at, updated_at) "
    f"VALUES ($1, $2, $3, $4, $5, $6, $6) RETURNING {COLUMNS}"
)


class NewTask(msgspec.Struct):
    """What is needed of a task."""

    projectId: UUID  # noqa: N815 -- as on the wire
    title: str


def _task(row: asyncpg.Record) -> Task:
    return Task(*row)


def bare(dsn: str, organization_id: UUID) -> Litestar:
    """The bare application, connected as the database's superuser so that row level security is out of the way."""

    @get("/tasks")
    async def list_tasks(state: State, projectId: FromQuery[UUID]) -> Page[Task]:  # noqa: N803 -- as on the wire
        rows = await state.pool.fetch(LIST, organization_id, projectId)
        return Page([_task(row) for row in rows[:50]], "more" if len(rows) > 50 else None)

    @get("/tasks/{id:uuid}")
    async def get_task(state: State, id: FromPath[UUID]) -> Task:
        return _task(await state.pool.fetchrow(ONE, organization_id, id))

    @post("/tasks")
    async def create_task(state: State, data: JSONBody[NewTask]) -> Task:
        now = datetime.now(UTC)
        row = await state.pool.fetchrow(INSERT, uuid4(), organization_id, data.projectId, data.title, "a", now)
        return _task(row)

    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with asyncpg.create_pool(dsn, min_size=2, max_size=10, init=_prepare) as pool:
            app.state.pool = pool
            yield

    return Litestar([list_tasks, get_task, create_task], lifespan=[lifespan], openapi_config=None)


async def _prepare(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=str, decoder=msgspec.json.decode, format="text"
    )
