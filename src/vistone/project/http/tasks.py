"""Tasks and what hangs on them, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import bulk, task_parts, tasks
from vistone.project.contracts import ChangedTasks, Task, TaskChecklist, TaskDependency, TaskDependents
from vistone.project.http import columns
from vistone.project.schemas import (
    TaskBulk,
    TaskBulkDelete,
    TaskBulkRestore,
    TaskChecklistCreate,
    TaskChecklistMove,
    TaskChecklistPatch,
    TaskCreate,
    TaskDependencyCreate,
    TaskDependencyPatch,
    TaskMove,
    TaskPatch,
)


class TaskController(Controller):
    """Tasks."""

    path = "/api/project/tasks"
    tags = ("project",)

    @get(opt=lists(queries.TASKS))
    async def list_tasks(self, call: Call) -> Page[Task]:
        """Tasks that you may see."""
        return await call.page(queries.TASKS, beside=columns.OF_TASKS)

    @post()
    async def create_task(self, call: Call, data: JSONBody[TaskCreate]) -> Task:
        """Adds a task."""
        return await call.write(tasks.create_task, data)

    @get("/{id:uuid}")
    async def get_task(self, call: Call, id: FromPath[UUID]) -> Task:
        """One task."""
        return await call.get(queries.TASKS, id)

    @patch("/{id:uuid}")
    async def update_task(self, call: Call, id: FromPath[UUID], data: JSONBody[TaskPatch]) -> Task:
        """Changes a task; fields left out stay as they are."""
        return await call.write(tasks.update_task, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_task(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a task."""
        await call.write(tasks.delete_task, id, call.if_match)

    @post("/{id:uuid}/move", status_code=200)
    async def move_task(self, call: Call, id: FromPath[UUID], data: JSONBody[TaskMove]) -> Task:
        """Puts a task into a column of the board, behind or before another card, or at the end."""
        return await call.write(tasks.move_task, id, data, call.if_match)

    @post("/bulk", status_code=200)
    async def change_tasks(self, call: Call, data: JSONBody[TaskBulk]) -> ChangedTasks:
        """Changes many tasks, each by itself: those that are refused stay as they were and are told."""
        return await call.write(bulk.change_tasks, data)

    @post("/bulk-delete", status_code=200)
    async def delete_tasks(self, call: Call, data: JSONBody[TaskBulkDelete]) -> ChangedTasks:
        """Removes many tasks with their subtasks, each by itself: those that are refused stay and are told."""
        return await call.write(bulk.delete_tasks, data)

    @post("/bulk-restore", status_code=200)
    async def restore_tasks(self, call: Call, data: JSONBody[TaskBulkRestore]) -> ChangedTasks:
        """Takes many deleted tasks back, with the subtasks that went with them; those that are refused are told."""
        return await call.write(bulk.restore_tasks, data)

    @get("/{id:uuid}/dependents")
    async def get_task_dependents(self, call: Call, id: FromPath[UUID]) -> TaskDependents:
        """How much goes with the task when you delete it; it can be restored with all of it."""
        return await call.read(queries.dependents_of_task, id)

    @post("/{id:uuid}/restore", status_code=200)
    async def restore_task(self, call: Call, id: FromPath[UUID]) -> Task:
        """Takes a deleted task back, with the subtasks that went with it."""
        return await call.write(tasks.restore_task, id)


class TaskChecklistController(Controller):
    """Lines of the tasks' checklists."""

    path = "/api/project/task-checklists"
    tags = ("project",)

    @get(opt=lists(queries.CHECKLISTS))
    async def list_checklist_lines(self, call: Call) -> Page[TaskChecklist]:
        """Checklist lines that you may see."""
        return await call.page(queries.CHECKLISTS)

    @post()
    async def create_checklist_line(self, call: Call, data: JSONBody[TaskChecklistCreate]) -> TaskChecklist:
        """Adds a checklist line."""
        return await call.write(task_parts.add_checklist_line, data)

    @get("/{id:uuid}")
    async def get_checklist_line(self, call: Call, id: FromPath[UUID]) -> TaskChecklist:
        """One checklist line."""
        return await call.get(queries.CHECKLISTS, id)

    @patch("/{id:uuid}")
    async def update_checklist_line(
        self, call: Call, id: FromPath[UUID], data: JSONBody[TaskChecklistPatch]
    ) -> TaskChecklist:
        """Changes a checklist line; fields left out stay as they are."""
        return await call.write(task_parts.update_checklist_line, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_checklist_line(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a checklist line."""
        await call.write(task_parts.remove_checklist_line, id, call.if_match)

    @post("/{id:uuid}/move", status_code=200)
    async def move_checklist_line(
        self, call: Call, id: FromPath[UUID], data: JSONBody[TaskChecklistMove]
    ) -> TaskChecklist:
        """Puts a line behind another of the same checklist, or at its head."""
        return await call.write(task_parts.move_checklist_line, id, data)


class TaskDependencyController(Controller):
    """What tasks wait for."""

    path = "/api/project/task-dependencies"
    tags = ("project",)

    @get(opt=lists(queries.DEPENDENCIES))
    async def list_dependencies(self, call: Call) -> Page[TaskDependency]:
        """Dependencies that you may see."""
        return await call.page(queries.DEPENDENCIES)

    @post()
    async def create_dependency(self, call: Call, data: JSONBody[TaskDependencyCreate]) -> TaskDependency:
        """Adds a dependency."""
        return await call.write(task_parts.add_dependency, data)

    @get("/{id:uuid}")
    async def get_dependency(self, call: Call, id: FromPath[UUID]) -> TaskDependency:
        """One dependency."""
        return await call.get(queries.DEPENDENCIES, id)

    @patch("/{id:uuid}")
    async def update_dependency(
        self, call: Call, id: FromPath[UUID], data: JSONBody[TaskDependencyPatch]
    ) -> TaskDependency:
        """Changes a dependency; fields left out stay as they are."""
        return await call.write(task_parts.update_dependency, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_dependency(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a dependency."""
        await call.write(task_parts.remove_dependency, id, call.if_match)
