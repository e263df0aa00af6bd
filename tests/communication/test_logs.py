"""The record of talk elsewhere."""

from tests.communication.rooms import LOGS


async def test_staff_record_talk_and_remove_their_own_entries(world):
    company = await world.company()
    organizer, contributor, client = company.organizer, await company.contributor, await company.client
    entry = await contributor.post(LOGS, {"type": "call", "details": {"with": "Umbra", "minutes": 12}})
    assert (entry["authorId"], entry["details"]) == (contributor.id, {"with": "Umbra", "minutes": 12})
    other = await organizer.post(LOGS, {"type": "meeting", "details": {}})
    path = f"{LOGS}/{entry['id']}"
    manager = await company.manager
    assert (await manager.get(path))["abilities"] == []
    await manager.delete(path, 403)
    await contributor.delete(f"{LOGS}/{other['id']}", 403)
    assert [one["id"] for one in (await manager.get(LOGS, type="call"))["items"]] == [entry["id"]]
    assert [one["id"] for one in (await manager.get(LOGS))["items"]] == [other["id"], entry["id"]]
    await contributor.patch(path, {"type": "note"}, 405)

    assert (await client.get(LOGS))["items"] == []
    await client.get(path, 404)
    await client.post(LOGS, {"type": "call", "details": {}}, 403)
    stranger = (await world.company()).organizer
    assert (await stranger.get(LOGS))["items"] == []
    await stranger.get(path, 404)
    await stranger.delete(path, 404)

    await contributor.delete(path)
    await organizer.delete(f"{LOGS}/{other['id']}")
    await organizer.get(path, 404)


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    for body, field in (
        ({"type": "call"}, "details"),
        ({"details": {}}, "type"),
        ({"type": "letter", "details": {}}, "type"),
        ({"type": "call", "details": "short"}, "details"),
    ):
        problem = await organizer.post(LOGS, body, 400)
        assert problem["errors"][0]["field"] == field
