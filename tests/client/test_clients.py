"""Clients, who speaks for them, and which projects are done for them."""

from uuid import uuid4

CLIENTS, CONTACTS, LINKS = "/api/client/clients", "/api/client/client-contacts", "/api/client/project-clients"


async def test_a_client_from_its_making_to_its_restoring(world):
    company = await world.company()
    organizer = company.organizer
    client = await organizer.post(CLIENTS, {"name": "Umbra", "contactInfo": {"city": "Graz", "phones": ["+43 1"]}})
    assert client["organizationId"] == company.id
    assert client["portalAccess"] is False
    path = f"{CLIENTS}/{client['id']}"
    changed = await organizer.patch(path, {"portalAccess": True}, if_match=1)
    assert changed["contactInfo"] == {"city": "Graz", "phones": ["+43 1"]}
    await organizer.patch(path, {"name": "Penumbra"}, 412, if_match=1)
    assert (await organizer.patch(path, {"contactInfo": None}))["contactInfo"] is None

    link = await organizer.post(LINKS, {"clientId": client["id"], "projectId": str(uuid4())})
    await organizer.delete(path)
    await organizer.get(path, 404)
    await organizer.get(f"{LINKS}/{link['id']}", 404)
    assert [one["id"] for one in (await organizer.get(CLIENTS, deleted="true"))["items"]] == [client["id"]]
    assert (await organizer.post(f"{path}/restore", None, 200))["deletedAt"] is None
    await organizer.get(f"{LINKS}/{link['id']}")


async def test_lists_filter_sort_search_and_page(world):
    organizer = (await world.company()).organizer
    for name, portal in (("Cobalt", False), ("Amber", True), ("Beryl", True)):
        await organizer.post(CLIENTS, {"name": name, "portalAccess": portal})
    names = [one["name"] for one in (await organizer.get(CLIENTS, sort="-name"))["items"]]
    assert names == ["Cobalt", "Beryl", "Amber"]
    with_portal = await organizer.get(CLIENTS, portalAccess="true", sort="name")
    assert [one["name"] for one in with_portal["items"]] == ["Amber", "Beryl"]
    assert [one["name"] for one in (await organizer.get(CLIENTS, q="BAL"))["items"]] == ["Cobalt"]
    first = await organizer.get(CLIENTS, sort="name", limit=2)
    rest = await organizer.get(CLIENTS, sort="name", limit=2, cursor=first["nextCursor"])
    assert [one["name"] for one in first["items"] + rest["items"]] == ["Amber", "Beryl", "Cobalt"]
    await organizer.get(CLIENTS, 400, cursor=first["nextCursor"])
    await organizer.get(CLIENTS, 400, portalAccess="yes")


async def test_each_role_has_its_rights_in_clients(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    client = await manager.post(CLIENTS, {"name": "Umbra"})
    path = f"{CLIENTS}/{client['id']}"
    assert set((await organizer.get(path))["abilities"]) == {"update", "delete", "give_feedback"}
    assert set(client["abilities"]) == {"update", "give_feedback"}
    await manager.patch(path, {"name": "Umbra & Sons"})
    await manager.delete(path, 403)
    contact = {"clientId": client["id"], "userId": organizer.id}
    assert (await contributor.get(path))["abilities"] == []
    await contributor.patch(path, {"name": "Ours"}, 403)
    await contributor.post(CLIENTS, {"name": "Ours"}, 403)
    await contributor.post(CONTACTS, contact, 403)
    await contributor.post(LINKS, {"clientId": client["id"], "projectId": str(uuid4())}, 403)
    made = await manager.post(CONTACTS, {**contact, "title": "Buyer"})
    assert (await contributor.get(f"{CONTACTS}/{made['id']}"))["abilities"] == []
    await contributor.delete(f"{CONTACTS}/{made['id']}", 403)
    await manager.delete(f"{CONTACTS}/{made['id']}")
    await organizer.delete(path)


async def test_clients_see_their_own_client_while_the_portal_is_open(world):
    company = await world.company()
    organizer, person = company.organizer, await company.client
    own = await organizer.post(CLIENTS, {"name": "Umbra", "contactInfo": {"city": "Graz"}, "portalAccess": True})
    other = await organizer.post(CLIENTS, {"name": "Lumen", "portalAccess": True})
    path = f"{CLIENTS}/{own['id']}"
    await person.get(path, 404)
    contact = await organizer.post(CONTACTS, {"clientId": own["id"], "userId": person.id})
    await organizer.post(CONTACTS, {"clientId": own["id"], "userId": person.id}, 409)

    seen = await person.get(path)
    assert (seen["contactInfo"], seen["abilities"]) == ({"city": "Graz"}, ["give_feedback"])
    assert [one["id"] for one in (await person.get(CLIENTS))["items"]] == [own["id"]]
    await person.get(f"{CLIENTS}/{other['id']}", 404)
    await person.patch(path, {"portalAccess": False}, 403)
    await person.delete(path, 403)
    await person.post(CLIENTS, {"name": "Mine"}, 403)
    await person.post(CONTACTS, {"clientId": own["id"], "userId": person.id}, 403)
    assert (await person.get(CONTACTS))["items"] == (await person.get(LINKS))["items"] == []
    await person.get(f"{CONTACTS}/{contact['id']}", 404)

    await organizer.patch(path, {"portalAccess": False})
    await person.get(path, 404)
    await organizer.patch(path, {"portalAccess": True})
    await person.get(path)
    await organizer.delete(path)
    await person.get(path, 404)
    assert (await person.get(CLIENTS, deleted="true"))["items"] == []
    await organizer.post(f"{path}/restore", None, 200)
    await person.get(path)
    await organizer.delete(f"{CONTACTS}/{contact['id']}")
    await person.get(path, 404)


async def test_contacts_and_projects_of_a_client(world):
    company = await world.company()
    organizer, person = company.organizer, await company.client
    umbra, lumen = [await organizer.post(CLIENTS, {"name": name}) for name in ("Umbra", "Lumen")]
    contact = await organizer.post(CONTACTS, {"clientId": umbra["id"], "userId": person.id, "title": "Buyer"})
    path = f"{CONTACTS}/{contact['id']}"
    assert (await organizer.patch(path, {}))["title"] == "Buyer"
    assert (await organizer.patch(path, {"title": None}))["title"] is None
    assert [one["id"] for one in (await organizer.get(CONTACTS, userId=person.id))["items"]] == [contact["id"]]
    assert (await organizer.get(CONTACTS, clientId=lumen["id"]))["items"] == []
    stranger = (await world.company()).organizer
    problem = await organizer.post(CONTACTS, {"clientId": umbra["id"], "userId": stranger.id}, 422)
    assert problem["errors"][0]["field"] == "userId"

    project = str(uuid4())
    link = await organizer.post(LINKS, {"clientId": umbra["id"], "projectId": project})
    await organizer.post(LINKS, {"clientId": umbra["id"], "projectId": project}, 409)
    moved = await organizer.patch(f"{LINKS}/{link['id']}", {"clientId": lumen["id"]}, if_match=1)
    assert (moved["clientId"], moved["projectId"]) == (lumen["id"], project)
    await organizer.patch(f"{LINKS}/{link['id']}", {"clientId": str(uuid4())}, 404)
    assert [one["id"] for one in (await organizer.get(LINKS, projectId=project))["items"]] == [link["id"]]
    await organizer.delete(f"{LINKS}/{link['id']}")
    await organizer.get(f"{LINKS}/{link['id']}", 404)


async def test_other_companies_see_nothing_of_it(world):
    company, stranger = await world.company(), (await world.company()).organizer
    organizer = company.organizer
    client = await organizer.post(CLIENTS, {"name": "Umbra"})
    contact = await organizer.post(CONTACTS, {"clientId": client["id"], "userId": organizer.id})
    link = await organizer.post(LINKS, {"clientId": client["id"], "projectId": str(uuid4())})
    for collection, record in ((CLIENTS, client), (CONTACTS, contact), (LINKS, link)):
        assert (await stranger.get(collection))["items"] == []
        await organizer.get(f"{collection}/{record['id']}")
        await stranger.get(f"{collection}/{record['id']}", 404)
        await stranger.patch(f"{collection}/{record['id']}", {}, 404)
        await stranger.delete(f"{collection}/{record['id']}", 404)
    await stranger.post(LINKS, {"clientId": client["id"], "projectId": str(uuid4())}, 404)
    await stranger.post(CONTACTS, {"clientId": client["id"], "userId": stranger.id}, 404)


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    for path, body, field in (
        (CLIENTS, {}, "name"),
        (CLIENTS, {"name": ""}, "name"),
        (CLIENTS, {"name": "Umbra", "contactInfo": "Graz"}, "contactInfo"),
        (CLIENTS, {"name": "Umbra", "portalAccess": 1}, "portalAccess"),
        (CLIENTS, {"name": "Umbra", "vip": True}, "vip"),
        (CONTACTS, {"clientId": str(uuid4())}, "userId"),
        (LINKS, {"clientId": str(uuid4())}, "projectId"),
    ):
        problem = await organizer.post(path, body, 400)
        assert problem["errors"][0]["field"] == field
