"""Writes to projects and to who is in them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from vistone.auth import api as people
from vistone.client import api as clients
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Invalid
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project.actions.daily import plan_night
from vistone.project.contracts import Project, ProjectMember
from vistone.project.events import (
    ProjectCreated,
    ProjectDeleted,
    ProjectMemberCreated,
    ProjectMemberDeleted,
    ProjectMemberUpdated,
    ProjectUpdated,
)
from vistone.project.queries import MEMBER, MEMBERS, PROJECT, PROJECTS
from vistone.project.schemas import ProjectCreate, ProjectMemberCreate, ProjectMemberPatch, ProjectPatch
from vistone.workforce import api as workforce


async def create_project(tx: WriteTx, data: ProjectCreate) -> Project:
    """A new project. Whoever makes it manages it unless they name another."""
    tx.scope.require("projects", "create")
    _check_dates(data.start_date, data.end_date)
    if data.manager_id is not None:
        await people.check_member(tx, data.manager_id, field="managerId")
    values = given(data)
    await _check_others(tx, values)
    values["manager_id"] = data.manager_id or tx.scope.user_id
    project = await add(tx, PROJECT, values)
    await publish(tx, ProjectCreated(record=project))
    return project


async def update_project(tx: WriteTx, id: UUID, data: ProjectPatch, if_match: int | None) -> Project:
    """Changes a project."""
    old = await PROJECTS.hold(tx, id, "update")
    changes = given(data)
    if "progress" in changes and not changes.setdefault("progress_by_hand", True):
        raise Invalid("progress", "Without progressByHand the system keeps the progress.")
    _check_dates(changes.get("start_date", old.start_date), changes.get("end_date", old.end_date))
    if changes.get("manager_id") is not None and changes["manager_id"] != old.manager_id:
        await people.check_member(tx, changes["manager_id"], field="managerId")
    await _check_others(tx, changes, old)
    new = await change(tx, PROJECT, id, changes, if_match=if_match)
    await publish(tx, ProjectUpdated.of(old, new))
    if new.status is not old.status:
        await plan_night(tx, new)
    return new


async def _check_others(tx: WriteTx, values: Mapping[str, Any], old: Project | None = None) -> None:
    """Invalid, naming the field, for a client or a team that the scope does not see. Those of `old` may stay."""
    client_id = values.get("client_id")
    if client_id is not None and (old is None or client_id != old.client_id):
        await clients.check_client(tx, client_id, field="clientId")
    for team_id in set(values.get("team_ids", ())).difference(old.team_ids if old else ()):
        await workforce.check_team(tx, team_id, field="teamIds")


async def delete_project(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Puts a project away, with all that is in it; it can be restored."""
    await PROJECTS.hold(tx, id, "delete")
    project = await change(tx, PROJECT, id, {"deleted_at": clock.now()}, if_match=if_match)
    await publish(tx, ProjectDeleted(record=project))


async def restore_project(tx: WriteTx, id: UUID) -> Project:
    """Takes a deleted project back."""
    old = await PROJECTS.hold(tx, id, "delete", deleted=True)
    project = await change(tx, PROJECT, id, {"deleted_at": None})
    await publish(tx, ProjectUpdated.of(old, project))
    await plan_night(tx, project)
    return project


def _check_dates(start: datetime | None, end: datetime | None) -> None:
    if start is not None and end is not None and end < start:
        raise Invalid("endDate", "The end may not lie before the start.")


async def add_member(tx: WriteTx, data: ProjectMemberCreate) -> ProjectMember:
    """A person of the organization joins a project."""
    await PROJECTS.get(tx, data.project_id, "assign")
    await people.check_member(tx, data.user_id, field="userId")
    member = await add(tx, MEMBER, given(data))
    await publish(tx, ProjectMemberCreated(record=member))
    return member


async def update_member(tx: WriteTx, id: UUID, data: ProjectMemberPatch, if_match: int | None) -> ProjectMember:
    """Changes a person's part in a project."""
    old = await MEMBERS.hold(tx, id, "assign")
    new = await change(tx, MEMBER, id, given(data), if_match=if_match)
    await publish(tx, ProjectMemberUpdated.of(old, new))
    return new


async def remove_member(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Takes a person out of a project."""
    member = await MEMBERS.hold(tx, id, "assign")
    await remove(tx, MEMBER, id, if_match=if_match)
    await publish(tx, ProjectMemberDeleted(record=member))
