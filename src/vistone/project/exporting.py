"""A project on its way out: as one document, which `vistone-json` imports again equal.

What is in it: the project, its calendar, statuses, custom fields, milestones, risks and members, its tasks with tree,
order, checklists, dependencies within the project, comments and the rules by which they come again. What is not: what the
system computes (totals, insights), what is a person's (watching, saved views) or the company's books (time, rates,
expenses: lists of their own that can be taken home), baselines, files, and what was deleted.
"""

import io
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from typing import Any, BinaryIO
from uuid import UUID

import asyncpg
import msgspec

from vistone.auth import api as people
from vistone.kernel.db import ReadTx
from vistone.kernel.errors import Forbidden
from vistone.kernel.scope import RoleName
from vistone.project.contracts import FieldKind, Project
from vistone.project.contracts.documents import (
    FORMAT,
    SOURCE,
    VERSION,
    DocumentCalendar,
    DocumentComment,
    DocumentField,
    DocumentFrame,
    DocumentHead,
    DocumentLine,
    DocumentLink,
    DocumentMember,
    DocumentMilestone,
    DocumentRecurrence,
    DocumentRisk,
    DocumentStatus,
    DocumentTask,
    task_key,
)
from vistone.project.queries import PROJECTS
from vistone.project.queries import documents as queries


async def project_document(tx: ReadTx, project_id: UUID) -> dict[str, Any]:
    """The whole project as the JSON values of a `ProjectDocument`, in memory. Raises as `write_document`."""
    file = io.BytesIO()
    await write_document(tx, project_id, file)
    document: dict[str, Any] = msgspec.json.decode(file.getvalue())
    return document


async def write_document(tx: ReadTx, project_id: UUID, file: BinaryIO) -> Project:
    """Writes the project's document to the file, 500 tasks at a time; the project.

    NotFound unless the scope sees the project, Forbidden for Clients, who see parts of it only.
    """
    tx.scope.require("tasks", "read")
    project = await PROJECTS.get(tx, project_id)
    if tx.scope.role is RoleName.CLIENT:
        raise Forbidden("A whole project is handed out to staff only.")
    reader = await _Reader.start(tx, project)
    head = msgspec.json.encode(reader.frame)
    file.write(head[:-1] + b',"tasks":[')
    between = b"\n"
    async for task in reader.tasks():
        file.write(between + msgspec.json.encode(task))
        between = b",\n"
    file.write(b"\n]}\n")
    return project


class _Reader:
    """A project being read: what its tasks name by id, by the names that the document has for it."""

    def __init__(self, tx: ReadTx, project: Project, addresses: dict[UUID, str]) -> None:
        self._tx = tx
        self._project = project
        self._addresses = addresses
        self._statuses: dict[UUID, str] = {}
        self._fields: dict[str, tuple[str, str]] = {}  # id -> name, kind
        self._milestones: dict[UUID, str] = {}
        self.frame: DocumentFrame

    @classmethod
    async def start(cls, tx: ReadTx, project: Project) -> "_Reader":
        """Reads all but the tasks."""
        named = await people.people_by_name_or_email(tx)
        reader = cls(tx, project, {id: name for name, id in named.items() if id is not None and "@" in name})
        calendar = await queries.calendar(tx, project.id)
        reader.frame = DocumentFrame(
            format=FORMAT,
            version=VERSION,
            project=_head(project),
            calendar=_calendar(calendar) if calendar is not None else None,
            statuses=reader._own_statuses(await queries.statuses(tx, project.id)),
            custom_fields=reader._own_fields(await queries.fields(tx, project.id)),
            milestones=reader._own_milestones(await queries.milestones_of(tx, project.id)),
            risks=[reader._risk(row) for row in await queries.risks(tx, project.id)],
            members=reader._own_members(await queries.members(tx, project.id)),
        )
        return reader

    def _own_statuses(self, rows: list[asyncpg.Record]) -> list[DocumentStatus]:
        self._statuses = {row["id"]: row["name"] for row in rows}
        return [
            DocumentStatus(
                name=row["name"],
                category=row["category"],
                wip_limit=row["wip_limit"],
                next=None if row["next_ids"] is None else self._known(row["next_ids"]),
            )
            for row in rows
        ]

    def _known(self, ids: Iterable[UUID]) -> list[str]:
        return [self._statuses[id] for id in ids if id in self._statuses]

    def _own_fields(self, rows: list[asyncpg.Record]) -> list[DocumentField]:
        self._fields = {str(row["id"]): (row["name"], row["kind"]) for row in rows}
        return [
            DocumentField(
                name=row["name"], kind=row["kind"], choices=row["choices"], everywhere=row["project_id"] is None
            )
            for row in rows
        ]

    def _own_milestones(self, rows: list[asyncpg.Record]) -> list[DocumentMilestone]:
        self._milestones = {row["id"]: f"m{number}" for number, row in enumerate(rows, 1)}
        return [
            DocumentMilestone(
                key=self._milestones[row["id"]],
                title=row["title"],
                description=row["description"],
                due_date=row["due_date"],
                status=row["status"],
            )
            for row in rows
        ]

    def _risk(self, row: asyncpg.Record) -> DocumentRisk:
        return DocumentRisk(
            description=row["description"],
            probability=row["probability"],
            impact=row["impact"],
            mitigation_plan=row["mitigation_plan"],
            status=row["status"],
            owner=self._addresses.get(row["owner_id"]),
            review_date=row["review_date"],
        )

    def _own_members(self, rows: list[asyncpg.Record]) -> list[DocumentMember]:
        found = [(self._addresses.get(row["user_id"]), row["role"]) for row in rows]
        return [DocumentMember(person=person, role=role) for person, role in sorted(found, key=str) if person]

    async def tasks(self) -> AsyncIterator[DocumentTask]:
        """The tasks in the project's order."""
        last: asyncpg.Record | None = None
        while rows := await queries.tasks_after(self._tx, self._project.id, last):
            last = rows[-1]
            ids = [row["id"] for row in rows]
            lines = _by_task(await queries.checklists(self._tx, ids))
            comments = _by_task(await queries.comments(self._tx, ids))
            links = _by_task(await queries.links(self._tx, self._project.id, ids))
            rules = await queries.recurrences(self._tx, ids)
            for row in rows:
                yield self._task(row, lines[row["id"]], links[row["id"]], comments[row["id"]], rules.get(row["id"]))
            if len(rows) < queries.TASKS_AT_ONCE:
                return

    def _task(
        self,
        row: asyncpg.Record,
        lines: list[asyncpg.Record],
        links: list[asyncpg.Record],
        comments: list[asyncpg.Record],
        rule: asyncpg.Record | None,
    ) -> DocumentTask:
        ours = row["source"] == SOURCE
        same = {name: row[name] for name in _SAME}
        parent = row["parent_id"]
        return DocumentTask(
            id=task_key(row["id"], row["source"], row["source_id"]),
            parent_id=task_key(parent, row["parent_source"], row["parent_source_id"]) if parent is not None else None,
            assignee=self._addresses.get(row["assignee_id"]),
            status_name=self._statuses.get(row["status_id"]),
            milestone=self._milestones.get(row["milestone_id"]),
            fields=self._values(row["fields"]),
            source=None if ours else row["source"],
            source_id=None if ours else row["source_id"],
            checklist=[DocumentLine(item=line["item"], is_completed=line["is_completed"]) for line in lines],
            depends_on=[
                DocumentLink(
                    id=task_key(link["id"], link["source"], link["source_id"]),
                    type=link["type"],
                    lag_days=link["lag_days"],
                )
                for link in links
            ],
            comments=[
                DocumentComment(
                    body=comment["body"],
                    author=self._addresses.get(comment["author_id"]),
                    created_at=comment["created_at"],
                )
                for comment in comments
            ],
            recurrence=_recurrence(rule) if rule is not None else None,
            **same,
        )

    def _values(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values of custom fields by name; people by address."""
        named: dict[str, Any] = {}
        for id, value in values.items():
            name, kind = self._fields.get(id, ("", ""))
            if kind == FieldKind.PERSON:
                named[name] = self._addresses.get(UUID(str(value)))
            elif name:
                named[name] = value
        return {name: named[name] for name in sorted(named) if named[name] is not None}


# What a task's row and its part of the document have by the same name.
_SAME = (
    *("title", "description", "status", "priority", "start_date", "due_date", "duration_days", "estimate_minutes"),
    *("progress", "constraint_type", "constraint_date", "story_points", "labels", "client_visible", "started_at"),
    *("completed_at", "created_at"),
)


def _by_task(rows: list[asyncpg.Record]) -> dict[UUID, list[asyncpg.Record]]:
    found: dict[UUID, list[asyncpg.Record]] = defaultdict(list)
    for row in rows:
        found[row["task_id"]].append(row)
    return found


def _recurrence(row: asyncpg.Record) -> DocumentRecurrence:
    return DocumentRecurrence(
        rule=row["rule"], time_zone=row["time_zone"], starts_at=row["starts_at"], active=row["active"]
    )


def _head(project: Project) -> DocumentHead:
    return DocumentHead(
        name=project.name,
        description=project.description,
        status=project.status,
        start_date=project.start_date,
        end_date=project.end_date,
        budget=None if project.budget is None else str(project.budget),
        progress=project.progress if project.progress_by_hand else None,
        metadata=project.metadata,
        client_visible=project.client_visible,
    )


def _calendar(row: asyncpg.Record) -> DocumentCalendar:
    return DocumentCalendar(
        working_days=sorted(row["working_days"]),
        holidays=sorted(row["holidays"]),
        hours_per_day=float(row["hours_per_day"]),
    )
