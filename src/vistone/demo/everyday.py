"""What the days leave behind in the projects: logged time and what it cost, expenses, comments, work that comes again.

The mobile banking project shows what a team makes its own: statuses, fields, holidays, a plan that was kept.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from vistone.demo.company import Company
from vistone.demo.projects import ALL, HOURS_PER_POINT
from vistone.demo.shapes import DOING, DONE, REVIEW, Project, Task
from vistone.project.actions import board, custom_fields, money, recurring, schedule, talk, tasks, time
from vistone.project.contracts import FieldKind, ProjectRole
from vistone.project.queries import TASKS
from vistone.project.schemas import (
    BaselineCreate,
    BoardStatusPatch,
    CalendarPut,
    CustomFieldCreate,
    ExpenseCreate,
    RateCreate,
    TaskCommentCreate,
    TaskPatch,
    TaskRecurrenceCreate,
    TimeEntryCreate,
)

RATES = {None: "90.00", ProjectRole.MANAGER: "120.00"}
NOTES = ("Concept and first draft", "Review with the client", "Built and tested", "Corrections", "Hand-over")
EXPENSES = (("Train tickets to the client", "travel", "184.60"), ("Stock photographs", "licences", "320.00"))
COMMENTS = (
    "First draft is in the folder. The second page still needs real numbers.",
    "Looks good to me. One thing: the headline wraps on small phones, could we shorten it?",
    "Shortened. I also swapped the picture, the old one was not ours to use.",
    "Talked to them on the phone: they would rather see it before Thursday.",
)


async def run(company: Company) -> None:
    """Every project that has been worked on; then what one of them has of its own."""
    tx = await company.by("olivia")
    for role, hourly in RATES.items():
        start = company.day(-365).date()
        await money.create_rate(tx, RateCreate(hourly=hourly, effective_from=start, role=role))
    busy: set[tuple[str, datetime]] = set()
    for project in ALL:
        await _work(company, project, busy)
        await _spend(company, project)
    await _of_its_own(company, next(project for project in ALL if project.key == "banking"))


async def _work(company: Company, project: Project, busy: set[tuple[str, datetime]]) -> None:
    """Time on what is done or under way, by whoever it is assigned to, and what they said about it. Nobody is at two
    things at once: `busy` has the days that are taken, by person.
    """
    worked = [task for task in project.tasks if task.who and task.status in {DONE, DOING, REVIEW}]
    for place, task in enumerate(worked):
        id, who = company.made[project.key, task.title], str(task.who)
        for day, hours in enumerate(_hours(task)):
            began = _free_day(company, who, -2 - 3 * place - day, busy) + timedelta(hours=9, minutes=15 * (place % 4))
            note = NOTES[(place + day) % len(NOTES)]
            entry = TimeEntryCreate(started_at=began, task_id=id, minutes=hours * 60, note=note)
            await time.create_entry(await company.by(who), entry)
        await _talk(company, project, id, who, place)


def _free_day(company: Company, who: str, back: int, busy: set[tuple[str, datetime]]) -> datetime:
    while (who, company.weekday(back)) in busy:
        back -= 1
    busy.add((who, company.weekday(back)))
    return company.weekday(back)


def _hours(task: Task) -> list[int]:
    """Days of work: as planned, and now and then a little more."""
    hours = max(1, round((task.points or 1) * HOURS_PER_POINT * (0.5 if task.status is DOING else 1.1)))
    return [min(6, hours - done) for done in range(0, min(hours, 24), 6)]


async def _talk(company: Company, project: Project, task_id: UUID, who: str, place: int) -> None:
    if place % 3 == 0:  # people do not comment on everything
        said = COMMENTS[place % 4], COMMENTS[(place + 1) % 4]
        for speaker, body in zip((who, project.manager), said, strict=True):
            await talk.add_comment(await company.by(speaker), TaskCommentCreate(task_id=task_id, body=body))


async def _spend(company: Company, project: Project) -> None:
    """Expenses, and what the studio had spent on the project before it kept its time here."""
    if not project.spent:
        return
    tx, id = await company.by(project.manager), company.projects[project.key]
    for place, (what, category, amount) in enumerate(EXPENSES):
        spent_on = company.day(-6 - 9 * place).date()
        await money.create_expense(
            tx, ExpenseCreate(project_id=id, description=what, category=category, amount=amount, spent_on=spent_on)
        )
    earlier = Decimal(project.spent) * 2 / 3
    before = company.day(project.start + 20 if project.start < -40 else -20).date()
    taken_over = "Work until the move to Vistone, from the old time sheets"
    await money.create_expense(
        tx, ExpenseCreate(project_id=id, description=taken_over, amount=f"{earlier:.2f}", spent_on=before)
    )


async def _of_its_own(company: Company, project: Project) -> None:
    tx, id = await company.by(project.manager), company.projects[project.key]
    statuses = (await board.create_default_statuses(tx, id)).items
    for status, limit in zip(statuses[2:4], (5, 3), strict=True):
        await board.update_status(tx, status.id, BoardStatusPatch(wip_limit=limit), None)
    platform = await custom_fields.create_field(
        tx, CustomFieldCreate(name="Platform", kind=FieldKind.CHOICE, project_id=id, choices=["iOS", "Android", "Both"])
    )
    await custom_fields.create_field(tx, CustomFieldCreate(name="Store release", kind=FieldKind.DATE, project_id=id))
    found = [company.made[project.key, task.title] for task in project.tasks]
    for place, task_id in enumerate(found):
        value = platform.choices[place % len(platform.choices)]
        await tasks.update_task(tx, task_id, TaskPatch(fields={platform.id: value}), None)
    year = company.day(0).year
    free = [datetime(year, 12, 25).date(), datetime(year, 12, 26).date(), datetime(year + 1, 1, 1).date()]  # noqa: DTZ001 -- days
    await schedule.put_calendar(tx, id, CalendarPut(working_days=[1, 2, 3, 4, 5], holidays=free, hours_per_day=8), None)
    await schedule.create_baseline(tx, BaselineCreate(project_id=id, name="As agreed with the client"))
    repeated = await TASKS.get(tx, found[-1])
    weekly = TaskRecurrenceCreate(
        task_id=repeated.id,
        rule="FREQ=WEEKLY;BYDAY=MO",
        time_zone="Europe/Berlin",
        starts_at=company.weekday(5) + timedelta(hours=8),
    )
    await recurring.add_recurrence(tx, weekly)
