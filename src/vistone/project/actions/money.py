"""Writes to rates and expenses."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from vistone.auth import api as people
from vistone.kernel import clock
from vistone.kernel.db import ReadTx, WriteTx
from vistone.kernel.errors import Forbidden, Invalid, NotFound
from vistone.kernel.events import publish
from vistone.kernel.rows import add, change, given, remove
from vistone.kernel.scope import RoleName
from vistone.project.contracts import Expense, Rate
from vistone.project.events import (
    ExpenseCreated,
    ExpenseDeleted,
    ExpenseUpdated,
    RateCreated,
    RateDeleted,
    RateUpdated,
)
from vistone.project.queries import EXPENSE, EXPENSES, PROJECTS, RATE, RATES, TASKS
from vistone.project.schemas import ExpenseCreate, ExpensePatch, RateCreate, RatePatch

DEAREST = 99_999_999
"""The most that an hour may cost, in the organization's currency."""
EARLIEST = date(1970, 1, 1)
LATEST = date(9000, 1, 1)


async def create_rate(tx: WriteTx, data: RateCreate) -> Rate:
    """What an hour costs from a day on. Rates over all projects are the Organizer's. Costs of time logged since that day
    follow within a moment.
    """
    if data.project_id is not None:
        await PROJECTS.get(tx, data.project_id, "update")
    elif tx.scope.role is not RoleName.ORGANIZER:
        raise Forbidden("Rates over all projects are set by Organizers; name a project that you manage.")
    if data.user_id is not None:
        if data.role is not None:
            raise Invalid("role", "A rate is of a person or of a role, not of both.")
        await people.check_member(tx, data.user_id, field="userId")
    values = given(data)
    _check_rate(values)
    rate = await add(tx, RATE, values)
    await publish(tx, RateCreated(record=rate))
    return rate


async def update_rate(tx: WriteTx, id: UUID, data: RatePatch, if_match: int | None) -> Rate:
    """Changes a rate, and with it what time since then has cost."""
    old = await RATES.hold(tx, id, "update")
    changes = given(data)
    _check_rate(changes)
    new = await change(tx, RATE, id, changes, if_match=if_match)
    await publish(tx, RateUpdated.of(old, new))
    return new


async def delete_rate(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes a rate: the next wider one holds instead."""
    rate = await RATES.hold(tx, id, "delete")
    await remove(tx, RATE, id, if_match=if_match)
    await publish(tx, RateDeleted(record=rate))


def _check_rate(values: dict[str, Any]) -> None:
    if "hourly" in values and Decimal(values["hourly"]) > DEAREST:
        raise Invalid("hourly", f"An hour costs {DEAREST:,} at most.")
    if "effective_from" in values and not EARLIEST <= values["effective_from"] < LATEST:
        raise Invalid("effectiveFrom", "Give a day between the years 1970 and 9000.")


async def create_expense(tx: WriteTx, data: ExpenseCreate) -> Expense:
    """Money that a project spent, told by who manages it."""
    await PROJECTS.get(tx, data.project_id, "update")
    values = given(data)
    await _check_expense(tx, data.project_id, values)
    expense = await add(tx, EXPENSE, {**values, "spent_by": tx.scope.user_id})
    await publish(tx, ExpenseCreated(record=expense))
    return expense


async def update_expense(tx: WriteTx, id: UUID, data: ExpensePatch, if_match: int | None) -> Expense:
    """Changes an expense."""
    old = await EXPENSES.hold(tx, id, "update")
    changes = given(data)
    await _check_expense(tx, old.project_id, changes)
    new = await change(tx, EXPENSE, id, changes, if_match=if_match)
    await publish(tx, ExpenseUpdated.of(old, new))
    return new


async def delete_expense(tx: WriteTx, id: UUID, if_match: int | None) -> None:
    """Removes an expense."""
    expense = await EXPENSES.hold(tx, id, "delete")
    await remove(tx, EXPENSE, id, if_match=if_match)
    await publish(tx, ExpenseDeleted(record=expense))


async def _check_expense(tx: ReadTx, project_id: UUID, values: dict[str, Any]) -> None:
    if "amount" in values and Decimal(values["amount"]) <= 0:
        raise Invalid("amount", "An expense is more than nothing.")
    if "spent_on" in values and not EARLIEST <= values["spent_on"] <= clock.now().date() + timedelta(days=1):
        raise Invalid("spentOn", "Give a day that has come, in 1970 or later.")
    if values.get("task_id") is not None:
        try:
            task = await TASKS.get(tx, values["task_id"])
        except NotFound:
            raise Invalid("taskId", "There is no such task that you can see.") from None
        if task.project_id != project_id:
            raise Invalid("taskId", "The task lies in another project.")
