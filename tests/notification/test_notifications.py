"""Notifications, preferences and templates."""

from uuid import uuid4

import pytest

NOTIFICATIONS, PREFERENCES, TEMPLATES = (
    "/api/notification/notifications",
    "/api/notification/notification-preferences",
    "/api/notification/notification-templates",
)


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def tell(who, user, content="Hello", **fields):
    return await who.post(NOTIFICATIONS, {"userId": user.id, "content": content, **fields})


async def contents(who, **params):
    return [one["content"] for one in (await who.get(NOTIFICATIONS, sort="createdAt", **params))["items"]]


async def test_what_one_is_told_is_one_s_own(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    told = await tell(organizer, contributor, "You have a task", type="project.task.assigned")
    assert (told["isRead"], told["type"], told["abilities"]) == (False, "project.task.assigned", [])
    path = f"{NOTIFICATIONS}/{told['id']}"

    assert set((await contributor.get(path))["abilities"]) == {"update", "delete"}
    read = await contributor.patch(path, {"isRead": True}, if_match=1)
    assert (read["isRead"], read["content"], read["revision"]) == (True, "You have a task", 2)
    await contributor.patch(path, {"isRead": False}, 412, if_match=1)
    assert (await contributor.patch(path, {"content": "x"}, 400))["errors"][0]["field"] == "content"

    for who in (organizer, await company.manager, (await world.company()).organizer):
        await who.get(path, 404)
        await who.patch(path, {"isRead": False}, 404)
        await who.delete(path, 404)
        assert await contents(who) == []
    await contributor.delete(path)
    await contributor.get(path, 404)


async def test_everybody_may_tell_themselves_and_some_may_tell_others(world):
    company = await world.company()
    people = {role: await company.person(role) for role in ("Organizer", "Manager", "Contributor", "Client")}
    for role, who in people.items():
        own = await tell(who, who, "Note to self")
        await who.patch(f"{NOTIFICATIONS}/{own['id']}", {"isRead": True})
        body = {"userId": people["Organizer" if role == "Manager" else "Manager"].id, "content": "x"}
        await who.post(NOTIFICATIONS, body, 201 if role in {"Organizer", "Manager"} else 403)
        await who.delete(f"{NOTIFICATIONS}/{own['id']}")


async def test_the_inbox_is_filtered_paged_and_read_as_a_whole(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    for number in range(5):
        await tell(organizer, contributor, str(number), type="project.task.assigned" if number < 2 else None)
    await tell(organizer, organizer, "another's")
    first = await contributor.get(NOTIFICATIONS, limit=2, isRead="false")
    assert [one["content"] for one in first["items"]] == ["4", "3"]
    second = await contributor.get(NOTIFICATIONS, limit=2, isRead="false", cursor=first["nextCursor"])
    assert [one["content"] for one in second["items"]] == ["2", "1"]
    await contributor.get(NOTIFICATIONS, 400, limit=2, isRead="true", cursor=first["nextCursor"])
    assert await contents(contributor, type="project.task.assigned") == ["0", "1"]
    assert await contents(contributor, type="null") == ["2", "3", "4"]
    assert await contents(contributor, userId=organizer.id) == []

    await contributor.patch(f"{NOTIFICATIONS}/{second['items'][0]['id']}", {"isRead": True})
    assert await contributor.post(f"{NOTIFICATIONS}/mark-all-read", None, 200) == {"count": 4}
    assert await contributor.post(f"{NOTIFICATIONS}/mark-all-read", None, 200) == {"count": 0}
    assert await contents(contributor, isRead="false") == []
    assert await contents(organizer, isRead="false") == ["another's"]


async def test_preferences_are_one_s_own_and_kept_once(world):
    company = await world.company()
    organizer, contributor, client = company.organizer, await company.contributor, await company.client
    for who in (contributor, client):
        made = await who.post(PREFERENCES, {"userId": who.id, "preferences": {"project.task.assigned": ["email"]}})
        await who.post(PREFERENCES, {"userId": who.id, "preferences": {}}, 409)
        path = f"{PREFERENCES}/{made['id']}"
        assert (await who.patch(path, {"preferences": {"digest": "daily"}}, if_match=1))["preferences"] == {
            "digest": "daily"
        }
        assert [one["id"] for one in (await who.get(PREFERENCES))["items"]] == [made["id"]]
        for other in (organizer, await company.manager, (await world.company()).organizer):
            await other.get(path, 404)
            await other.patch(path, {"preferences": {}}, 404)
            await other.delete(path, 404)
            problem = await other.post(PREFERENCES, {"userId": who.id, "preferences": {}}, 422)
            assert problem["errors"][0]["field"] == "userId"
        await who.delete(path, if_match=2)
        await who.post(PREFERENCES, {"userId": who.id, "preferences": {}})


async def test_templates_are_a_setting(world):
    company = await world.company()
    organizer, manager, contributor, client = (
        company.organizer,
        await company.manager,
        await company.contributor,
        await company.client,
    )
    body = {"name": "Assigned", "content": "Hello {{name}}", "channels": ["in_app", "email"]}
    made = await organizer.post(TEMPLATES, body)
    assert (made["channels"], made["abilities"]) == (["in_app", "email"], ["update", "delete"])
    await organizer.post(TEMPLATES, body, 409)
    path = f"{TEMPLATES}/{made['id']}"
    for who in (manager, contributor):
        assert (await who.get(path))["abilities"] == []
        await who.patch(path, {"name": "x"}, 403)
        await who.delete(path, 403)
        await who.post(TEMPLATES, {**body, "name": "Other"}, 403)
    assert (await client.get(TEMPLATES))["items"] == []
    await client.get(path, 404)
    await client.patch(path, {"name": "x"}, 404)
    await client.delete(path, 404)
    await client.post(TEMPLATES, {**body, "name": "Other"}, 403)

    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.patch(path, {"name": "x"}, 404)
    await stranger.delete(path, 404)
    await stranger.post(TEMPLATES, body)

    assert (await organizer.patch(path, {"channels": ["chat"]}, if_match=1))["content"] == "Hello {{name}}"
    await organizer.post(TEMPLATES, {**body, "name": "Zebra"})
    assert [one["name"] for one in (await organizer.get(TEMPLATES, sort="-name"))["items"]] == ["Zebra", "Assigned"]
    assert [one["name"] for one in (await organizer.get(TEMPLATES, q="assi"))["items"]] == ["Assigned"]
    await organizer.delete(path)
    await organizer.get(path, 404)


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        (TEMPLATES, {"name": "a", "content": "x", "channels": []}, 400, "channels"),
        (TEMPLATES, {"name": "a", "content": "x", "channels": ["fax"]}, 400, "channels[0]"),
        (TEMPLATES, {"name": "a", "content": "x", "channels": "email"}, 400, "channels"),
        (TEMPLATES, {"name": "a", "content": "x", "channels": ["email", "email"]}, 422, "channels"),
        (TEMPLATES, {"name": "a", "content": "x"}, 400, "channels"),
        (PREFERENCES, {"preferences": {}}, 400, "userId"),
        (PREFERENCES, {"userId": str(uuid4()), "preferences": {}}, 422, "userId"),
        (PREFERENCES, {"userId": str(uuid4()), "preferences": []}, 400, "preferences"),
        (NOTIFICATIONS, {"userId": str(uuid4())}, 400, "content"),
        (NOTIFICATIONS, {"userId": "me", "content": "x"}, 400, "userId"),
        (NOTIFICATIONS, {"userId": str(uuid4()), "content": "x", "type": "Task assigned"}, 400, "type"),
        (NOTIFICATIONS, {"userId": str(uuid4()), "content": "x", "isRead": True}, 400, "isRead"),
    ],
)
async def test_what_is_wrong_is_named(organizer, path, body, status, field):
    assert (await organizer.post(path, body, status))["errors"][0]["field"] == field
