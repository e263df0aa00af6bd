"""The rules about statements refuse what they are for; `tests/statements.py` holds every statement of the suite to them."""

from typing import Any

import pytest

from tests.statements import Recorder, violations
from tests.world import World

GOOD = [
    "SELECT project.tasks.id FROM project.tasks WHERE project.tasks.organization_id = $1 AND project.tasks.id = $2",
    "SELECT here.id FROM auth.organization_members AS here WHERE here.organization_id = $1",
    "INSERT INTO project.tasks (id, organization_id) VALUES ($1, $2) RETURNING project.tasks.id",
    "UPDATE project.tasks SET title=$1 WHERE project.tasks.organization_id = $2 RETURNING project.tasks.id",
    "SELECT auth.users.id FROM auth.users WHERE auth.users.id = $1",
    "SELECT platform.oldest_running_transaction() FROM auth.users",
    "SELECT 'project.tasks' FROM auth.users",
    "SELECT project.tasks.id FROM project.tasks \nWHERE false FOR UPDATE OF tasks",
]
BAD = [
    "SELECT project.tasks.organization_id FROM project.tasks WHERE project.tasks.id = $1",
    "UPDATE project.tasks SET title=$1 WHERE project.tasks.id = $2 RETURNING project.tasks.organization_id",
    "INSERT INTO project.tasks (id) VALUES ($1) RETURNING project.tasks.organization_id",
    "DELETE FROM project.tasks",
    "SELECT 1 FROM project.tasks, auth.users WHERE project.tasks.organization_id = $1",
    "SELECT 1 FROM project.tasks, platform.events WHERE project.tasks.organization_id = $1",
    "SELECT 1 FROM project.tasks WHERE project.tasks.organization_id = $1 AND EXISTS (SELECT 1 FROM project.projects)",
    "SELECT 1 FROM project.tasks AS a JOIN project.tasks AS b ON a.id = b.parent_id WHERE a.organization_id = $1",
]


@pytest.mark.parametrize("sql", GOOD)
def test_a_good_statement_passes(sql: str) -> None:
    assert violations(sql, inside=True) == ()


@pytest.mark.parametrize("sql", BAD)
def test_a_bad_statement_is_named(sql: str) -> None:
    assert len(violations(sql, inside=True)) == 1


def test_the_system_names_no_organization_but_keeps_to_a_schema() -> None:
    assert violations("SELECT 1 FROM auth.roles WHERE auth.roles.id = $1", inside=False) == ()
    assert violations("SELECT 1 FROM auth.roles, project.tasks", inside=False) != ()


async def test_the_applications_statements_are_heard(world: World, recorder: Recorder) -> None:
    company: Any = await world.company()
    await company.organizer.post("/api/project/projects", {"name": "Heard"})
    await company.organizer.get("/api/project/projects")
    heard = {sql for sql, inside in recorder.seen if inside}
    assert any(sql.startswith("INSERT INTO project.projects") for sql in heard)
    assert any("FROM project.projects" in sql and "ORDER BY" in sql for sql in heard)
