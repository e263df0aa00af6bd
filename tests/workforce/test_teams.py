"""Teams and who is in them."""

from uuid import uuid4

TEAMS, MEMBERS = "/api/workforce/teams", "/api/workforce/team-members"


async def test_a_team_from_its_making_to_its_restoring(world):
    company = await world.company()
    organizer = company.organizer
    team = await organizer.post(TEAMS, {"name": "Design", "description": "Makes things plain."})
    assert team["organizationId"] == company.id
    assert team["managerId"] == organizer.id
    assert team["revision"] == 1
    assert set(team["abilities"]) == {"update", "delete", "assign"}

    changed = await organizer.patch(f"{TEAMS}/{team['id']}", {"description": None}, if_match=1)
    assert (changed["name"], changed["description"], changed["revision"]) == ("Design", None, 2)
    await organizer.patch(f"{TEAMS}/{team['id']}", {"name": "Other"}, 412, if_match=1)

    await organizer.delete(f"{TEAMS}/{team['id']}", 412, if_match=1)
    await organizer.delete(f"{TEAMS}/{team['id']}")
    await organizer.get(f"{TEAMS}/{team['id']}", 404)
    assert (await organizer.get(TEAMS))["items"] == []
    back = await organizer.post(f"{TEAMS}/{team['id']}/restore", None, 200)
    assert back["deletedAt"] is None
    assert (await organizer.get(f"{TEAMS}/{team['id']}"))["revision"] == back["revision"]


async def test_lists_filter_sort_search_and_page(world):
    company = await world.company()
    organizer, manager = company.organizer, await company.manager
    for name in ("Cobalt", "Amber", "Beryl"):
        await organizer.post(TEAMS, {"name": name})
    await organizer.post(TEAMS, {"name": "Dune", "managerId": manager.id})
    names = [team["name"] for team in (await organizer.get(TEAMS, sort="name"))["items"]]
    assert names == ["Amber", "Beryl", "Cobalt", "Dune"]
    newest = [team["name"] for team in (await organizer.get(TEAMS))["items"]]
    assert newest == ["Dune", "Beryl", "Amber", "Cobalt"]
    mine = await manager.get(TEAMS, managerId=manager.id)
    assert [team["name"] for team in mine["items"]] == ["Dune"]
    assert [team["name"] for team in (await organizer.get(TEAMS, q="mbe"))["items"]] == ["Amber"]
    first = await organizer.get(TEAMS, sort="name", limit=3)
    second = await organizer.get(TEAMS, sort="name", limit=3, cursor=first["nextCursor"])
    assert [team["name"] for team in second["items"]] == ["Dune"]
    assert second["nextCursor"] is None
    await organizer.get(TEAMS, 400, colour="blue")


async def test_each_role_has_its_rights_in_teams(world):
    company = await world.company()
    organizer = company.organizer
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    theirs = await manager.post(TEAMS, {"name": "Theirs"})
    others = await organizer.post(TEAMS, {"name": "Of others"})
    assert theirs["managerId"] == manager.id

    for who in (organizer, manager):
        await who.patch(f"{TEAMS}/{theirs['id']}", {"name": "Theirs still"})
    await manager.patch(f"{TEAMS}/{others['id']}", {"name": "Mine now"}, 403)
    await manager.delete(f"{TEAMS}/{others['id']}", 403)
    await manager.post(MEMBERS, {"teamId": others["id"], "userId": manager.id}, 403)

    assert len((await contributor.get(TEAMS))["items"]) == 2
    assert (await contributor.get(f"{TEAMS}/{theirs['id']}"))["abilities"] == []
    await contributor.post(TEAMS, {"name": "Ours"}, 403)
    await contributor.patch(f"{TEAMS}/{theirs['id']}", {"name": "Ours"}, 403)
    await contributor.delete(f"{TEAMS}/{theirs['id']}", 403)

    for path in (TEAMS, f"{TEAMS}/{theirs['id']}", MEMBERS):
        await client.get(path, 403)
    await client.post(TEAMS, {"name": "Ours"}, 403)

    await manager.patch(f"{TEAMS}/{theirs['id']}", {"managerId": organizer.id})
    await manager.patch(f"{TEAMS}/{theirs['id']}", {"name": "Back"}, 403)


async def test_members_come_and_go(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    team = await manager.post(TEAMS, {"name": "Crew"})
    other = await organizer.post(TEAMS, {"name": "Other crew"})
    member = await manager.post(MEMBERS, {"teamId": team["id"], "userId": contributor.id})
    assert member["role"] == "member"
    assert set(member["abilities"]) == {"update", "delete"}
    await manager.post(MEMBERS, {"teamId": team["id"], "userId": contributor.id}, 409)
    elsewhere = await organizer.post(MEMBERS, {"teamId": other["id"], "userId": contributor.id, "role": "lead"})

    path = f"{MEMBERS}/{member['id']}"
    assert (await manager.patch(path, {"role": "lead"}, if_match=1))["role"] == "lead"
    assert (await manager.patch(path, {}))["role"] == "lead"
    assert (await manager.patch(path, {"role": None}))["role"] is None
    await manager.patch(path, {"role": "captain"}, 400)
    await contributor.patch(path, {"role": "lead"}, 403)
    await contributor.delete(path, 403)
    await manager.patch(f"{MEMBERS}/{elsewhere['id']}", {"role": "member"}, 403)
    assert (await manager.get(f"{MEMBERS}/{elsewhere['id']}"))["abilities"] == []

    both = await contributor.get(MEMBERS, userId=contributor.id)
    assert {one["teamId"] for one in both["items"]} == {team["id"], other["id"]}
    assert [one["id"] for one in (await contributor.get(MEMBERS, role="lead"))["items"]] == [elsewhere["id"]]
    assert [one["id"] for one in (await contributor.get(MEMBERS, teamId=team["id"]))["items"]] == [member["id"]]

    await organizer.delete(f"{TEAMS}/{other['id']}")
    await organizer.get(f"{MEMBERS}/{elsewhere['id']}", 404)
    await manager.delete(path)
    await manager.get(path, 404)


async def test_other_companies_see_nothing_of_it(world):
    company, stranger = await world.company(), (await world.company()).organizer
    organizer = company.organizer
    team = await organizer.post(TEAMS, {"name": "Crew"})
    member = await organizer.post(MEMBERS, {"teamId": team["id"], "userId": organizer.id})
    assert (await stranger.get(TEAMS))["items"] == (await stranger.get(MEMBERS))["items"] == []
    for path in (f"{TEAMS}/{team['id']}", f"{MEMBERS}/{member['id']}"):
        await organizer.get(path)
        await stranger.get(path, 404)
        await stranger.patch(path, {}, 404)
        await stranger.delete(path, 404)
    await stranger.post(f"{TEAMS}/{team['id']}/restore", None, 404)
    await stranger.post(MEMBERS, {"teamId": team["id"], "userId": stranger.id}, 404)
    problem = await organizer.post(MEMBERS, {"teamId": team["id"], "userId": stranger.id}, 422)
    assert problem["errors"][0]["field"] == "userId"


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    for body, status, field in (
        ({}, 400, "name"),
        ({"name": "  "}, 400, "name"),
        ({"name": "x" * 201}, 400, "name"),
        ({"name": "Crew", "size": 3}, 400, "size"),
        ({"name": "Crew", "managerId": "me"}, 400, "managerId"),
        ({"name": "Crew", "managerId": str(uuid4())}, 422, "managerId"),
    ):
        problem = await organizer.post(TEAMS, body, status)
        assert problem["errors"][0]["field"] == field
    problem = await organizer.post(MEMBERS, {"teamId": str(uuid4())}, 400)
    assert problem["errors"][0]["field"] == "userId"
    await organizer.post(MEMBERS, {"teamId": str(uuid4()), "userId": organizer.id}, 404)
