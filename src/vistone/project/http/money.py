"""Time, rates and expenses, over HTTP."""

from uuid import UUID

from litestar import Controller, delete, get, patch, post
from litestar.params import FromPath, FromQuery, JSONBody

from vistone.kernel.collection import Page
from vistone.kernel.http.call import Call
from vistone.kernel.http.openapi import lists
from vistone.project import queries
from vistone.project.actions import money, time
from vistone.project.contracts import Burn, Expense, Measure, ProjectMoney, Rate, TimeEntry
from vistone.project.http import columns
from vistone.project.queries.burn import project_burn
from vistone.project.schemas import (
    ExpenseCreate,
    ExpensePatch,
    RateCreate,
    RatePatch,
    TimeEntryCreate,
    TimeEntryPatch,
    TimerStart,
)


class TimeEntryController(Controller):
    """Time that was worked."""

    path = "/api/project/time-entries"
    tags = ("project",)

    @get(opt=lists(queries.ENTRIES))
    async def list_time_entries(self, call: Call) -> Page[TimeEntry]:
        """Time entries that you may see: your own, and all in the projects that you manage."""
        return await call.page(queries.ENTRIES, beside=columns.OF_ENTRIES)

    @post()
    async def create_time_entry(self, call: Call, data: JSONBody[TimeEntryCreate]) -> TimeEntry:
        """Logs time that was worked."""
        return await call.write(time.create_entry, data)

    @post("/start")
    async def start_timer(self, call: Call, data: JSONBody[TimerStart]) -> TimeEntry:
        """Starts a timer; the one that you have running ends."""
        return await call.write(time.start_timer, data)

    @post("/{id:uuid}/stop", status_code=200)
    async def stop_timer(self, call: Call, id: FromPath[UUID]) -> TimeEntry:
        """Stops a timer; one that ran longer than 24 hours ends after these, and says `capped`."""
        return await call.write(time.stop_timer, id)

    @get("/{id:uuid}")
    async def get_time_entry(self, call: Call, id: FromPath[UUID]) -> TimeEntry:
        """One time entry."""
        return await call.get(queries.ENTRIES, id)

    @patch("/{id:uuid}")
    async def update_time_entry(self, call: Call, id: FromPath[UUID], data: JSONBody[TimeEntryPatch]) -> TimeEntry:
        """Changes a time entry; fields left out stay as they are."""
        return await call.write(time.update_entry, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_time_entry(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a time entry."""
        await call.write(time.delete_entry, id, call.if_match)


class RateController(Controller):
    """What an hour costs."""

    path = "/api/project/rates"
    tags = ("project",)

    @get(opt=lists(queries.RATES))
    async def list_rates(self, call: Call) -> Page[Rate]:
        """Rates that you may see: all for Organizers, those of their projects for Managers."""
        return await call.page(queries.RATES, beside=columns.OF_RATES)

    @post()
    async def create_rate(self, call: Call, data: JSONBody[RateCreate]) -> Rate:
        """Adds a rate."""
        return await call.write(money.create_rate, data)

    @get("/{id:uuid}")
    async def get_rate(self, call: Call, id: FromPath[UUID]) -> Rate:
        """One rate."""
        return await call.get(queries.RATES, id)

    @patch("/{id:uuid}")
    async def update_rate(self, call: Call, id: FromPath[UUID], data: JSONBody[RatePatch]) -> Rate:
        """Changes a rate; fields left out stay as they are."""
        return await call.write(money.update_rate, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_rate(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes a rate."""
        await call.write(money.delete_rate, id, call.if_match)


class ExpenseController(Controller):
    """What projects spend besides time."""

    path = "/api/project/expenses"
    tags = ("project",)

    @get(opt=lists(queries.EXPENSES))
    async def list_expenses(self, call: Call) -> Page[Expense]:
        """Expenses of the projects that you manage."""
        return await call.page(queries.EXPENSES, beside=columns.OF_EXPENSES)

    @post()
    async def create_expense(self, call: Call, data: JSONBody[ExpenseCreate]) -> Expense:
        """Adds an expense."""
        return await call.write(money.create_expense, data)

    @get("/{id:uuid}")
    async def get_expense(self, call: Call, id: FromPath[UUID]) -> Expense:
        """One expense."""
        return await call.get(queries.EXPENSES, id)

    @patch("/{id:uuid}")
    async def update_expense(self, call: Call, id: FromPath[UUID], data: JSONBody[ExpensePatch]) -> Expense:
        """Changes an expense; fields left out stay as they are."""
        return await call.write(money.update_expense, id, data, call.if_match)

    @delete("/{id:uuid}")
    async def delete_expense(self, call: Call, id: FromPath[UUID]) -> None:
        """Removes an expense."""
        await call.write(money.delete_expense, id, call.if_match)


class ProjectMoneyController(Controller):
    """How a project stands in money and in work."""

    path = "/api/project/projects"
    tags = ("project",)

    @get("/{id:uuid}/money")
    async def get_project_money(self, call: Call, id: FromPath[UUID]) -> ProjectMoney:
        """Budget against spent, with what each person worked and cost; for who manages the project."""
        return await call.read(queries.project_money, id)

    @get("/{id:uuid}/burn")
    async def get_project_burn(
        self, call: Call, id: FromPath[UUID], measure: FromQuery[Measure] = Measure.TASKS
    ) -> Burn:
        """Burn-down and burn-up in tasks, points or hours, from the project's first day to its last, in UTC."""
        return await call.read(project_burn, id, measure)
