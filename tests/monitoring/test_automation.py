"""Rules, their runs, and talks with the assistant."""

from uuid import UUID, uuid4

import pytest

from tests.rows import put
from vistone.monitoring.queries import CONVERSATION, RUN

RULES, RUNS, TALKS = (
    "/api/monitoring/automation-rules",
    "/api/monitoring/automation-logs",
    "/api/monitoring/ai-conversations",
)
BODY = {"name": "Late", "trigger": {"event": "project.task.updated"}, "actions": [{"notify": "manager"}]}


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def test_a_rule_from_its_making_to_its_end(world):
    company = await world.company()
    manager = await company.manager
    rule = await manager.post(RULES, BODY)
    assert (rule["isActive"], rule["actions"], rule["abilities"]) == (
        True,
        [{"notify": "manager"}],
        ["update", "delete"],
    )
    path = f"{RULES}/{rule['id']}"
    changed = await manager.patch(path, {"isActive": False, "actions": {"notify": "all"}}, if_match=1)
    assert (changed["name"], changed["isActive"], changed["actions"]) == ("Late", False, {"notify": "all"})
    await manager.patch(path, {"name": "x"}, 412, if_match=1)
    await manager.post(RULES, {**BODY, "name": "Early"})
    assert [one["name"] for one in (await manager.get(RULES, isActive="true"))["items"]] == ["Early"]
    assert [one["name"] for one in (await manager.get(RULES, sort="name", q="l"))["items"]] == ["Early", "Late"]
    run = await put(company.organizer, RUN, rule_id=UUID(rule["id"]), status="failed", details={"error": "x"})
    await put(company.organizer, RUN, rule_id=UUID(rule["id"]), status="succeeded")
    assert (await manager.get(f"{RUNS}/{run.id}"))["details"] == {"error": "x"}
    assert [one["status"] for one in (await manager.get(RUNS, ruleId=rule["id"], status="failed"))["items"]] == [
        "failed"
    ]
    await manager.delete(path)
    assert (await manager.get(RUNS))["items"] == []


async def test_rules_by_role(world):
    company = await world.company()
    rule = await company.organizer.post(RULES, BODY)
    run = await put(company.organizer, RUN, rule_id=UUID(rule["id"]), status="skipped")
    path = f"{RULES}/{rule['id']}"
    for who in (await company.contributor, await company.client):
        for address in (RULES, path, RUNS, f"{RUNS}/{run.id}"):
            await who.get(address, 403)
        await who.post(RULES, BODY, 403)
        await who.patch(path, {"name": "x"}, 403)
        await who.delete(path, 403)
    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.patch(path, {"name": "x"}, 404)
    await stranger.delete(path, 404)
    await stranger.get(f"{RUNS}/{run.id}", 404)
    assert (await stranger.get(RULES))["items"] == (await stranger.get(RUNS))["items"] == []
    await (await company.manager).get(path)


async def test_runs_and_talks_are_only_read(organizer):
    for collection in (RUNS, TALKS):
        for method, path in (
            ("POST", collection),
            ("PATCH", f"{collection}/{uuid4()}"),
            ("DELETE", f"{collection}/{uuid4()}"),
        ):
            assert (await organizer.send(method, path, json={})).status_code == 405


async def test_a_talk_is_seen_by_its_person_and_by_organizers(world):
    company = await world.company()
    organizer, contributor, client = company.organizer, await company.contributor, await company.client
    talks = {
        who.id: await put(who, CONVERSATION, user_id=UUID(who.id), context={"about": "x"}, tokens_used=tokens)
        for who, tokens in ((organizer, None), (contributor, 10), (client, 99))
    }
    nobody = await put(organizer, CONVERSATION, user_id=None, tokens_used=1)
    for who in (contributor, client):
        assert [one["userId"] for one in (await who.get(TALKS))["items"]] == [who.id]
        await who.get(f"{TALKS}/{talks[organizer.id].id}", 404)
        await who.get(f"{TALKS}/{nobody.id}", 404)
    await (await company.manager).get(f"{TALKS}/{talks[contributor.id].id}", 404)
    found = (await organizer.get(TALKS, sort="-tokensUsed"))["items"]
    assert [one["tokensUsed"] for one in found] == [99, 10, 1, None]
    assert [
        one["tokensUsed"]
        for one in (await organizer.get(TALKS, userId=["null", client.id], sort="tokensUsed"))["items"]
    ] == [1, 99]
    await (await world.company()).organizer.get(f"{TALKS}/{nobody.id}", 404)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({k: v for k, v in BODY.items() if k != "trigger"}, "trigger"),
        ({k: v for k, v in BODY.items() if k != "actions"}, "actions"),
        ({**BODY, "trigger": "now"}, "trigger"),
        ({**BODY, "actions": "go"}, "actions"),
        ({**BODY, "isActive": "yes"}, "isActive"),
        ({**BODY, "name": ""}, "name"),
    ],
)
async def test_what_is_wrong_is_named(organizer, body, field):
    assert (await organizer.post(RULES, body, 400))["errors"][0]["field"] == field
