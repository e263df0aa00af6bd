"""Imports: taking a file in, and the job that turns it into tasks."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import IO, BinaryIO, cast
from uuid import UUID

import msgspec
from msgspec import Struct

from vistone.auth import api as people
from vistone.kernel import clock
from vistone.kernel.db import Database, ReadTx, WriteTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound, Problem, Stale
from vistone.kernel.events import publish
from vistone.kernel.files import Files, StoredFile, sniff
from vistone.kernel.files.sniff import BINARY, HEAD_BYTES, HTML, PLAIN, SVG, XML
from vistone.kernel.jobs import Job, JobRun, Lane, enqueue
from vistone.kernel.rows import add
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import Scope, for_the_system
from vistone.project.actions.import_batches import Loader
from vistone.project.actions.import_links import LINKS_AT_ONCE
from vistone.project.actions.projects import create_project
from vistone.project.contracts import ImportStatus, ProjectImport
from vistone.project.events import ProjectImportCreated, ProjectImportUpdated
from vistone.project.importing.batches import Batch, batches
from vistone.project.importing.model import ImportRefused, ReadOptions, RowError
from vistone.project.importing.sources import Source, frame_of, source_named
from vistone.project.queries import IMPORT, IMPORTS, PROJECTS
from vistone.project.queries import imports as queries_imports
from vistone.project.schemas import ImportCreate, ProjectCreate
from vistone.workforce import api as workforce

CHECKED_AT_ONCE_BYTES = 16 * 1024 * 1024
PROGRESS_EVERY_SECONDS = 0.5
ATTEMPTS = 5
GIVING_UP = 3
"""Attempts after those, which only say that it failed: who was killed in the last one could not say it any more."""
FINISHED = {ImportStatus.SUCCEEDED, ImportStatus.FAILED}
_TEXTS = {PLAIN, HTML, SVG, XML}


class RunImport(Struct, frozen=True):
    """The import to do. The encoding is what its sender said; None: found out."""

    import_id: UUID
    encoding: str | None = None


def check_file(file: BinaryIO, size: int, data: ImportCreate) -> None:
    """Invalid, naming the field, when the file is none of that source. Blocks: call it in a thread.

    Looks at the whole of a file up to 16 MB, as far as `Source.read` does before its first record; of a larger one only
    at its kind, so that the one who sends it does not wait for that: the import then ends as failed.
    """
    kind = BINARY
    try:
        source = source_named(data.source)
        kind = check_kind(file, source, encoding=data.encoding)
        if size <= CHECKED_AT_ONCE_BYTES:
            source.read(file, ReadOptions(mapping=data.mapping, encoding=data.encoding))
    except ImportRefused as refusal:
        if kind == BINARY and refusal.field == "encoding" and data.encoding is None:
            raise Invalid("file", f"This is no text file, so it is not {source_named(data.source).title}.") from None
        raise refused(refusal) from None


def check_kind(file: BinaryIO, source: Source, *, encoding: str | None) -> str:
    """The kind of the file by its first bytes. Invalid when that is none of which the source's files are."""
    file.seek(0)
    kind = sniff(file.read(HEAD_BYTES))
    file.seek(0)
    is_table = source.takes_mapping  # which may be in an encoding that looks like no text
    if kind not in _TEXTS and (kind != BINARY or not is_table):
        raise Invalid("file", f"This is a file of the type {kind}, not {source.title}.")
    return kind


def refused(refusal: ImportRefused) -> Invalid:
    """The refusal as the answer to a request."""
    return Invalid(_field(refusal), refusal.message)


def _field(refusal: ImportRefused) -> str:
    return "mapping" if refusal.field == "map" else refusal.field


async def request_import(tx: WriteTx, data: ImportCreate, file: StoredFile) -> ProjectImport:
    """Takes a file in; a job does the rest. A project that is named and not there is made now, but for a dry run.

    Needs the right to create tasks and to change that project, or to create projects.
    """
    tx.scope.require("tasks", "create")
    project_id = await _project(tx, data)
    values = {
        "project_id": project_id,
        "source": data.source,
        "file_name": file.name,
        "file_key": file.key,
        "mapping": data.mapping,
        "dry_run": data.dry_run,
        "requested_by": tx.scope.user_id,
    }
    record = await add(tx, IMPORT, values)
    await publish(tx, ProjectImportCreated(record=record))
    payload = RunImport(record.id, data.encoding)
    await enqueue(tx.connection, run_import, payload, organization_id=tx.scope.organization_id)
    return record


async def _project(tx: WriteTx, data: ImportCreate) -> UUID | None:
    if (data.project_id is None) == (data.project_name is None):
        raise Invalid("projectId", "Name the project: by projectId, or by projectName.")
    if data.project_id is not None:
        try:
            await PROJECTS.get(tx, data.project_id, "update")
        except NotFound:
            raise Invalid("projectId", "There is no such project that you can see.") from None
        return data.project_id
    name = data.project_name or ""
    found = await queries_imports.projects_named(tx, name)
    if len(found) > 1:
        raise Invalid("projectName", "Several projects have this name; give the projectId.")
    if found:
        await PROJECTS.get(tx, found[0], "update")
        return found[0]
    tx.scope.require("projects", "create")
    return None if data.dry_run else (await create_project(tx, ProjectCreate(name=name))).id


async def _run(payload: RunImport, run: JobRun) -> None:
    runtime: Runtime = run.context
    assert run.organization_id is not None  # noqa: S101 -- `request_import` gives every import its organization
    scope = for_the_system(run.organization_id)
    async with runtime.database.read(scope) as tx:
        record = await IMPORTS.get(tx, payload.import_id)
        key, mapping = await queries_imports.upload(tx, record.id)
    if record.status not in FINISHED:
        scope = for_the_system(run.organization_id, on_behalf_of=record.requested_by)
        try:
            async with runtime.database.write(scope) as write:
                loader = await Loader.start(write, record)
            work = _Import(runtime.database, runtime.files, scope, loader)
            if run.attempt > ATTEMPTS:
                await work.give_up()
            else:
                await work.do(
                    key, ReadOptions(mapping=mapping, encoding=payload.encoding), last=run.attempt >= ATTEMPTS
                )
        except Stale:
            return  # another worker has it: this one was silent for too long
    await runtime.files.delete(key)


run_import = Job(
    name="project.import",
    payload=RunImport,
    handler=_run,
    attempts=ATTEMPTS + GIVING_UP,
    timeout_seconds=4 * 3600,
    lane=Lane.SLOW,
)


class _Import:
    """One run of an import, from its first batch to its end."""

    def __init__(self, database: Database, files: Files, scope: Scope, loader: Loader) -> None:
        self._database = database
        self._files = files
        self._scope = scope
        self._loader = loader
        self._told = 0.0

    async def do(self, key: str, options: ReadOptions, *, last: bool) -> None:
        """Does what is left of it and marks it as ended, well or not.

        What may pass is raised, for the queue to try again; in the `last` attempt it ends the import, so that nobody
        waits for ever. Raises Stale when another run is at it.
        """
        try:
            async with self._database.read(self._scope) as tx:
                await _check_still_may(tx, self._loader.record)
            async with _on_disk(self._files, key) as file:
                await self._load(source_named(self._loader.record.source), cast("BinaryIO", file), options)
            await self._link()
        except ImportRefused as refusal:
            await self._end(_field(refusal), refusal.message)
        except Stale:
            raise
        except Problem as problem:
            if problem.status >= 500 and not last:
                raise
            await self._end("import", problem.detail)
        except Exception:
            if last:
                await self._end("import", "It failed through a fault on our side; the worker's log has more.")
            raise
        else:
            await self._end()

    async def give_up(self) -> None:
        """Ends an import whose worker never came to an end with it."""
        await self._end(
            "import", f"The worker that did it was cut off {ATTEMPTS} times; it may be too big for the machine."
        )

    async def _load(self, source: Source, file: BinaryIO, options: ReadOptions) -> None:
        total = await asyncio.to_thread(source.count, file, options)
        async with self._database.write(self._scope) as tx:
            await self._loader.keep(tx, total=total)
            await self._tell(tx, always=True)
        frame = await asyncio.to_thread(frame_of, source, file, options)
        async with self._database.write(self._scope) as tx:
            await self._loader.prepare(tx, frame)
        record = self._loader.record
        records = await asyncio.to_thread(source.read, file, options)
        found = batches(records, done=record.created + record.updated + record.skipped)
        reading = _read(found)
        try:
            while (batch := await asyncio.shield(reading)) is not None:
                reading = _read(found)  # while this one is written
                async with self._database.write(self._scope) as tx:
                    await self._loader.load(tx, batch)
                    await self._tell(tx)
        finally:
            await asyncio.wait([reading])  # it reads the file, which is closed after this

    async def _link(self) -> None:
        links = self._loader.links
        names = list(links.wanted)
        for start in range(0, len(names), LINKS_AT_ONCE):
            async with self._database.write(self._scope) as tx:
                await self._loader.link(tx, names[start : start + LINKS_AT_ONCE])
                await self._tell(tx)

    async def _end(self, field: str = "", reason: str = "") -> None:
        """Marks the import as succeeded, or as failed with the reason first among its errors."""
        if reason:
            self._loader.refuse(RowError(0, field, reason))
        status = ImportStatus.FAILED if reason else ImportStatus.SUCCEEDED
        async with self._database.write(self._scope) as tx:
            if reason:  # the transaction that failed may have been the loader's own: it knows a revision that never was
                self._loader.record = await IMPORTS.get(tx, self._loader.record.id)
            await self._loader.keep(tx, status=status, finished_at=clock.now())
            await self._tell(tx, always=True)

    async def _tell(self, tx: WriteTx, *, always: bool = False) -> None:
        """Publishes how far the import is: its beginning and its end, between them twice a second."""
        now = asyncio.get_running_loop().time()
        if always or now - self._told >= PROGRESS_EVERY_SECONDS:
            self._told = now
            await publish(tx, ProjectImportUpdated(record=self._loader.record, before={}))


async def _check_still_may(tx: ReadTx, record: ProjectImport) -> None:
    """Forbidden or NotFound when who asked for the import lost the right to do it by hand."""
    asker = await people.scope_of(tx, record.requested_by)
    if asker is None:
        raise Forbidden("Who asked for this import may not act in the organization any more.")
    asker = msgspec.structs.replace(asker, claims={"teams": await workforce.my_teams(_as(tx, asker))})
    asker.require("tasks", "create")
    if record.project_id is None:
        asker.require("projects", "create")
    else:
        await PROJECTS.get(_as(tx, asker), record.project_id, "update")


def _as(tx: ReadTx, scope: Scope) -> ReadTx:
    """The same transaction, asking as somebody else of the organization."""
    return ReadTx(tx.connection, scope)


def _read(found: Iterator[Batch]) -> asyncio.Task[Batch | None]:
    """Reads the next batch in a thread; None is the end."""
    return asyncio.create_task(asyncio.to_thread(next, found, None))


@asynccontextmanager
async def _on_disk(files: Files, key: str) -> AsyncIterator[IO[bytes]]:
    """The file as one that can be read from any place in it, wherever it is stored."""
    with tempfile.TemporaryFile() as file:
        opened = await files.open(key)
        async for chunk in opened.chunks:
            file.write(chunk)
        file.seek(0)
        yield file
