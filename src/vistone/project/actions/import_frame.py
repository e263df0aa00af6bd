"""What an import needs of the project as a whole: its statuses, custom fields and milestones by name.

What a file brings of them is added where it is not there; what is there stays as it is. So a second time adds nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from vistone.kernel import ordering
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.events import publish
from vistone.kernel.ids import new_id
from vistone.kernel.rows import add, change
from vistone.project import queries
from vistone.project.actions.custom_fields import MOST as MOST_FIELDS
from vistone.project.contracts import FieldKind, Project, TaskStatus
from vistone.project.contracts.documents import DocumentField, DocumentHead, DocumentMilestone, DocumentStatus
from vistone.project.events import (
    BoardStatusCreated,
    CustomFieldCreated,
    MilestoneCreated,
    ProjectCalendarCreated,
    ProjectMemberCreated,
    ProjectUpdated,
    RiskRegisterCreated,
)
from vistone.project.importing.model import Frame, ImportedTask
from vistone.project.queries import BOARD_STATUS, CUSTOM_FIELD, MEMBER, MILESTONE, PROJECT, PROJECTS, RISK
from vistone.project.queries import documents as queries_documents
from vistone.project.queries import imports as queries_imports
from vistone.project.queries.schedule import CALENDAR
from vistone.project.tables import custom_fields

LONGEST_VALUE = 2_000  # characters of a custom field's text


class Field(msgspec.Struct, frozen=True):
    """A custom field that tasks of the project have."""

    id: str
    kind: FieldKind
    choices: tuple[str, ...]


class Places:
    """The project's own statuses, fields and milestones, by the names that a file has for them."""

    def __init__(self, persons: Mapping[str, UUID | None]) -> None:
        self.statuses: list[tuple[str, TaskStatus, UUID]] = []
        self.fields: dict[str, Field] = {}
        self.milestones: dict[str, UUID] = {}
        self._titles: dict[str, UUID] = {}
        self._persons = persons

    async def look(self, tx: ReadTx, project_id: UUID) -> None:
        """Reads what the project has."""
        rows = await queries_documents.statuses(tx, project_id)
        self.statuses = [(_plain(row["name"]), TaskStatus(row["category"]), row["id"]) for row in rows]
        for row in await queries_documents.fields(tx, project_id):
            self.fields[_plain(row["name"])] = Field(str(row["id"]), FieldKind(row["kind"]), tuple(row["choices"]))
        for row in await queries_documents.milestones_of(tx, project_id):
            self._titles.setdefault(_plain(row["title"]), row["id"])

    def status(self, task: ImportedTask) -> tuple[TaskStatus, UUID | None]:
        """The status that the task gets: the project's own of that name, or the first of its own that counts as it."""
        category = TaskStatus(task.status.value)
        if not self.statuses:
            return category, None
        named = _plain(task.status_name or "")
        found = next((own for own in self.statuses if own[0] == named), None)
        found = found or next((own for own in self.statuses if own[1] == category), None)
        return (found[1], found[2]) if found else (category, None)

    def lacks(self, task: ImportedTask) -> bool:
        """Whether the project has statuses of its own, and none that is called as the task's."""
        named = _plain(task.status_name or "")
        return bool(named and self.statuses) and all(own[0] != named for own in self.statuses)

    def person(self, name: str | None) -> UUID | None:
        """Who of the organization is meant by a name or an address; None where that is nobody or several."""
        return self._persons.get(_plain(name)) if name else None

    def milestone(self, task: ImportedTask) -> UUID | None:
        """The milestone that the task names, when the project has it."""
        if task.milestone is None:
            return None
        return self.milestones.get(task.milestone) or self._titles.get(_plain(task.milestone))

    async def add_milestones(self, tx: WriteTx, project_id: UUID, tasks: Sequence[ImportedTask]) -> None:
        """Makes the milestones that tasks name and that are not there."""
        for task in tasks:
            if task.milestone is not None and self.milestone(task) is None:
                title = task.milestone[:500]
                made = await add(tx, MILESTONE, {"project_id": project_id, "title": title})
                await publish(tx, MilestoneCreated(record=made))
                self._titles[_plain(task.milestone)] = made.id

    def values(self, task: ImportedTask) -> tuple[dict[str, Any], list[str]]:
        """The task's values of custom fields, and why those that are missing are."""
        values: dict[str, Any] = {}
        problems: list[str] = []
        for name, value in task.fields:
            field = self.fields.get(_plain(name))
            try:
                if field is None:
                    raise ValueError("there is no such custom field in the project")  # noqa: TRY301 -- told like the rest
                values[field.id] = self._value(field, value)
            except ValueError as error:
                problems.append(f"{name[:60]}: {error}; it was left empty.")
        return values, problems

    def _value(self, field: Field, value: Any) -> Any:
        match field.kind:
            case FieldKind.NUMBER:
                try:
                    return value if isinstance(value, int | float) else float(str(value).replace(",", "."))
                except ValueError:
                    raise ValueError(f"{str(value)[:60]!r} is no number") from None
            case FieldKind.DATE:
                try:
                    return date.fromisoformat(str(value)[:10]).isoformat()
                except ValueError:
                    raise ValueError(f"{str(value)[:60]!r} is no date like 2024-12-31") from None
            case FieldKind.CHOICE:
                if str(value) not in field.choices:
                    raise ValueError(f"{str(value)[:60]!r} is none of its choices")
                return str(value)
            case FieldKind.PERSON:
                person = self.person(str(value))
                if person is None:
                    raise ValueError(f"nobody here is called {str(value)[:60]!r}")
                return str(person)
            case FieldKind.TEXT:
                return str(value)[:LONGEST_VALUE]

    def plan(self, frame: Frame) -> None:
        """What would be there after `prepare`, for a dry run: fields that the file brings are no unknown ones."""
        for own in frame.fields:
            self.fields.setdefault(_plain(own.name), Field(own.name, own.kind, tuple(own.choices)))

    async def prepare(self, tx: WriteTx, project_id: UUID, frame: Frame) -> None:
        """Adds to the project what the file says of it and it does not have yet.

        A project without tasks takes over the file's own statuses and what it says of the project itself; one that is
        in use keeps its board.
        """
        if not await queries_imports.has_tasks(tx, project_id):
            if not self.statuses:
                await _add_statuses(tx, project_id, frame.statuses)
            if frame.project is not None:
                await _take_head(tx, project_id, frame.project)
        if frame.calendar is not None and await queries_documents.calendar(tx, project_id) is None:
            calendar = frame.calendar
            values = {
                "working_days": sorted(set(calendar.working_days)),
                "holidays": sorted(set(calendar.holidays)),
                "hours_per_day": Decimal(str(calendar.hours_per_day)),
            }
            made = await add(tx, CALENDAR, {"project_id": project_id, **values})
            await publish(tx, ProjectCalendarCreated(record=made))
        await self._add_fields(tx, project_id, frame.fields)
        await self._add_framed_milestones(tx, project_id, frame.milestones)
        await self._add_risks(tx, project_id, frame)
        await self._add_members(tx, project_id, frame)
        await self.look(tx, project_id)

    async def _add_fields(self, tx: WriteTx, project_id: UUID, wanted: Sequence[DocumentField]) -> None:
        """Behind those that are there, as far as a task may have more; values of the others are told row by row."""
        last = max((await queries.positions(tx, custom_fields, project_id)).values(), default=None)
        for own in wanted:
            if _plain(own.name) not in self.fields and len(self.fields) < MOST_FIELDS:
                last = ordering.at_end(last)
                row = {"name": own.name, "kind": own.kind.value, "choices": own.choices, "position": last}
                field = await add(tx, CUSTOM_FIELD, {"project_id": project_id, **row})
                await publish(tx, CustomFieldCreated(record=field))
                self.fields[_plain(own.name)] = Field("", own.kind, tuple(own.choices))

    async def _add_framed_milestones(self, tx: WriteTx, project_id: UUID, wanted: Sequence[DocumentMilestone]) -> None:
        """Several may have one title: the second of them in the file is the second of them here."""
        there: dict[str, list[UUID]] = defaultdict(list)
        for row in await queries_documents.milestones_of(tx, project_id):
            there[_plain(row["title"])].append(row["id"])
        for milestone in wanted:
            same = there[_plain(milestone.title)]
            if not same:
                values = {
                    "title": milestone.title,
                    "description": milestone.description,
                    "due_date": milestone.due_date,
                    "status": milestone.status.value,
                }
                made = await add(tx, MILESTONE, {"project_id": project_id, **values})
                await publish(tx, MilestoneCreated(record=made))
                same.append(made.id)
            self.milestones[milestone.key] = same.pop(0)

    async def _add_risks(self, tx: WriteTx, project_id: UUID, frame: Frame) -> None:
        there = Counter(row["description"] for row in await queries_documents.risks(tx, project_id))
        for risk in frame.risks:
            if there[risk.description] > 0:
                there[risk.description] -= 1
                continue
            values = {
                "description": risk.description,
                "probability": risk.probability and risk.probability.value,
                "impact": risk.impact and risk.impact.value,
                "mitigation_plan": risk.mitigation_plan,
                "status": risk.status.value,
                "owner_id": self.person(risk.owner),
                "review_date": risk.review_date,
            }
            made = await add(tx, RISK, {"project_id": project_id, **values})
            await publish(tx, RiskRegisterCreated(record=made))

    async def _add_members(self, tx: WriteTx, project_id: UUID, frame: Frame) -> None:
        """Whoever is of the organization and not in the project; who is in it keeps their role."""
        there = {row["user_id"] for row in await queries_documents.members(tx, project_id)}
        for member in frame.members:
            person = self.person(member.person)
            if person is not None and person not in there:
                there.add(person)
                values = {"project_id": project_id, "user_id": person, "role": member.role and member.role.value}
                made = await add(tx, MEMBER, values)
                await publish(tx, ProjectMemberCreated(record=made))


async def _add_statuses(tx: WriteTx, project_id: UUID, wanted: Sequence[DocumentStatus]) -> None:
    own = {_plain(status.name): status for status in reversed(wanted)}  # the first of those with one name
    ids = {name: new_id() for name in own}
    for (name, status), position in zip(reversed(own.items()), ordering.spread(len(own)), strict=True):
        following = (
            None if status.next is None else [ids[_plain(other)] for other in status.next if _plain(other) in ids]
        )
        values = {
            "id": ids[name],
            "project_id": project_id,
            "name": status.name,
            "category": status.category.value,
            "position": position,
            "wip_limit": status.wip_limit,
            "next_ids": following,
        }
        made = await add(tx, BOARD_STATUS, values)
        await publish(tx, BoardStatusCreated(record=made))


async def _take_head(tx: WriteTx, project_id: UUID, head: DocumentHead) -> Project:
    old = await PROJECTS.hold(tx, project_id, "update")
    start, end = head.start_date, head.end_date
    values: dict[str, Any] = {
        "description": head.description,
        "status": head.status.value,
        "start_date": start,
        "end_date": end if not _before(end, start) else None,
        "budget": None if head.budget is None else Decimal(head.budget),
        "metadata": head.metadata,
        "client_visible": head.client_visible,
    }
    if head.progress is not None:
        values |= {"progress": head.progress, "progress_by_hand": True}
    changes = {name: value for name, value in values.items() if value is not None and value != getattr(old, name)}
    if not changes:
        return old
    new = await change(tx, PROJECT, project_id, changes)
    await publish(tx, ProjectUpdated.of(old, new))
    return new


def _before(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one < other


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
