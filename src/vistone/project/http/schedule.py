"""Schedules, calendars and baselines, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, post, put
from litestar.params import FromPath, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project.actions import schedule as actions
from vistone.project.contracts import Baseline, PlanMoved, ProjectCalendar, ProjectSchedule, ShiftPreview, Task
from vistone.project.queries import schedule as queries
from vistone.project.queries import shifts
from vistone.project.schemas import BaselineCreate, CalendarPut, PlanApply, PlanDates, PlanPreview


class ScheduleController(Controller):
    """When a project's work can be done."""

    path = "/api/project/projects/{id:uuid}"
    tags = ("project",)

    @get("/schedule")
    async def get_schedule(self, call: Call, id: FromPath[UUID]) -> ProjectSchedule:
        """Early and late dates, slack and the critical path of the project's tasks."""
        return await call.read(queries.schedule, id)

    @post("/schedule/preview", status_code=200)
    async def preview_schedule(self, call: Call, id: FromPath[UUID], data: JSONBody[PlanPreview]) -> ShiftPreview:
        """What would shift if these tasks were moved. Nothing is changed."""
        return await call.write(shifts.preview, id, data.changes)

    @post("/schedule/apply", status_code=200)
    async def apply_schedule(self, call: Call, id: FromPath[UUID], data: JSONBody[PlanApply]) -> PlanMoved:
        """Moves these tasks and what has to follow, all or nothing; the tasks whose dates changed, and which they had."""
        return await call.write(actions.apply_changes, id, data)

    @put("/schedule/dates")
    async def put_schedule_dates(self, call: Call, id: FromPath[UUID], data: JSONBody[PlanDates]) -> Page[Task]:
        """Gives many tasks the dates that are named, all or none, and shifts no others; the tasks that changed."""
        return await call.write(actions.put_dates, id, data)

    @get("/calendar")
    async def get_project_calendar(self, call: Call, id: FromPath[UUID]) -> ProjectCalendar:
        """When the project is worked on."""
        return await call.read(queries.calendar, id)

    @put("/calendar")
    async def put_project_calendar(
        self, call: Call, id: FromPath[UUID], data: JSONBody[CalendarPut]
    ) -> ProjectCalendar:
        """Sets when the project is worked on."""
        return await call.write(actions.put_calendar, id, data, call.if_match)


class BaselineController(Controller):
    """Plans that were kept to compare with."""

    path = "/api/project/baselines"
    tags = ("project",)

    @get(opt=lists(queries.BASELINES))
    async def list_baselines(self, call: Call) -> Page[Baseline]:
        """Baselines that you may see, without their tasks."""
        return await call.page(queries.BASELINES)

    @post()
    async def create_baseline(self, call: Call, data: JSONBody[BaselineCreate]) -> Baseline:
        """Keeps the plan of a project as it is now."""
        return await call.write(actions.create_baseline, data)

    @get("/{id:uuid}")
    async def get_baseline(self, call: Call, id: FromPath[UUID]) -> Baseline:
        """One baseline, with the days of its tasks."""
        return await call.get(queries.KEPT, id)

    @delete("/{id:uuid}")
    async def delete_baseline(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a baseline."""
        await call.write(actions.delete_baseline, id, call.if_match)
