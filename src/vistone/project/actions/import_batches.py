"""One import at work: batches of records become tasks, a transaction each, and links are set when all are there.

Whatever is killed when, an import goes on where it stopped: the counts of the import change in the transaction of the
tasks that they count, and the records they cover are passed over by the next run. `(project, source, source id)` is
unique, and imports into one project take turns batch by batch (`lock_order`), so that nothing is made twice.

Each new task has its own TaskCreated. One event for a batch was the other choice: it would spare rows of the event log,
but everything that reacts to a new task (search, automation, webhooks) would have to know both, and the activity log
would say of no task where it came from. Measured for 3,526 tasks on two cores, the events are about a third of the time.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from vistone.auth import api as people
from vistone.kernel import ordering
from vistone.kernel.db import WriteTx
from vistone.kernel.events import Event, publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import change
from vistone.kernel.scope import NOBODY, RoleName
from vistone.project import queries
from vistone.project.actions import import_links
from vistone.project.actions.import_frame import Places
from vistone.project.actions.import_links import Links
from vistone.project.actions.import_network import Network
from vistone.project.actions.import_rows import Placed, changed_task, checklist_of, comment_of, made_task
from vistone.project.actions.recurring import repeat_by
from vistone.project.contracts import ImportedRowError, ImportStatus, ProjectImport, Task, TaskChecklist, TaskComment
from vistone.project.contracts.documents import SOURCE
from vistone.project.events import TaskChecklistCreated, TaskCommentCreated, TaskCreated, TaskUpdated
from vistone.project.importing.batches import Batch
from vistone.project.importing.model import Frame, ImportedTask, RowError
from vistone.project.queries import IMPORT
from vistone.project.queries import imports as queries_imports
from vistone.project.queries.imports import IMPORTED

MOST_ERRORS = 1_000


class Loader:
    """The state of one run of an import."""

    def __init__(self, record: ProjectImport, persons: dict[str, UUID | None], last: str, *, authors: bool) -> None:
        self.record = record
        self.links = Links()
        self._places = Places(persons)
        self._persons = persons
        self._authors = authors
        self._last = last
        self._noted: set[tuple[str, str]] = set()
        self._origins: dict[str, tuple[str, str]] = {}
        self._errors: list[ImportedRowError] = []
        self._unlisted = self._unlisted_refused = 0

    @classmethod
    async def start(cls, tx: WriteTx, record: ProjectImport) -> "Loader":
        """The loader of an import that begins or goes on; a dry run, which left nothing, begins again."""
        persons = await people.people_by_name_or_email(tx)
        asker = await people.scope_of(tx, record.requested_by)
        last, fresh = None, ordering.fresh(new_id())
        if record.project_id is not None:
            last = await queries.last_position(tx, record.project_id, moving=NOBODY)
        # Who may act as anybody in the organization may also say who wrote a comment.
        authors = asker is not None and asker.role is RoleName.ORGANIZER
        loader = cls(record, persons, max(last or fresh, fresh), authors=authors)
        if record.project_id is not None:
            await loader._places.look(tx, record.project_id)
        again = {"created": 0, "updated": 0, "skipped": 0} if record.dry_run else {}
        await loader.keep(tx, status=ImportStatus.RUNNING, **again)
        return loader

    async def prepare(self, tx: WriteTx, frame: Frame) -> None:
        """Takes over what the file says of the project as a whole; nothing in a dry run.

        Members are let in by Organizers only: a file could name anybody.
        """
        if not self._authors and frame.members:
            frame = msgspec.structs.replace(frame, members=())
            message = "Its members are added by hand; only an Organizer's import adds them."
            self._note([RowError(0, "members", message, skipped=False)])
        if self.record.project_id is not None and not self.record.dry_run:
            await queries.lock_order(tx, self.record.project_id)
            await self._places.prepare(tx, self.record.project_id, frame)
        else:
            self._places.plan(frame)

    async def load(self, tx: WriteTx, batch: Batch) -> None:
        """Takes over a batch. Stale when another run of the same import was faster."""
        self._note(batch.errors)
        for task in batch.tasks:
            self.links.want(task)
            if task.origin is not None:
                self._origins[task.source_id] = task.origin
        if self.record.project_id is not None and not self.record.dry_run and not batch.repeated:
            await self._places.add_milestones(tx, self.record.project_id, batch.tasks)
        placed = [self._placed(task) for task in batch.tasks]
        if batch.repeated:
            return
        known = await self._known(tx, [task.source_id for task in batch.tasks])
        created: list[Task] = []
        lines: list[TaskChecklist] = []
        comments: list[TaskComment] = []
        updated: list[tuple[Task, Task]] = []
        new = [(t, place) for t, place in zip(batch.tasks, placed, strict=True) if t.source_id not in known]
        for (task, place), position in zip(new, self._positions(len(new)), strict=True):
            made = made_task(
                task,
                place,
                organization_id=tx.scope.organization_id,
                project_id=self.record.project_id or NOBODY,
                position=position,
                source=self.record.source,
            )
            created.append(made)
            lines += checklist_of(made, task)
            comments += [comment_of(made, one, self._author(one.author), tx.scope.user_id) for one in task.comments]
        for task, place in zip(batch.tasks, placed, strict=True):
            old = known.get(task.source_id)
            after = changed_task(old, task, place) if old is not None else None
            if old is not None and after is not None:
                updated.append((old, after))
            elif old is not None and (task.parent_source_id is not None or task.links):
                self.links.unchanged.add(task.source_id)
        if self.record.dry_run:
            self.links.plan((task.source_id, made) for (task, _), made in zip(new, created, strict=True))
        else:
            await _write(tx, created, lines, comments, updated)
            await self._repeat(tx, zip((task for task, _ in new), created, strict=True))
        await self._count(tx, batch.records, len(created), len(updated))

    async def _repeat(self, tx: WriteTx, tasks: Iterable[tuple[ImportedTask, Task]]) -> None:
        """New tasks come again as the file says."""
        for task, made in tasks:
            if task.recurrence is not None and (problem := await repeat_by(tx, made.id, task.recurrence)) is not None:
                self._note([RowError(task.row, "recurrence", problem, skipped=False)])

    async def _known(self, tx: WriteTx, source_ids: Sequence[str]) -> dict[str, Task]:
        project_id = self.record.project_id
        if project_id is None:  # a dry run into a project that is not there yet
            return {}
        if not self.record.dry_run:
            await queries.lock_order(tx, project_id)
        if self.record.source == SOURCE:
            return await self._of_document(tx, project_id, source_ids)
        return await queries_imports.imported_tasks(tx, project_id, self.record.source, source_ids)

    async def _of_document(self, tx: WriteTx, project_id: UUID, keys: Sequence[str]) -> dict[str, Task]:
        """What a document names: a task that came in by that name, or came here from elsewhere, or is the very one."""
        origins = [(SOURCE, key) for key in keys]
        origins += [self._origins[key] for key in keys if key in self._origins]
        ids = {key: id for key in keys if (id := _uuid(key)) is not None}
        found = await queries_imports.document_tasks(tx, project_id, origins, ids.values())
        by_origin = {(task.source, task.source_id): task for task in found}
        by_id = {task.id: task for task in found}
        named = {
            key: by_origin.get((SOURCE, key))
            or by_id.get(ids.get(key, NOBODY))
            or by_origin.get(self._origins.get(key, (SOURCE, key)))
            for key in keys
        }
        return {key: task for key, task in named.items() if task is not None}

    def _positions(self, count: int) -> list[str]:
        keys = ordering.after(self._last, count)
        self._last = keys[-1] if keys else self._last
        return keys

    async def _count(self, tx: WriteTx, records: int, created: int, updated: int) -> None:
        now = self.record
        counts = {
            "created": now.created + created,
            "updated": now.updated + updated,
            "skipped": now.skipped + records - created - updated,
        }
        await self.keep(tx, **counts)

    async def keep(self, tx: WriteTx, **changes: Any) -> None:
        """Writes how far the import is. Stale when another run of the same import has written meanwhile."""
        values = {**changes, "errors": self.errors}
        self.record = await change(tx, IMPORT, self.record.id, values, if_match=self.record.revision)

    @property
    def errors(self) -> list[ImportedRowError]:
        """What could not be taken over: the first thousand, and how many more there are."""
        if not self._unlisted:
            return self._errors
        message = f"{self._unlisted:,} more are not listed here, {self._unlisted_refused:,} of them refused rows."
        return [*self._errors, ImportedRowError(0, "errors", message, skipped=self._unlisted_refused > 0)]

    def _note(self, errors: Sequence[RowError]) -> None:
        for error in errors:
            if len(self._errors) < MOST_ERRORS:
                self._errors.append(ImportedRowError(error.row, error.field, error.message, skipped=error.skipped))
            else:
                self._unlisted += 1
                self._unlisted_refused += error.skipped

    def refuse(self, error: RowError) -> None:
        """Puts what ended the import before everything else that was wrong."""
        self._errors.insert(0, ImportedRowError(error.row, error.field, error.message, skipped=True))

    def _placed(self, task: ImportedTask) -> Placed:
        status, status_id = self._places.status(task)
        if self._places.lacks(task):
            name = (task.status_name or "")[:100]
            self._once(
                "status",
                name,
                task.row,
                f"“{name}”: no status of the project is called so; it counts as {status.value}.",
            )
        values, problems = self._places.values(task)
        self._note([RowError(task.row, "fields", problem, skipped=False) for problem in problems])
        return Placed(
            assignee_id=self._assignee(task),
            status=status,
            status_id=status_id,
            milestone_id=self._places.milestone(task),
            fields=values,
        )

    def _author(self, name: str | None) -> UUID | None:
        return self._persons.get(" ".join(name.split()).casefold()) if name and self._authors else None

    def _assignee(self, task: ImportedTask) -> UUID | None:
        """Whom the file means; nobody, with a note for each name once, where that is not clear."""
        if task.assignee is None:
            return None
        name = " ".join(task.assignee.split()).casefold()
        person = self._persons.get(name)
        if person is None:
            who = "several people here are" if name in self._persons else "nobody here is"
            message = f"“{task.assignee[:100]}”: {who} called so; tasks of that name have no assignee."
            self._once("assignee", name, task.row, message)
        return person

    def _once(self, field: str, value: str, row: int, message: str) -> None:
        """Notes something of a value where it first stands."""
        if (field, value) not in self._noted:
            self._noted.add((field, value))
            self._note([RowError(row, field, message, skipped=False)])

    async def link(self, tx: WriteTx, child_names: Sequence[str]) -> None:
        """Sets the parents and dependencies of those tasks. What closes a circle, or names nothing, is noted and left."""
        project_id = self.record.project_id
        if project_id is not None and not (self.record.dry_run and self.links.looked):
            self.links.looked = True
            await queries.lock_links(tx)
            self.links.network = Network.of(
                await queries_imports.parents(tx, project_id), await queries_imports.dependencies(tx, project_id)
            )
        wanted = self.links.of(child_names)
        known = await self._known(tx, sorted({name for one in wanted for name in one.names()}))
        outcome = import_links.place(wanted, known, self.links)
        self._note(outcome.errors)
        if not self.record.dry_run:
            await import_links.write(tx, outcome)
        late = len(self.links.unchanged & outcome.changed)
        await self.keep(tx, updated=self.record.updated + late, skipped=self.record.skipped - late)


async def _write(
    tx: WriteTx,
    created: list[Task],
    lines: list[TaskChecklist],
    comments: list[TaskComment],
    updated: list[tuple[Task, Task]],
) -> None:
    if created:
        await queries_imports.add_tasks(tx, created)
    if lines:
        await queries_imports.add_checklist_lines(tx, lines)
    if comments:
        await queries_imports.add_comments(tx, comments)
    if updated:
        await queries_imports.set_tasks(tx, [new for _, new in updated], IMPORTED)
    happened: list[Event[Any]] = [TaskCreated(record=task) for task in created]
    happened += [TaskChecklistCreated(record=line) for line in lines]
    happened += [TaskCommentCreated(record=comment) for comment in comments]
    happened += [TaskUpdated.of(old, new) for old, new in updated]
    if happened:
        await publish(tx, *happened)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
