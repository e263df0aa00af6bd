"""`vistone import`: takes a file in as the web process would, and shows how far it is.

The import is a job like any other. Where a Vistone runs, its worker may take it; this command brings a worker of its
own, so that it also gets done where none runs. When the command is killed, the next worker goes on with it.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import msgspec
from msgspec import Struct
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vistone.auth.queries import directory
from vistone.kernel import postgres
from vistone.kernel.errors import Problem
from vistone.kernel.jobs import Lane, Worker
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import Scope, System, for_the_system
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened
from vistone.migrate import migrate
from vistone.project.actions.imports import FINISHED, check_file, request_import, run_import
from vistone.project.contracts import ImportedRowError, ImportStatus, ProjectImport
from vistone.project.queries import IMPORTS
from vistone.project.schemas import ImportCreate

LOOK_EVERY_SECONDS = 0.2
SHOWN_ERRORS = 20
CHUNK_BYTES = 256 * 1024


class CannotImport(Exception):  # noqa: N818 -- says what is the case, as the command prints it
    """The import cannot be begun; the message says why, and what to do."""


class Order(Struct, frozen=True):
    """What the command line asked for."""

    source: str
    file: Path
    project: str
    dry_run: bool = False
    mapping: Mapping[str, str] = {}
    encoding: str | None = None
    organization: str | None = None


async def run(settings: Settings, order: Order, console: Console) -> bool:
    """Does the import, with a progress bar, and prints what came of it; False when a row or all of it failed.

    Raises CannotImport and PostgresError, whose messages are for people.
    """
    if not order.file.is_file():
        raise CannotImport(f"{order.file} is no file.")

    def say(line: str) -> None:
        console.print(line, style="dim", highlight=False, markup=False)

    async with postgres.opened(
        settings.data_dir, settings.database_url, settings.app_database_url, progress=say
    ) as found:
        await migrate(found.owner, found.app_role, say)
        async with opened(settings, found.app) as (runtime, _):
            scope = await _organizer(runtime, order.organization)
            try:
                record = await _take_in(runtime, scope, order)
            except Problem as problem:
                raise CannotImport(problem.detail) from None
            worker = Worker(found.app, [run_import], context=runtime, lanes={Lane.SLOW: 1}, poll_seconds=0.2)
            working = asyncio.create_task(worker.run())
            try:
                record = await _follow(runtime, scope, record, console)
            except asyncio.CancelledError:
                console.print("Stopped here. The next worker goes on with the import: `vistone up` starts one.")
                raise
            finally:
                worker.stop()
                await working
    return _told(record, order, console)


async def _organizer(runtime: Runtime, slug: str | None) -> Scope:
    """The first Organizer of the organization that is named, or of the only one there is."""
    async with runtime.database.read(System("import from the command line")) as tx:
        known = await directory.organizations_by_slug(tx)
    if not known:
        raise CannotImport("There is no organization yet. Start Vistone with `vistone up` and register.")
    if slug is None and len(known) > 1:
        raise CannotImport(f"Name the organization: --organization with one of {', '.join(known)}.")
    if slug is not None and slug not in known:
        raise CannotImport(f"There is no organization {slug!r}; there are {', '.join(known)}.")
    organization_id: UUID = known[slug] if slug is not None else next(iter(known.values()))
    async with runtime.database.read(for_the_system(organization_id)) as tx:
        organizer = await directory.first_organizer(tx)
        scope = await directory.scope_of(tx, organizer) if organizer is not None else None
    if scope is None:
        raise CannotImport("The organization has no Organizer on whose behalf to import.")
    return scope


async def _take_in(runtime: Runtime, scope: Scope, order: Order) -> ProjectImport:
    data = ImportCreate(
        source=order.source,
        project_name=order.project,
        dry_run=order.dry_run,
        mapping=dict(order.mapping),
        encoding=order.encoding,
    )
    size = order.file.stat().st_size
    with order.file.open("rb") as file:
        await asyncio.to_thread(check_file, file, size, data)
        file.seek(0)
        stored = await runtime.files.store(
            _chunks(file),
            organization_id=scope.organization_id,
            name=order.file.name,
            max_bytes=runtime.settings.upload_bytes,
        )
    try:
        async with runtime.database.write(scope) as tx:
            return await request_import(tx, data, stored)
    except BaseException:
        await runtime.files.delete(stored.key)
        raise


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    while chunk := file.read(CHUNK_BYTES):
        yield chunk


async def _follow(runtime: Runtime, scope: Scope, record: ProjectImport, console: Console) -> ProjectImport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("Reading", total=None)
        while record.status not in FINISHED:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            async with runtime.database.read(scope) as tx:
                record = await IMPORTS.get(tx, record.id)
            done = record.created + record.updated + record.skipped
            doing = "Checking" if record.dry_run else "Importing"
            progress.update(bar, description=doing, total=record.total or None, completed=done)
    return record


def _told(record: ProjectImport, order: Order, console: Console) -> bool:
    errors = msgspec.convert(record.errors, list[ImportedRowError])
    for error in errors[:SHOWN_ERRORS]:
        place = f"row {error.row}" if error.row else "the file"
        console.print(f"{place}, {error.field}: {error.message}", highlight=False, markup=False)
    if len(errors) > SHOWN_ERRORS:
        console.print(f"... and {len(errors) - SHOWN_ERRORS:,} more", highlight=False)
    would = " would be" if record.dry_run else ""
    console.print(
        f"{order.file.name}: {record.status.value}. Of {record.total:,} rows {record.created:,}{would} created, "
        f"{record.updated:,}{would} updated, {record.skipped:,} skipped.",
        highlight=False,
        markup=False,
    )
    return record.status is ImportStatus.SUCCEEDED and not any(error.skipped for error in errors)
