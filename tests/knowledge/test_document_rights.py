"""Who is named on a document, and what it is tied to."""

from uuid import uuid4

import pytest

DOCUMENTS, PERMISSIONS, LINKS = (
    "/api/knowledge/documents",
    "/api/knowledge/document-permissions",
    "/api/knowledge/document-links",
)


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def document(who, **fields):
    return await who.post(DOCUMENTS, {"name": "Offer", "url": "https://files.example/offer.pdf", **fields})


async def name(who, one, permission, *, user=None, role=None, status=201):
    named = {"userId": user.id} if user else {"roleId": role}
    return await who.post(PERMISSIONS, {"documentId": one["id"], "permission": permission, **named}, status)


async def role_id(company, role):
    return next(one["id"] for one in (await company.organizer.get("/api/auth/roles", name=role))["items"])


async def test_a_document_with_permissions_is_for_those_named(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    colleague = await company.person("Contributor", "colleague")
    made = await document(contributor)
    path = f"{DOCUMENTS}/{made['id']}"
    await colleague.get(path)

    await name(contributor, made, "read", user=manager)
    await colleague.get(path, 404)
    assert (await colleague.get(DOCUMENTS))["items"] == []
    await colleague.patch(path, {"name": "x"}, 404)
    seen = await manager.get(path)
    assert (seen["restricted"], seen["myPermission"], seen["abilities"]) == (True, "read", [])
    await manager.patch(path, {"name": "x"}, 403)
    await manager.delete(path, 403)
    for who in (contributor, organizer):
        assert "manage" in (await who.get(path))["abilities"]


@pytest.mark.parametrize(
    ("permission", "manager_may", "contributor_may"),
    [
        ("read", [], []),
        ("comment", [], []),
        ("write", ["update"], ["update"]),
        ("manage", ["update", "delete", "manage"], ["update", "manage"]),
    ],
)
async def test_a_permission_gives_no_more_than_the_role_may(world, permission, manager_may, contributor_may):
    company = await world.company()
    made = await document(company.organizer)
    for who, may in ((await company.manager, manager_may), (await company.contributor, contributor_may)):
        await name(company.organizer, made, permission, user=who)
        seen = await who.get(f"{DOCUMENTS}/{made['id']}")
        assert (seen["myPermission"], seen["abilities"]) == (permission, may)


async def test_a_role_may_be_named_and_the_highest_right_counts(world):
    company = await world.company()
    contributor, manager = await company.contributor, await company.manager
    made = await document(company.organizer)
    path = f"{DOCUMENTS}/{made['id']}"
    await name(company.organizer, made, "read", role=await role_id(company, "Contributor"))
    await manager.get(path, 404)
    assert (await contributor.get(path))["myPermission"] == "read"
    await name(company.organizer, made, "write", user=contributor)
    assert (await contributor.get(path))["myPermission"] == "write"
    assert (await contributor.patch(path, {"name": "x"}))["myPermission"] == "write"


async def test_in_a_project_a_role_means_those_in_the_project(world):
    company = await world.company()
    organizer, outsider = company.organizer, await company.contributor
    project = await organizer.post("/api/project/projects", {"name": "P"})
    made = await document(organizer, projectId=project["id"])
    path = f"{DOCUMENTS}/{made['id']}"
    await name(organizer, made, "read", role=await role_id(company, "Contributor"))
    await outsider.get(path, 404)
    insider = await company.person("Contributor", "insider")
    await organizer.post("/api/project/project-members", {"projectId": project["id"], "userId": insider.id})
    await insider.get(path)
    await name(organizer, made, "read", user=outsider)
    await outsider.get(path)


async def test_a_client_sees_a_document_when_named_and_nothing_about_the_others(world):
    company = await world.company()
    organizer, client = company.organizer, await company.client
    made = await document(organizer)
    path = f"{DOCUMENTS}/{made['id']}"
    others = await name(organizer, made, "read", user=await company.manager)
    await client.get(path, 404)
    own = await name(organizer, made, "manage", user=client)
    seen = await client.get(path)
    assert (seen["myPermission"], seen["abilities"]) == ("manage", [])
    await client.patch(path, {"name": "x"}, 403)
    await client.delete(path, 403)
    assert [one["id"] for one in (await client.get(PERMISSIONS))["items"]] == [own["id"]]
    await client.get(f"{PERMISSIONS}/{others['id']}", 404)
    await client.patch(f"{PERMISSIONS}/{own['id']}", {"permission": "read"}, 403)
    await client.post(PERMISSIONS, {"documentId": made["id"], "userId": client.id, "permission": "read"}, 403)
    link = await organizer.post(
        LINKS, {"documentId": made["id"], "entityType": "project.Task", "entityId": str(uuid4())}
    )
    assert (await client.get(LINKS))["items"] == []
    await client.get(f"{LINKS}/{link['id']}", 404)


async def test_permissions_are_given_changed_and_taken_by_who_manages(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    made = await document(organizer)
    await name(contributor, made, "read", user=contributor, status=403)
    given = await name(manager, made, "write", user=contributor)
    await name(organizer, made, "read", user=contributor, status=409)
    path = f"{PERMISSIONS}/{given['id']}"
    assert (await contributor.get(path))["permission"] == "write"
    await contributor.patch(path, {"permission": "manage"}, 403)
    await contributor.delete(path, 403)
    await manager.get(path, 404)
    assert (await organizer.patch(path, {"permission": "read"}, if_match=1))["revision"] == 2
    await organizer.patch(path, {"permission": "write"}, 412, if_match=1)
    assert (await organizer.get(PERMISSIONS, documentId=made["id"], userId=contributor.id))["items"][0]["id"] == given[
        "id"
    ]
    assert (await organizer.get(PERMISSIONS, roleId="null", permission=["read", "write"]))["items"][0]["id"] == given[
        "id"
    ]
    await organizer.delete(path)
    await manager.get(f"{DOCUMENTS}/{made['id']}")

    stranger = (await world.company()).organizer
    kept = await name(organizer, made, "read", user=contributor)
    path = f"{PERMISSIONS}/{kept['id']}"
    await stranger.get(path, 404)
    await stranger.patch(path, {"permission": "manage"}, 404)
    await stranger.delete(path, 404)
    await name(stranger, made, "read", user=stranger, status=404)
    problem = await name(organizer, made, "read", user=stranger, status=422)
    assert problem["errors"][0]["field"] == "userId"


async def test_a_permission_names_exactly_one(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    made, role = await document(organizer), await role_id(company, "Manager")
    body = {"documentId": made["id"], "permission": "read"}
    assert (await organizer.post(PERMISSIONS, body, 422))["errors"][0]["field"] == "userId"
    await organizer.post(PERMISSIONS, {**body, "userId": contributor.id, "roleId": role}, 422)
    assert (await organizer.post(PERMISSIONS, {**body, "roleId": str(uuid4())}, 422))["errors"][0]["field"] == "roleId"
    assert (await organizer.post(PERMISSIONS, {**body, "userId": str(uuid4())}, 422))["errors"][0]["field"] == "userId"
    assert (await organizer.post(PERMISSIONS, {**body, "permission": "own"}, 400))["errors"][0]["field"] == "permission"
    assert (await organizer.post(PERMISSIONS, {"documentId": made["id"]}, 400))["errors"][0]["field"] == "permission"


async def test_links_follow_their_document(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    colleague = await company.person("Contributor", "colleague")
    made, task = await document(contributor), str(uuid4())
    link = await contributor.post(LINKS, {"documentId": made["id"], "entityType": "project.Task", "entityId": task})
    await contributor.post(LINKS, {"documentId": made["id"], "entityType": "project.Task", "entityId": task}, 409)
    path = f"{LINKS}/{link['id']}"
    changed = await colleague.patch(path, {"entityType": "client.Proposal"}, if_match=1)
    assert (changed["entityType"], changed["entityId"]) == ("client.Proposal", task)
    assert (await organizer.get(LINKS, entityType="client.Proposal", entityId=task))["items"][0]["id"] == link["id"]

    await name(contributor, made, "read", user=colleague)
    await colleague.get(path)
    await colleague.patch(path, {"entityType": "project.Task"}, 403)
    await colleague.delete(path, 403)
    manager = await company.manager
    await manager.get(path, 404)
    await manager.post(LINKS, {"documentId": made["id"], "entityType": "project.Task", "entityId": str(uuid4())}, 404)
    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.patch(path, {"entityType": "project.Task"}, 404)
    await stranger.delete(path, 404)
    await contributor.delete(path)
    await contributor.get(path, 404)


@pytest.mark.parametrize(
    "kind",
    ["Task", "project.task", "project.", "shop.Order", "project.Task.", "project.Task\n", "ai-engine.RagDocument", ""],
)
async def test_a_link_names_a_service_and_a_model(organizer, kind):
    made = await document(organizer)
    body = {"documentId": made["id"], "entityType": kind, "entityId": str(uuid4())}
    assert (await organizer.post(LINKS, body, 400))["errors"][0]["field"] == "entityType"
