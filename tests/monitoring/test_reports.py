"""KPIs and their measurements, reports and their templates, and what members achieved."""

from uuid import uuid4

import pytest

BASE = "/api/monitoring"
KPIS, MEASUREMENTS = f"{BASE}/kpi-definitions", f"{BASE}/kpi-measurements"
TEMPLATES, REPORTS = f"{BASE}/report-templates", f"{BASE}/generated-reports"
PERFORMANCE = f"{BASE}/member-performance"
NOON = "2026-11-22T12:00:00Z"


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def test_a_kpi_and_what_was_measured(world):
    organizer = (await world.company()).organizer
    kpi = await organizer.post(KPIS, {"name": "On time", "formula": "done / due"})
    path = f"{KPIS}/{kpi['id']}"
    assert (await organizer.patch(path, {"formula": None}, if_match=1))["formula"] is None
    assert (await organizer.patch(path, {"name": "Punctual"}))["formula"] is None
    await organizer.patch(path, {"name": "x"}, 412, if_match=1)

    for value, moment in (
        (0.5, NOON),
        (-1e-300, "2026-11-23T12:00:00+02:00"),
        (1.7976931348623157e308, "2026-11-21T12:00:00Z"),
    ):
        made = await organizer.post(MEASUREMENTS, {"kpiId": kpi["id"], "value": value, "measuredAt": moment})
        assert made["value"] == value
    assert made["abilities"] == ["delete"]
    found = (await organizer.get(MEASUREMENTS, kpiId=kpi["id"], sort="measuredAt", measuredAtAfter=NOON))["items"]
    assert [(one["value"], one["measuredAt"]) for one in found] == [(0.5, NOON), (-1e-300, "2026-11-23T10:00:00Z")]
    values = [one["value"] for one in (await organizer.get(MEASUREMENTS, sort="-value"))["items"]]
    assert values == sorted(values, reverse=True)
    assert (await organizer.send("PATCH", f"{MEASUREMENTS}/{made['id']}", json={})).status_code == 405
    await organizer.delete(f"{MEASUREMENTS}/{made['id']}", if_match=1)
    await organizer.get(f"{MEASUREMENTS}/{made['id']}", 404)
    await organizer.delete(path)
    assert (await organizer.get(MEASUREMENTS))["items"] == []


async def test_reports_outlive_their_template(world):
    organizer = (await world.company()).organizer
    template = await organizer.post(TEMPLATES, {"name": "Monthly", "config": {"parts": ["kpis"]}})
    body = {"templateId": template["id"], "url": "/files/ab/monthly.pdf", "format": "pdf"}
    report = await organizer.post(REPORTS, body)
    await organizer.post(REPORTS, {"url": "https://x.example/r.csv", "format": "csv"})
    assert [one["id"] for one in (await organizer.get(REPORTS, templateId=template["id"]))["items"]] == [report["id"]]
    assert [one["format"] for one in (await organizer.get(REPORTS, templateId="null"))["items"]] == ["csv"]
    assert len((await organizer.get(REPORTS, format=["pdf", "csv"]))["items"]) == 2
    changed = await organizer.patch(f"{TEMPLATES}/{template['id']}", {"config": {}}, if_match=1)
    assert (changed["name"], changed["config"]) == ("Monthly", {})
    assert [one["name"] for one in (await organizer.get(TEMPLATES, q="month", sort="name"))["items"]] == ["Monthly"]
    await organizer.delete(f"{TEMPLATES}/{template['id']}")
    assert (await organizer.get(f"{REPORTS}/{report['id']}"))["templateId"] is None
    await organizer.delete(f"{REPORTS}/{report['id']}")
    await organizer.get(f"{REPORTS}/{report['id']}", 404)


async def one_of_each(organizer):
    kpi = await organizer.post(KPIS, {"name": "On time"})
    return {
        KPIS: kpi,
        MEASUREMENTS: await organizer.post(MEASUREMENTS, {"kpiId": kpi["id"], "value": 1, "measuredAt": NOON}),
        TEMPLATES: await organizer.post(TEMPLATES, {"name": "Monthly", "config": {}}),
        REPORTS: await organizer.post(REPORTS, {"url": "https://x.example/r.csv", "format": "csv"}),
    }


async def test_reports_by_role(world):
    company = await world.company()
    made = await one_of_each(company.organizer)
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    for collection, record in made.items():
        path = f"{collection}/{record['id']}"
        assert (await contributor.get(path))["abilities"] == []
        assert len((await contributor.get(collection))["items"]) == 1
        await contributor.delete(path, 403)
        await client.get(collection, 403)
        await client.get(path, 403)
        await client.delete(path, 403)
        if collection in {KPIS, TEMPLATES}:
            await contributor.patch(path, {"name": "x"}, 403)
            await client.patch(path, {"name": "x"}, 403)
            assert (await manager.patch(path, {"name": "x"}))["abilities"] == ["update", "delete"]
    bodies = {
        KPIS: {"name": "x"},
        MEASUREMENTS: {"kpiId": made[KPIS]["id"], "value": 1, "measuredAt": NOON},
        TEMPLATES: {"name": "x", "config": {}},
        REPORTS: {"url": "https://x.example", "format": "html"},
        PERFORMANCE: {"userId": contributor.id, "metric": "delivered", "value": 3, "period": "2026-11"},
    }
    for collection, body in bodies.items():
        await contributor.post(collection, body, 403)
        await client.post(collection, body, 403)
        await manager.post(collection, body)
    for collection in (MEASUREMENTS, KPIS, REPORTS, TEMPLATES):
        await manager.delete(f"{collection}/{made[collection]['id']}")


async def test_another_organization_sees_nothing(world):
    ours, stranger = (await world.company()).organizer, (await world.company()).organizer
    made = await one_of_each(ours)
    for collection, record in made.items():
        path = f"{collection}/{record['id']}"
        assert (await stranger.get(collection))["items"] == []
        await stranger.get(path, 404)
        await stranger.delete(path, 404)
        if collection in {KPIS, TEMPLATES}:
            await stranger.patch(path, {"name": "x"}, 404)
    body = {"kpiId": made[KPIS]["id"], "value": 1, "measuredAt": NOON}
    assert (await stranger.post(MEASUREMENTS, body, 422))["errors"][0]["field"] == "kpiId"
    body = {"templateId": made[TEMPLATES]["id"], "url": "https://x.example", "format": "pdf"}
    assert (await stranger.post(REPORTS, body, 422))["errors"][0]["field"] == "templateId"


async def test_what_a_member_achieved_is_seen_by_them_and_by_who_leads(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    colleague, client = await company.person("Contributor", "colleague"), await company.client
    body = {"userId": contributor.id, "metric": "delivered", "value": 3, "period": "2026-11"}
    made = await organizer.post(PERFORMANCE, body)
    path = f"{PERFORMANCE}/{made['id']}"
    for who, abilities in ((organizer, ["delete"]), (manager, ["delete"]), (contributor, [])):
        assert (await who.get(path))["abilities"] == abilities
        assert (
            len((await who.get(PERFORMANCE, userId=contributor.id, metric="delivered", period="2026-11"))["items"]) == 1
        )
    await contributor.delete(path, 403)
    await colleague.get(path, 404)
    await colleague.delete(path, 404)
    assert (await colleague.get(PERFORMANCE))["items"] == []
    await client.get(PERFORMANCE, 403)
    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.delete(path, 404)
    await organizer.post(PERFORMANCE, {**body, "value": 9, "period": "2026-12"})
    found = (await manager.get(PERFORMANCE, sort="-period"))["items"]
    assert [one["value"] for one in found] == [9, 3]
    assert (await organizer.send("PATCH", path, json={})).status_code == 405
    await manager.delete(path)


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        (KPIS, {"formula": "1"}, 400, "name"),
        (MEASUREMENTS, {"kpiId": str(uuid4()), "value": 1, "measuredAt": NOON}, 422, "kpiId"),
        (MEASUREMENTS, {"kpiId": str(uuid4()), "value": "1", "measuredAt": NOON}, 400, "value"),
        (MEASUREMENTS, {"kpiId": str(uuid4()), "value": 10**400, "measuredAt": NOON}, 400, "value"),
        (MEASUREMENTS, {"kpiId": str(uuid4()), "value": 1, "measuredAt": "2026-11-22"}, 400, "measuredAt"),
        (MEASUREMENTS, {"kpiId": str(uuid4()), "value": 1, "measuredAt": "2026-11-22T12:00:00"}, 400, "measuredAt"),
        (TEMPLATES, {"name": "x", "config": "all"}, 400, "config"),
        (REPORTS, {"url": "https://x.example", "format": "docx"}, 400, "format"),
        (REPORTS, {"url": "javascript:alert(1)", "format": "pdf"}, 400, "url"),
        (REPORTS, {"format": "pdf"}, 400, "url"),
        (REPORTS, {"url": "https://x.example", "format": "pdf", "templateId": str(uuid4())}, 422, "templateId"),
        (PERFORMANCE, {"userId": str(uuid4()), "metric": "x", "value": 1}, 400, "period"),
    ],
)
async def test_what_is_wrong_is_named(organizer, path, body, status, field):
    assert (await organizer.post(path, body, status))["errors"][0]["field"] == field


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400"])
async def test_a_number_is_finite(organizer, number):
    body = f'{{"kpiId": "{uuid4()}", "value": {number}, "measuredAt": "{NOON}"}}'
    headers = {"Content-Type": "application/json"}
    answer = await organizer.send("POST", MEASUREMENTS, content=body, headers=headers)
    assert answer.status_code == 400
