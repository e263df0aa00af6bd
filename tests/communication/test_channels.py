"""Who sees which channel, and who runs it."""

from uuid import uuid4

from tests.communication.rooms import CHANNELS, MEMBERS, MESSAGES, open_channel, say, settled, shared_project


async def test_a_channel_from_its_opening_to_its_restoring(world):
    company = await world.company()
    organizer = company.organizer
    channel = await open_channel(organizer)
    assert channel["organizationId"] == company.id
    assert set(channel["abilities"]) == {"talk", "update", "assign", "own", "delete"}
    owner = (await organizer.get(MEMBERS, channelId=channel["id"]))["items"]
    assert [(one["userId"], one["role"]) for one in owner] == [(organizer.id, "owner")]
    path = f"{CHANNELS}/{channel['id']}"
    assert (await organizer.patch(path, {"name": "Kitchen"}, if_match=1))["revision"] == 2
    await organizer.patch(path, {"isPrivate": True}, 412, if_match=1)
    problem = await organizer.patch(path, {"name": None}, 422)
    assert problem["errors"][0]["field"] == "name"

    message = await say(organizer, channel)
    await organizer.delete(path)
    for gone in (path, f"{MESSAGES}/{message['id']}", f"{MEMBERS}/{owner[0]['id']}"):
        await organizer.get(gone, 404)
    await organizer.post(MESSAGES, {"channelId": channel["id"], "content": "Anybody?"}, 404)
    await organizer.post(f"{path}/restore", None, 200)
    await organizer.get(f"{MESSAGES}/{message['id']}")


async def test_organization_channels_are_for_staff(world):
    company = await world.company()
    organizer, contributor, client = company.organizer, await company.contributor, await company.client
    channel = await open_channel(contributor)
    path = f"{CHANNELS}/{channel['id']}"
    assert (await contributor.get(path))["abilities"] == ["talk", "update", "assign", "own"]
    await contributor.delete(path, 403)
    colleague = await company.person("Contributor", "colleague")
    assert (await colleague.get(path))["abilities"] == ["talk"]
    await colleague.patch(path, {"name": "Mine"}, 403)
    await client.get(path, 404)
    await client.post(CHANNELS, {"type": "group"}, 403)
    await organizer.patch(path, {"name": "Ours"})

    await contributor.patch(path, {"isPrivate": True})
    for outsider in (organizer, colleague):
        await outsider.get(path, 404)
        await outsider.post(MEMBERS, {"channelId": channel["id"], "userId": outsider.id}, 404)
        assert (await outsider.get(CHANNELS))["items"] == []
    await contributor.post(MEMBERS, {"channelId": channel["id"], "userId": colleague.id})
    await colleague.get(path)


async def test_team_channels_are_for_the_team(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    team = await manager.post("/api/workforce/teams", {"name": "Crew"})
    channel = await open_channel(organizer, "team", teamId=team["id"])
    path = f"{CHANNELS}/{channel['id']}"
    await settled(manager, path)
    await contributor.get(path, 404)
    member = await manager.post("/api/workforce/team-members", {"teamId": team["id"], "userId": contributor.id})
    await settled(contributor, path)
    await say(contributor, channel)
    await manager.delete(f"/api/workforce/team-members/{member['id']}")
    await settled(contributor, path, 404)
    problem = await organizer.post(CHANNELS, {"type": "team", "name": "Crew", "teamId": str(uuid4())}, 422)
    assert problem["errors"][0]["field"] == "teamId"


async def test_project_channels_are_for_staff_and_client_channels_for_the_client_too(world):
    company = await world.company()
    organizer, manager, client = company.organizer, await company.manager, await company.client
    contributor = await company.contributor
    project, client_id = await shared_project(company)
    inside = await open_channel(manager, "project", projectId=project)
    shared = await open_channel(manager, "client", projectId=project)
    for channel in (inside, shared):
        await organizer.get(f"{CHANNELS}/{channel['id']}")
        await contributor.get(f"{CHANNELS}/{channel['id']}", 404)
    await client.get(f"{CHANNELS}/{inside['id']}", 404)
    path = f"{CHANNELS}/{shared['id']}"
    assert (await client.get(path))["abilities"] == ["talk"]
    await say(client, shared, "When?")

    joined = await client.post(MEMBERS, {"channelId": shared["id"], "userId": client.id})
    assert joined["role"] == "guest"
    await organizer.patch(f"/api/client/clients/{client_id}", {"portalAccess": False})
    await settled(client, path, 404)
    await client.get(f"{MEMBERS}/{joined['id']}", 404)
    problem = await contributor.post(CHANNELS, {"type": "client", "name": "Shop", "projectId": project}, 422)
    assert problem["errors"][0]["field"] == "projectId"


async def test_direct_conversations_belong_to_two_people(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    channel = await open_channel(contributor, "direct", memberIds=[manager.id])
    path = f"{CHANNELS}/{channel['id']}"
    message = await say(contributor, channel, "Between us.")
    await manager.get(path)
    await organizer.get(path, 404)
    await organizer.get(f"{MESSAGES}/{message['id']}", 404)
    await organizer.delete(f"{MESSAGES}/{message['id']}", 404)
    assert (await organizer.get(MESSAGES, channelId=channel["id"]))["items"] == []
    assert (await organizer.get(MEMBERS, channelId=channel["id"]))["items"] == []
    await organizer.post(MEMBERS, {"channelId": channel["id"], "userId": organizer.id}, 404)

    await contributor.post(MEMBERS, {"channelId": channel["id"], "userId": organizer.id}, 409)
    for one in (await manager.get(MEMBERS, channelId=channel["id"]))["items"]:
        for who in (manager, contributor):
            await who.delete(f"{MEMBERS}/{one['id']}", 403)
            await who.patch(f"{MEMBERS}/{one['id']}", {"role": "owner"}, 403)
    await contributor.delete(path, 403)
    await manager.delete(f"{MESSAGES}/{message['id']}", 403)
    problem = await contributor.post(CHANNELS, {"type": "direct", "memberIds": [manager.id, organizer.id]}, 422)
    assert problem["errors"][0]["field"] == "memberIds"

    alone = await open_channel(contributor, "direct")
    await contributor.post(MEMBERS, {"channelId": alone["id"], "userId": manager.id})
    await manager.get(f"{CHANNELS}/{alone['id']}")


async def test_groups_are_seen_by_their_members_alone(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    group = await open_channel(manager, "group", memberIds=[contributor.id], name="Lunch")
    await organizer.get(f"{CHANNELS}/{group['id']}", 404)
    await manager.post(MEMBERS, {"channelId": group["id"], "userId": organizer.id})
    assert (await organizer.get(f"{CHANNELS}/{group['id']}"))["abilities"] == ["talk"]
    await organizer.delete(f"{CHANNELS}/{group['id']}", 403)
    await manager.delete(f"{CHANNELS}/{group['id']}")


async def test_people_join_and_leave_and_owners_say_who_else(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    colleague = await company.person("Contributor", "colleague")
    third = await company.person("Contributor", "third")
    channel = await open_channel(contributor)
    place = {"channelId": channel["id"]}
    owner = (await contributor.get(MEMBERS, **place))["items"][0]

    for role in ("owner", "admin"):
        await colleague.post(MEMBERS, {**place, "userId": colleague.id, "role": role}, 403)
    await colleague.post(MEMBERS, {**place, "userId": third.id}, 403)
    joined = await colleague.post(MEMBERS, {**place, "userId": colleague.id})
    assert (joined["role"], joined["abilities"]) == ("member", ["delete"])
    await colleague.post(MEMBERS, {**place, "userId": colleague.id}, 409)
    path = f"{MEMBERS}/{joined['id']}"
    await colleague.patch(path, {"role": "admin"}, 403)
    await third.delete(path, 403)

    assert (await contributor.patch(path, {"role": "admin"}, if_match=1))["role"] == "admin"
    added = await colleague.post(MEMBERS, {**place, "userId": third.id, "role": "guest"})
    await colleague.patch(f"{MEMBERS}/{added['id']}", {"role": "owner"}, 403)
    await colleague.patch(f"{MEMBERS}/{owner['id']}", {"role": "member"}, 403)
    await colleague.delete(f"{MEMBERS}/{owner['id']}", 403)
    assert (await contributor.delete(f"{MEMBERS}/{owner['id']}", 409))["rule"] == "last-owner"
    assert (await contributor.patch(f"{MEMBERS}/{owner['id']}", {"role": None}, 409))["rule"] == "last-owner"
    await contributor.patch(path, {"role": "owner"})
    await contributor.delete(f"{MEMBERS}/{owner['id']}")
    await colleague.delete(f"{MEMBERS}/{added['id']}")
    assert [one["userId"] for one in (await third.get(MEMBERS, **place))["items"]] == [colleague.id]
    await organizer.patch(path, {"role": "member"}, 409)


async def test_lists_filter_and_page(world):
    company = await world.company()
    organizer = company.organizer
    for name in ("Beryl", "Amber", "Cobalt"):
        await open_channel(organizer, name=name)
    await open_channel(organizer, "group", isPrivate=True)
    names = [one["name"] for one in (await organizer.get(CHANNELS, sort="name"))["items"]]
    assert names == ["Amber", "Beryl", "Cobalt", None]
    assert len((await organizer.get(CHANNELS, type=["group", "direct"]))["items"]) == 1
    assert len((await organizer.get(CHANNELS, isPrivate="false"))["items"]) == 3
    assert [one["name"] for one in (await organizer.get(CHANNELS, q="ery"))["items"]] == ["Beryl"]
    assert len((await organizer.get(CHANNELS, projectId="null", teamId="null"))["items"]) == 4
    first = await organizer.get(CHANNELS, sort="name", limit=3)
    rest = await organizer.get(CHANNELS, sort="name", limit=3, cursor=first["nextCursor"])
    assert [one["name"] for one in rest["items"]] == [None]


async def test_other_companies_see_nothing_of_it(world):
    company, stranger = await world.company(), (await world.company()).organizer
    organizer = company.organizer
    channel = await open_channel(organizer)
    member = (await organizer.get(MEMBERS))["items"][0]
    for collection, record in ((CHANNELS, channel), (MEMBERS, member)):
        assert (await stranger.get(collection))["items"] == []
        await stranger.get(f"{collection}/{record['id']}", 404)
        await stranger.patch(f"{collection}/{record['id']}", {}, 404)
        await stranger.delete(f"{collection}/{record['id']}", 404)
    await stranger.post(MEMBERS, {"channelId": channel["id"], "userId": stranger.id}, 404)
    problem = await organizer.post(MEMBERS, {"channelId": channel["id"], "userId": stranger.id}, 422)
    assert problem["errors"][0]["field"] == "userId"
    problem = await organizer.post(CHANNELS, {"type": "group", "memberIds": [stranger.id]}, 422)
    assert problem["errors"][0]["field"] == "memberIds"


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    for body, status, field in (
        ({"name": "A"}, 400, "type"),
        ({"name": "A", "type": "secret"}, 400, "type"),
        ({"type": "organization"}, 422, "name"),
        ({"type": "team", "name": "A"}, 422, "teamId"),
        ({"type": "project", "name": "A"}, 422, "projectId"),
        ({"type": "client", "name": "A"}, 422, "projectId"),
        ({"type": "project", "name": "A", "projectId": str(uuid4())}, 422, "projectId"),
        ({"type": "group", "memberIds": ["me"]}, 400, "memberIds[0]"),
        ({"type": "group", "topic": "A"}, 400, "topic"),
    ):
        problem = await organizer.post(CHANNELS, body, status)
        assert problem["errors"][0]["field"] == field, body
