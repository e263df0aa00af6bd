"""One's own dashboards and their widgets."""

from uuid import uuid4

import pytest

DASHBOARDS, WIDGETS = "/api/monitoring/dashboards", "/api/monitoring/dashboard-widgets"


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def dashboard(who, name="Mine", **fields):
    return await who.post(DASHBOARDS, {"userId": who.id, "name": name, **fields})


async def test_a_dashboard_with_its_widgets(world):
    contributor = await (await world.company()).contributor
    made = await dashboard(contributor, layout=[{"x": 0}])
    assert (made["layout"], made["abilities"]) == ([{"x": 0}], ["update", "delete"])
    path = f"{DASHBOARDS}/{made['id']}"
    assert (await contributor.patch(path, {"layout": {"columns": 2}}, if_match=1))["layout"] == {"columns": 2}
    assert (await contributor.patch(path, {"layout": None}))["name"] == "Mine"
    await contributor.patch(path, {"name": "x"}, 412, if_match=1)

    widget = await contributor.post(WIDGETS, {"dashboardId": made["id"], "type": "number", "config": {"kpi": "x"}})
    changed = await contributor.patch(f"{WIDGETS}/{widget['id']}", {"type": "risk_matrix"}, if_match=1)
    assert (changed["type"], changed["config"]) == ("risk_matrix", {"kpi": "x"})
    assert (await contributor.patch(f"{WIDGETS}/{widget['id']}", {"config": None}))["config"] is None
    await contributor.post(WIDGETS, {"dashboardId": made["id"], "type": "text"})
    found = await contributor.get(WIDGETS, dashboardId=made["id"], type="text")
    assert len(found["items"]) == 1
    await contributor.delete(f"{WIDGETS}/{found['items'][0]['id']}")
    await dashboard(contributor, "Another")
    assert [one["name"] for one in (await contributor.get(DASHBOARDS, sort="name"))["items"]] == ["Another", "Mine"]
    assert [one["name"] for one in (await contributor.get(DASHBOARDS, q="min"))["items"]] == ["Mine"]
    await contributor.delete(path)
    await contributor.get(f"{WIDGETS}/{widget['id']}", 404)


async def test_a_dashboard_is_its_owner_s_alone(world):
    company = await world.company()
    contributor = await company.contributor
    made = await dashboard(contributor)
    widget = await contributor.post(WIDGETS, {"dashboardId": made["id"], "type": "chart"})
    for who in (company.organizer, await company.manager, (await world.company()).organizer):
        for collection, record in ((DASHBOARDS, made), (WIDGETS, widget)):
            path = f"{collection}/{record['id']}"
            await who.get(path, 404)
            await who.patch(path, {}, 404)
            await who.delete(path, 404)
            assert (await who.get(collection))["items"] == []
        await who.post(WIDGETS, {"dashboardId": made["id"], "type": "chart"}, 404)
        problem = await who.post(DASHBOARDS, {"userId": contributor.id, "name": "x"}, 422)
        assert problem["errors"][0]["field"] == "userId"
    client = await company.client
    await client.get(DASHBOARDS, 403)
    await client.post(DASHBOARDS, {"userId": client.id, "name": "x"}, 403)


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (DASHBOARDS, {"name": "x"}, "userId"),
        (DASHBOARDS, {"userId": str(uuid4())}, "name"),
        (DASHBOARDS, {"userId": str(uuid4()), "name": "x", "layout": 5}, "layout"),
        (WIDGETS, {"dashboardId": str(uuid4()), "type": "gauge"}, "type"),
        (WIDGETS, {"dashboardId": str(uuid4()), "type": "chart", "config": []}, "config"),
        (WIDGETS, {"type": "chart"}, "dashboardId"),
    ],
)
async def test_what_is_wrong_is_named(organizer, path, body, field):
    assert (await organizer.post(path, body, 400))["errors"][0]["field"] == field
