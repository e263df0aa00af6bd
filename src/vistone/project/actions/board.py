"""Writes to a project's own statuses."""

from uuid import UUID

from vistone.kernel import ordering
from vistone.kernel.collection import Page
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import Conflict, Invalid, Stale
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.project import queries
from vistone.project.actions.places import placed_after
from vistone.project.actions.sweeps import swept
from vistone.project.actions.task_rules import STARTED
from vistone.project.contracts import BoardStatus, TaskStatus
from vistone.project.contracts.board import STATUS_NAMES
from vistone.project.events import BoardStatusCreated, BoardStatusDeleted, BoardStatusUpdated
from vistone.project.queries import BOARD_STATUS, BOARD_STATUSES, PROJECTS
from vistone.project.queries.sweeps import STATUS_GONE, STATUS_MADE, status_changed
from vistone.project.schemas import BoardStatusCreate, BoardStatusPatch, PlaceAfter
from vistone.project.tables import project_statuses

MOST = 50
"""Statuses of one project."""


async def create_status(tx: WriteTx, data: BoardStatusCreate) -> BoardStatus:
    """A new status at the end of the board. The project's tasks that count as its category and have none get it."""
    await PROJECTS.get(tx, data.project_id, "update")
    await queries.lock_order(tx, data.project_id)
    own = await queries.statuses_of(tx, data.project_id)
    if len(own) >= MOST:
        raise Conflict("limit", f"A project has up to {MOST} statuses.")
    _check_next(own, data.next_ids or [])
    position = ordering.at_end(own[-1].position if own else None)
    status = await add(tx, BOARD_STATUS, {**given(data), "position": position})
    await _adopt(tx, status)
    await publish(tx, BoardStatusCreated(record=status))
    return status


async def create_default_statuses(tx: WriteTx, project_id: UUID) -> Page[BoardStatus]:
    """The six statuses of every project as the project's own, to be changed; its tasks stay in the same ones.

    Conflict when the project has statuses of its own already.
    """
    await PROJECTS.get(tx, project_id, "update")
    await queries.lock_order(tx, project_id)
    if await queries.statuses_of(tx, project_id):
        raise Conflict("statuses", "This project has statuses of its own already.")
    made = []
    for (category, name), position in zip(STATUS_NAMES.items(), ordering.spread(len(STATUS_NAMES)), strict=True):
        values = {"project_id": project_id, "name": name, "category": category, "position": position}
        made.append(await add(tx, BOARD_STATUS, values))
        await _adopt(tx, made[-1])
    await publish(tx, *(BoardStatusCreated(record=one) for one in made))
    return Page(made)


async def update_status(tx: WriteTx, id: UUID, data: BoardStatusPatch, if_match: int | None) -> BoardStatus:
    """Changes a status. With another category the tasks in it count as that, each with an event of its own."""
    old = await BOARD_STATUSES.hold(tx, id, "update")
    changes = given(data)
    _check_next(await queries.statuses_of(tx, old.project_id), changes.get("next_ids") or [])
    new = await change(tx, BOARD_STATUS, id, changes, if_match=if_match)
    await publish(tx, BoardStatusUpdated.of(old, new))
    if new.category != old.category:
        await _reassign(tx, old, new)
    return new


async def move_status(tx: WriteTx, id: UUID, data: PlaceAfter) -> BoardStatus:
    """Puts a status right behind another of its project, or at the head."""
    project_id = (await BOARD_STATUSES.get(tx, id, "update")).project_id
    await queries.lock_order(tx, project_id)
    old = await BOARD_STATUSES.hold(tx, id, "update")
    keys = await queries.positions(tx, project_statuses, project_id)
    new = await change(tx, BOARD_STATUS, id, {"position": placed_after(keys, id, data.after_id)})
    await publish(tx, BoardStatusUpdated.of(old, new))
    return new


async def delete_status(tx: WriteTx, id: UUID, move_to: UUID | None, if_match: int | None) -> None:
    """Removes a status. Its tasks go to the status `move_to`; Conflict when there are some and it names none.

    Where other statuses led here they lead to `move_to`; those that led nowhere else lead anywhere.
    """
    await queries.lock_order(tx, (await BOARD_STATUSES.get(tx, id, "delete")).project_id)
    old = await BOARD_STATUSES.hold(tx, id, "delete")
    if if_match is not None and if_match != old.revision:
        raise Stale
    others = [one for one in await queries.statuses_of(tx, old.project_id) if one.id != id]
    if move_to is not None:
        new = next((one for one in others if one.id == move_to), None)
        if new is None:
            raise Invalid("moveTo", "Give another status of the same project.")
        await _reassign(tx, old, new)
    elif others and (count := await queries.tasks_in_status(tx, id)):
        raise Conflict(
            "status-in-use",
            f"{count} {'task is' if count == 1 else 'tasks are'} in “{old.name}”: say with moveTo where they go.",
            field="moveTo",
        )
    else:
        await swept(tx, STATUS_GONE, which={"status_id": id})
    led_here = {one.id: one for one in others if one.next_ids is not None and id in one.next_ids}
    changed = await queries.forget_next(tx, id, move_to)
    await remove(tx, BOARD_STATUS, id)
    await publish(
        tx, BoardStatusDeleted(record=old), *(BoardStatusUpdated.of(led_here[one.id], one) for one in changed)
    )


async def _adopt(tx: WriteTx, status: BoardStatus) -> None:
    """Gives the status to the project's tasks that count as its category and have none."""
    which = {"project_id": status.project_id, "category": status.category}
    await swept(tx, STATUS_MADE, which=which, values={"new_status_id": status.id})


async def _reassign(tx: WriteTx, old: BoardStatus, new: BoardStatus) -> None:
    """Takes the tasks, deleted ones too, of one status into the other (or the same, of another category)."""
    completes = (new.category == TaskStatus.DONE) if old.category != new.category else None
    change_made = status_changed(starts=new.category in STARTED, completes=completes)
    values = {"new_status_id": new.id, "new_category": new.category}
    await swept(tx, change_made, which={"status_id": old.id}, values=values)


def _check_next(own: list[BoardStatus], next_ids: list[UUID]) -> None:
    if unknown := set(next_ids) - {one.id for one in own}:
        raise Invalid("nextIds", f"There is no status {min(unknown)} in this project.")
    if len(set(next_ids)) < len(next_ids):
        raise Invalid("nextIds", "Name each status once.")
