import time
from uuid import UUID
from tests.factories.project import project, task
from tests.rows import database_of
from vistone.kernel.scope import Scope, RoleName

async def test_it(world):
    company = await world.company()
    o = company.organizer
    mine = (await project(company))["id"]
    scope = Scope(UUID(o.organization_id), UUID(o.id), RoleName.ORGANIZER, frozenset())
    async with database_of(o).write(scope) as tx:
        await tx.connection.execute("""INSERT INTO project.tasks (id, organization_id, created_at, updated_at, project_id, assignee_id, title, status, position, started_at, completed_at, logged_minutes)
          SELECT gen_random_uuid(), $1::uuid, now() - interval '1 hour' * (g % 3000 + 100), now(), $2::uuid, $3::uuid, 'Write page number ' || (g % 500) || ' of chapter ' || (g % 37), CASE WHEN g <= 10000 THEN 'done' ELSE 'todo' END, lpad(g::text, 8, '0'),
          CASE WHEN g <= 10000 THEN now() - interval '1 hour' * (g % 3000 + 50) END, CASE WHEN g <= 10000 THEN now() - interval '1 hour' * (g % 3000) END, 60 + g % 300 FROM generate_series(1, 15000) g""", o.organization_id, mine, o.id)
    t = await task(company, mine, title="Write page number 3", dueDate="2027-01-01T00:00:00Z")
    for path in (f"/api/project/tasks/{t['id']}/suggest", f"/api/project/projects/{mine}/insights/refresh", f"/api/project/projects/{mine}/risks/suggest"):
        for _ in range(3):
            b = time.perf_counter(); c = time.process_time(); r = await o.post(path, None, 200); print(path.rsplit("/", 1)[1], "wall", round(time.perf_counter() - b, 2), "cpu", round(time.process_time() - c, 2))
