"""Eight projects in different states, made and planned by their managers, worked on by their people."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from vistone.client import actions as client_actions
from vistone.client.schemas import ProjectClientCreate
from vistone.demo.company import MONEY_EUR, Company, prose
from vistone.demo.people import BY_KEY, STAFF
from vistone.demo.shapes import BACKLOG, DONE, DROPPED, TODO, Project, Task
from vistone.demo.work import (
    accessibility_audit,
    brand_refresh,
    customer_portal,
    exhibition_guide,
    mobile_banking,
    outage_map,
    shop_relaunch,
    studio_website,
)
from vistone.kernel.db import WriteTx
from vistone.kernel.events import publish
from vistone.kernel.rows import change
from vistone.kernel.scope import RoleName
from vistone.project.actions import insights, planning, risks, task_parts, tasks
from vistone.project.actions import projects as actions
from vistone.project.contracts import DependencyType, ProjectRole
from vistone.project.events import TaskUpdated
from vistone.project.queries import TASK, TASKS
from vistone.project.schemas import (
    AiInsightCreate,
    MilestoneCreate,
    ProjectCreate,
    ProjectMemberCreate,
    RiskRegisterCreate,
    TaskChecklistCreate,
    TaskCreate,
    TaskDependencyCreate,
    TaskPatch,
)

# The newest ones last: lists begin with what changed last.
ALL = tuple(
    module.PROJECT
    for module in (
        outage_map, accessibility_audit, exhibition_guide, brand_refresh, studio_website, customer_portal, shop_relaunch,
        mobile_banking,
    )
)  # fmt: skip


HOURS_PER_POINT = 5


async def run(company: Company) -> None:
    """All projects, one after the other."""
    for project in ALL:
        await _set_up(company, project)
        company.unsettle()  # its people see one project more
        await _plan(company, project)
        await _work(company, project)


async def _set_up(company: Company, project: Project) -> None:
    tx = await company.by(project.manager)
    body = ProjectCreate(
        name=project.name,
        description=prose(project.text),
        status=project.status,
        start_date=company.day(project.start),
        end_date=company.day(project.end),
        budget=project.budget,
        client_id=company.clients[project.client] if project.client else None,
        team_ids=[company.teams[key] for key in project.teams],
        metadata={"currency": MONEY_EUR, "tags": list(project.tags)},
        client_visible=project.shared,
    )
    id = company.projects[project.key] = (await actions.create_project(tx, body)).id
    if project.client:
        link = ProjectClientCreate(project_id=id, client_id=company.clients[project.client])
        await client_actions.add_project(tx, link)
    at_work = [task.who for task in _all(project.tasks) if task.who in STAFF]
    parts = {
        **dict.fromkeys(project.viewers, ProjectRole.VIEWER),
        **dict.fromkeys([*project.members, *at_work], ProjectRole.MEMBER),
        project.manager: ProjectRole.MANAGER,
    }
    for who, role in parts.items():
        member = ProjectMemberCreate(project_id=id, user_id=company.people[str(who)], role=role)
        await actions.add_member(tx, member)


async def _plan(company: Company, project: Project) -> None:
    """What the manager writes down: tasks with what belongs to them, milestones, risks."""
    tx, id = await company.by(project.manager), company.projects[project.key]
    stones: list[tuple[int, UUID]] = []
    for milestone in project.milestones:
        body = MilestoneCreate(
            project_id=id,
            title=milestone.title,
            description=milestone.text,
            due_date=company.day(milestone.due),
            status=milestone.status,
        )
        stones.append((milestone.due, (await planning.create_milestone(tx, body)).id))
    made: list[tuple[Task, UUID]] = []
    for task in project.tasks:
        stone = _milestone_of(task, stones)
        task_id = await _add_task(company, project, task, None, stone)
        made.append((task, task_id))
        made += [(part, await _add_task(company, project, part, task_id, stone)) for part in task.parts]
    for task, task_id in made:
        for line in task.checklist:
            item = TaskChecklistCreate(
                task_id=task_id, item=line.removeprefix("+ "), is_completed=line.startswith("+ ")
            )
            await task_parts.add_checklist_line(tx, item)
        for key in task.after:
            waits = TaskDependencyCreate(task_id=task_id, depends_on_id=company.tasks[key], type=DependencyType.FS)
            await task_parts.add_dependency(tx, waits)
    for risk in project.risks:
        register = RiskRegisterCreate(
            project_id=id,
            description=risk.text,
            probability=risk.probability,
            impact=risk.impact,
            mitigation_plan=risk.plan,
            status=risk.status,
        )
        await risks.create_risk(tx, register)


def _milestone_of(task: Task, stones: list[tuple[int, UUID]]) -> UUID | None:
    """The first that the task is due for."""
    due = task.due
    return None if due is None else next((id for day, id in sorted(stones) if due <= day), None)


async def _add_task(
    company: Company, project: Project, task: Task, parent_id: UUID | None, milestone_id: UUID | None
) -> UUID:
    """The task as planned: what a Contributor has brought further since, they do themselves."""
    due = company.day(task.due) if task.due is not None else None
    body = TaskCreate(
        project_id=company.projects[project.key],
        title=task.title,
        parent_id=parent_id,
        milestone_id=milestone_id,
        assignee_id=company.people[task.who] if task.who else None,
        description=prose(task.text),
        status=TODO if _moved_by_assignee(task) else task.status,
        priority=task.priority,
        due_date=due,
        start_date=_start(due, task.points),
        estimate_minutes=round(task.points * HOURS_PER_POINT * 60) if task.points else None,
        story_points=task.points,
        labels=task.labels.split(),
        client_visible=task.shared,
    )
    made = await tasks.create_task(await company.by(project.manager), body)
    company.made[project.key, task.title] = made.id
    if task.key:
        company.tasks[task.key] = made.id
    if _moved_by_assignee(task):
        company.moves.append((task, made.id))
    if task.status is DONE:
        company.done.append((task, made.id))
    return made.id


def _start(due: datetime | None, points: float | None) -> datetime | None:
    """The working day on which to begin, so that the points are done on the day they are due."""
    if due is None or not points:
        return None
    start = due - timedelta(days=round(points * HOURS_PER_POINT / 8) + 1)
    return start - timedelta(days=max(0, start.weekday() - 4))


def _moved_by_assignee(task: Task) -> bool:
    contributor = task.who is not None and BY_KEY[task.who].role is RoleName.CONTRIBUTOR
    return contributor and task.status not in {BACKLOG, TODO, DROPPED}


async def _work(company: Company, project: Project) -> None:
    """Each Contributor moves their own tasks; person by person, so that rights are looked up once."""
    for task, id in sorted(company.moves, key=lambda move: str(move[0].who)):
        await tasks.update_task(await company.by(str(task.who)), id, TaskPatch(status=task.status), None)
    company.moves.clear()
    await _look_back(company, project)
    tx = await company.by(project.manager)
    for insight in project.insights:
        body = AiInsightCreate(
            content=insight.text,
            project_id=company.projects[project.key],
            task_id=company.tasks[insight.task] if insight.task else None,
            confidence=insight.confidence,
            actionable=insight.actionable,
        )
        await insights.create_insight(tx, body)


async def _look_back(company: Company, project: Project) -> None:
    """What is done was not done today: it took its points in days, until shortly before it was due.

    Forecasts learn from how long work took; without this the demo would have no past to learn from.
    """
    tx = await company.by(project.manager)
    for place, (task, id) in enumerate(company.done):
        days = (task.points or 2) + 0.4 * (place % 4)
        due = company.day(min(task.due if task.due is not None else -place, -1))
        completed = due - timedelta(days=place % 3, hours=place % 6)
        times = {
            "created_at": completed - timedelta(days=days + 3 + place % 9),
            "started_at": completed - timedelta(days=days),
            "completed_at": completed,
        }
        await _date_back(tx, id, times)
    done = {id for _, id in company.done}
    planned = [company.made[project.key, task.title] for task in _all(project.tasks)]
    for place, id in enumerate(one for one in planned if one not in done):
        # What is open was planned in the first weeks of the project: a burn-down shows the way from there.
        await _date_back(tx, id, {"created_at": company.day(min(project.start + place % 15, -1))})
    company.done.clear()


async def _date_back(tx: WriteTx, id: UUID, times: dict[str, datetime]) -> None:
    old = await TASKS.hold(tx, id, "update")
    await publish(tx, TaskUpdated.of(old, await change(tx, TASK, id, times)))


def _all(found: tuple[Task, ...]) -> Iterator[Task]:
    for task in found:
        yield task
        yield from task.parts
