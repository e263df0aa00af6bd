"""What stands beside the ids in tables for people: names, of what the reader may see."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from vistone.auth.api import person_names
from vistone.client.api import client_names
from vistone.kernel.collection import ListRequest
from vistone.kernel.db import ReadTx
from vistone.kernel.http.columns import Beside, Columns, Rows, Values, named
from vistone.kernel.names import names_in
from vistone.project import queries
from vistone.project.contracts import CustomField, FieldKind
from vistone.workforce.api import team_names

FIELDS_AT_ONCE = 1_000

_project = named("project_id", "Project name", names_in(queries.PROJECTS, lambda project: project.name))
_task_titles = names_in(queries.TASKS, lambda task: task.title)
_task = named("task_id", "Task title", _task_titles)
_person = named("user_id", "Person name", person_names)


async def _custom_fields(tx: ReadTx, asked: ListRequest) -> Columns:
    """A column for each name that custom fields have, in the projects that the list is of; fields of one name share it."""
    fields = await _fields_of(tx, dict(asked.filters).get("projectId"))
    titles = list(dict.fromkeys(field.name for field in fields.values()))
    places = {id: titles.index(field.name) for id, field in fields.items()}

    async def cells(tx: ReadTx, values: Values) -> Rows:
        known = [{id: value for id, value in some.items() if id in fields} for some in values]
        people = [UUID(v) for some in known for id, v in some.items() if fields[id].kind is FieldKind.PERSON]
        names = await person_names(tx, set(people))
        rows: list[list[Any]] = [[None] * len(titles) for _ in values]
        for row, some in zip(rows, known, strict=True):
            for id, value in some.items():
                cell = _cell(fields[id], value, names)
                there = row[places[id]]
                row[places[id]] = cell if there is None else f"{there}, {cell}"
        return rows

    return Columns(titles, cells, instead=tx.scope.may(queries.CUSTOM_FIELDS.resource, "read"))


async def _fields_of(tx: ReadTx, projects: Sequence[UUID] | None) -> dict[str, CustomField]:
    found: dict[str, CustomField] = {}
    if not tx.scope.may(queries.CUSTOM_FIELDS.resource, "read"):
        return found
    filters = (("projectId", (*projects, None)),) if projects else ()
    asked = ListRequest(sort="position", limit=FIELDS_AT_ONCE, filters=filters)
    while True:
        page = await queries.CUSTOM_FIELDS.page(tx, asked)
        found |= {str(field.id): field for field in page.items}
        if page.next_cursor is None:
            return found
        asked = msgspec.structs.replace(asked, cursor=page.next_cursor)


def _cell(field: CustomField, value: Any, names: Any) -> Any:
    match field.kind:
        case FieldKind.PERSON:
            return names.get(UUID(value), value)  # whom the reader does not see: the id, as the API gives it
        case FieldKind.DATE:
            return date.fromisoformat(value)
    return value


OF_PROJECTS = (
    named("client_id", "Client name", client_names),
    named("manager_id", "Manager name", person_names),
    named("team_ids", "Team names", team_names),
)
OF_MEMBERS = (_project, _person)
OF_TASKS = (
    _project,
    named("parent_id", "Parent title", _task_titles),
    named("assignee_id", "Assignee name", person_names),
    named("status_id", "Status name", names_in(queries.BOARD_STATUSES, lambda status: status.name)),
    named("milestone_id", "Milestone title", names_in(queries.MILESTONES, lambda milestone: milestone.title)),
    Beside("fields", _custom_fields),
)
OF_MILESTONES = (_project,)
OF_RISKS = (_project, named("owner_id", "Owner name", person_names))
OF_ENTRIES = (_project, _task, _person)
OF_RATES = (_project, _person)
OF_EXPENSES = (_project, _task, named("spent_by", "Spent by name", person_names))
