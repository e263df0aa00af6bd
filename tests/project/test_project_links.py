"""The links of a project's tasks, as its timeline reads them: by the project of the task that waits."""

from tests.factories.project import project, task

WAITS = "/api/project/task-dependencies"


async def test_links_are_listed_by_the_project_of_the_task_that_waits(world):
    company = await world.company()
    ours, other = (await project(company))["id"], (await project(company))["id"]
    first, second = await task(company, ours, title="First"), await task(company, ours, title="Second")
    elsewhere = await task(company, other, title="Elsewhere")
    made = await company.organizer.post(
        WAITS, {"taskId": second["id"], "dependsOnId": first["id"], "type": "FS", "lagDays": 2}
    )
    away = await company.organizer.post(
        WAITS, {"taskId": elsewhere["id"], "dependsOnId": first["id"], "type": "FS", "lagDays": 0}
    )
    assert (made["projectId"], away["projectId"]) == (ours, other)
    for wanted, found in ((ours, made), (other, away)):
        page = await company.organizer.get(WAITS, projectId=wanted)
        assert [one["id"] for one in page["items"]] == [found["id"]]
