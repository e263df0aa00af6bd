"""What clients say of the work, and what is proposed to them."""

from uuid import uuid4

CLIENTS, CONTACTS = "/api/client/clients", "/api/client/client-contacts"
FEEDBACK, PROPOSALS = "/api/client/client-feedback", "/api/client/proposals"


async def portal(company):
    """Two clients with an open portal, and a person who speaks for each."""
    organizer, found = company.organizer, []
    for name in ("Umbra", "Lumen"):
        client = await organizer.post(CLIENTS, {"name": name, "portalAccess": True})
        person = await company.person("Client", name)
        await organizer.post(CONTACTS, {"clientId": client["id"], "userId": person.id})
        found.append((client["id"], person))
    return found


async def test_clients_give_feedback_and_staff_respond(world):
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    (umbra, person), (lumen, other) = await portal(company)
    said = await person.post(FEEDBACK, {"clientId": umbra, "rating": 4, "comment": "Quick."})
    assert said["authorId"] == person.id
    assert set(said["abilities"]) == {"update", "reword"}
    await person.post(FEEDBACK, {"clientId": lumen, "rating": 1}, 404)
    await contributor.post(FEEDBACK, {"clientId": umbra, "rating": 1}, 403)

    path = f"{FEEDBACK}/{said['id']}"
    assert (await person.patch(path, {"rating": None}, if_match=1))["comment"] == "Quick."
    await person.patch(path, {"response": "Thank us."}, 403)
    answered = await manager.patch(path, {"response": "Thank you."})
    assert (answered["response"], set(answered["abilities"])) == ("Thank you.", {"update", "respond", "delete"})
    await manager.patch(path, {"rating": 5}, 403)
    await manager.patch(path, {"comment": None}, 403)
    await contributor.patch(path, {"response": "Hm."}, 403)
    await other.get(path, 404)
    await other.patch(path, {"comment": "Bad."}, 404)
    assert (await person.get(path))["response"] == "Thank you."
    assert (await other.get(FEEDBACK))["items"] == []
    assert [one["id"] for one in (await contributor.get(FEEDBACK))["items"]] == [said["id"]]
    await person.delete(path, 403)
    await contributor.delete(path, 403)
    await manager.delete(path)
    await person.get(path, 404)


async def test_a_colleague_of_the_client_reads_feedback_but_does_not_reword_it(world):
    company = await world.company()
    (umbra, person), _ = await portal(company)
    colleague = await company.person("Client", "colleague")
    await company.organizer.post(CONTACTS, {"clientId": umbra, "userId": colleague.id})
    said = await person.post(FEEDBACK, {"clientId": umbra, "comment": "Quick."})
    assert (await colleague.get(f"{FEEDBACK}/{said['id']}"))["abilities"] == []
    await colleague.patch(f"{FEEDBACK}/{said['id']}", {"comment": "Slow."}, 403)


async def test_feedback_is_found_by_client_project_and_rating(world):
    organizer = (await world.company()).organizer
    client = await organizer.post(CLIENTS, {"name": "Umbra"})
    project = str(uuid4())
    for rating, where in ((2, project), (5, None), (None, None)):
        await organizer.post(FEEDBACK, {"clientId": client["id"], "projectId": where, "rating": rating})
    best = await organizer.get(FEEDBACK, clientId=client["id"], sort="-rating")
    assert [one["rating"] for one in best["items"]] == [5, 2, None]
    assert [one["rating"] for one in (await organizer.get(FEEDBACK, projectId=project))["items"]] == [2]
    assert len((await organizer.get(FEEDBACK, projectId="null"))["items"]) == 2
    assert len((await organizer.get(FEEDBACK, rating=["2", "5"]))["items"]) == 2


async def test_clients_see_their_proposals_but_no_drafts(world):
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    (umbra, person), (_, other) = await portal(company)
    proposal = await manager.post(PROPOSALS, {"clientId": umbra, "title": "A shop"})
    assert (proposal["status"], set(proposal["abilities"])) == ("draft", {"update", "delete"})
    path = f"{PROPOSALS}/{proposal['id']}"
    await person.get(path, 404)
    assert (await person.get(PROPOSALS))["items"] == []
    sent = await manager.patch(path, {"status": "sent", "content": "# A shop"}, if_match=1)
    assert (await person.get(path))["content"] == sent["content"] == "# A shop"
    assert (await person.get(path))["abilities"] == []
    await other.get(path, 404)
    await person.patch(path, {"status": "accepted"}, 403)
    await person.delete(path, 403)
    await person.post(PROPOSALS, {"clientId": umbra, "title": "Mine"}, 403)
    assert (await contributor.get(path))["abilities"] == []
    await contributor.post(PROPOSALS, {"clientId": umbra, "title": "Ours"}, 403)
    await contributor.patch(path, {"title": "Ours"}, 403)
    assert (await manager.patch(path, {"content": None}))["content"] is None

    await manager.post(PROPOSALS, {"clientId": umbra, "title": "B site"})
    drafts = await manager.get(PROPOSALS, clientId=umbra, status="draft")
    assert [one["title"] for one in drafts["items"]] == ["B site"]
    titles = [one["title"] for one in (await manager.get(PROPOSALS, sort="title"))["items"]]
    assert titles == ["A shop", "B site"]
    await manager.delete(path)
    await person.get(path, 404)


async def test_other_companies_see_nothing_of_it(world):
    company, stranger = await world.company(), (await world.company()).organizer
    organizer = company.organizer
    client = await organizer.post(CLIENTS, {"name": "Umbra"})
    for collection, body in ((FEEDBACK, {"rating": 3}), (PROPOSALS, {"title": "A shop"})):
        record = await organizer.post(collection, {"clientId": client["id"], **body})
        assert (await stranger.get(collection))["items"] == []
        await stranger.get(f"{collection}/{record['id']}", 404)
        await stranger.patch(f"{collection}/{record['id']}", {}, 404)
        await stranger.delete(f"{collection}/{record['id']}", 404)
        await stranger.post(collection, {"clientId": client["id"], **body}, 404)


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    client = (await organizer.post(CLIENTS, {"name": "Umbra"}))["id"]
    for path, body, field in (
        (FEEDBACK, {"rating": 3}, "clientId"),
        (FEEDBACK, {"clientId": client, "rating": 0}, "rating"),
        (FEEDBACK, {"clientId": client, "rating": 6}, "rating"),
        (FEEDBACK, {"clientId": client, "rating": 3.5}, "rating"),
        (FEEDBACK, {"clientId": client, "authorId": organizer.id}, "authorId"),
        (PROPOSALS, {"clientId": client}, "title"),
        (PROPOSALS, {"title": "A shop"}, "clientId"),
        (PROPOSALS, {"clientId": client, "title": "A shop", "status": "lost"}, "status"),
    ):
        problem = await organizer.post(path, body, 400)
        assert problem["errors"][0]["field"] == field
    await organizer.post(PROPOSALS, {"clientId": str(uuid4()), "title": "A shop"}, 404)
