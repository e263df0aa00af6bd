"""Folders and documents."""

from uuid import uuid4

import pytest

FOLDERS, DOCUMENTS = "/api/knowledge/document-folders", "/api/knowledge/documents"
PROJECTS = "/api/project/projects"


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def folder(who, name="Contracts", **fields):
    return await who.post(FOLDERS, {"name": name, **fields})


async def document(who, name="Offer", **fields):
    return await who.post(DOCUMENTS, {"name": name, "url": "https://files.example/offer.pdf", **fields})


async def test_a_document_from_its_making_to_its_restoring(world):
    organizer = (await world.company()).organizer
    made = await document(organizer, metadata={"pages": 3})
    assert (made["version"], made["createdBy"], made["restricted"], made["myPermission"]) == (
        1,
        organizer.id,
        False,
        None,
    )
    assert set(made["abilities"]) == {"update", "delete", "manage"}
    path = f"{DOCUMENTS}/{made['id']}"
    assert (await organizer.patch(path, {"name": "Offer 2", "metadata": None}, if_match=1))["version"] == 1
    moved = await organizer.patch(path, {"url": "/files/abc/offer-2.pdf?signature=1"})
    assert (moved["version"], moved["metadata"], moved["revision"]) == (2, None, 3)
    assert (await organizer.patch(path, {"url": moved["url"]}))["version"] == 2
    await organizer.patch(path, {"name": "x"}, 412, if_match=1)
    assert (await organizer.patch(path, {"version": 9}, 400))["errors"][0]["field"] == "version"

    await organizer.delete(path)
    await organizer.get(path, 404)
    assert (await organizer.get(DOCUMENTS))["items"] == []
    assert (await organizer.get(DOCUMENTS, deleted="true"))["items"][0]["id"] == made["id"]
    assert (await organizer.post(f"{path}/restore", None, 200))["deletedAt"] is None


async def test_documents_lie_in_folders_and_projects_and_are_found(world):
    organizer = (await world.company()).organizer
    place = await folder(organizer)
    project = await organizer.post(PROJECTS, {"name": "Relaunch"})
    await document(organizer, "a", folderId=place["id"])
    await document(organizer, "b", projectId=project["id"])
    await document(organizer, "c", folderId=place["id"], projectId=project["id"])

    async def names(**params):
        return [one["name"] for one in (await organizer.get(DOCUMENTS, sort="name", **params))["items"]]

    assert await names(folderId=place["id"]) == ["a", "c"]
    assert await names(folderId="null") == ["b"]
    assert await names(projectId=project["id"], folderId=place["id"]) == ["c"]
    assert await names(createdBy=organizer.id, q="B") == ["b"]
    assert await names(createdBy=str(uuid4())) == []
    first = await organizer.get(DOCUMENTS, sort="name", limit=2)
    rest = await organizer.get(DOCUMENTS, sort="name", limit=2, cursor=first["nextCursor"])
    assert [one["name"] for one in first["items"] + rest["items"]] == ["a", "b", "c"]


async def test_only_an_empty_folder_is_removed(world):
    organizer = (await world.company()).organizer
    top = await folder(organizer)
    below = await folder(organizer, "2026", parentId=top["id"])
    one = await document(organizer, folderId=top["id"])
    problem = await organizer.delete(f"{FOLDERS}/{top['id']}", 409)
    assert (problem["rule"], problem["detail"]) == (
        "not_empty",
        "The folder still holds 1 folders and 1 documents. Move them first.",
    )
    await organizer.delete(f"{FOLDERS}/{below['id']}", 412, if_match=4)
    await organizer.delete(f"{FOLDERS}/{below['id']}", if_match=1)
    await organizer.delete(f"{DOCUMENTS}/{one['id']}")
    await organizer.delete(f"{FOLDERS}/{top['id']}")
    await organizer.get(f"{FOLDERS}/{top['id']}", 404)
    assert (await organizer.post(f"{DOCUMENTS}/{one['id']}/restore", None, 200))["folderId"] is None


async def test_a_folder_never_lies_in_itself(world):
    organizer = (await world.company()).organizer
    top = await folder(organizer, "top")
    below = await folder(organizer, "below", parentId=top["id"])
    for place in (top, below):
        problem = await organizer.patch(f"{FOLDERS}/{top['id']}", {"parentId": place["id"]}, 422)
        assert problem["errors"][0] == {"field": "parentId", "message": "A folder cannot lie below itself."}
    assert (await organizer.patch(f"{FOLDERS}/{below['id']}", {"parentId": None, "name": "beside"}))["name"] == "beside"
    found = await organizer.get(FOLDERS, parentId="null", sort="name")
    assert [one["name"] for one in found["items"]] == ["beside", "top"]


async def test_folders_by_role(world):
    company = await world.company()
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    made = await folder(contributor)
    path = f"{FOLDERS}/{made['id']}"
    assert (await contributor.patch(path, {"name": "x"}))["abilities"] == ["update"]
    await contributor.delete(path, 403)
    assert (await client.get(FOLDERS))["items"] == []
    await client.get(path, 404)
    await client.patch(path, {"name": "y"}, 404)
    await client.post(FOLDERS, {"name": "y"}, 403)
    stranger = (await world.company()).organizer
    await stranger.get(path, 404)
    await stranger.patch(path, {"name": "y"}, 404)
    await stranger.delete(path, 404)
    await stranger.post(FOLDERS, {"name": "y", "parentId": made["id"]}, 422)
    await manager.delete(path)


async def test_documents_by_role(world):
    company = await world.company()
    manager, contributor, client = await company.manager, await company.contributor, await company.client
    made = await document(company.organizer)
    path = f"{DOCUMENTS}/{made['id']}"
    assert set((await manager.get(path))["abilities"]) == {"update", "delete", "manage"}
    assert (await contributor.patch(path, {"name": "x"}))["abilities"] == ["update"]
    await contributor.delete(path, 403)
    assert (await client.get(DOCUMENTS))["items"] == []
    await client.get(path, 404)
    await client.patch(path, {"name": "y"}, 404)
    await client.delete(path, 404)
    await client.post(DOCUMENTS, {"name": "y", "url": "https://x.example"}, 403)
    own = await document(contributor)
    assert set(own["abilities"]) == {"update", "manage"}
    await manager.delete(path)


async def test_a_project_s_documents_are_for_those_in_the_project(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    project = await organizer.post(PROJECTS, {"name": "Secret"})
    made = await document(organizer, projectId=project["id"])
    path = f"{DOCUMENTS}/{made['id']}"
    for who in (manager, contributor):
        await who.get(path, 404)
        assert (await who.get(DOCUMENTS))["items"] == []
        problem = await who.post(DOCUMENTS, {"name": "x", "url": "https://x.example", "projectId": project["id"]}, 422)
        assert problem["errors"][0]["field"] == "projectId"

    newcomer = await company.person("Contributor", "newcomer")
    await organizer.post("/api/project/project-members", {"projectId": project["id"], "userId": newcomer.id})
    assert (await newcomer.get(path))["id"] == made["id"]
    await newcomer.patch(path, {"name": "x"})
    await newcomer.patch(path, {"projectId": None}, 403)
    assert (await organizer.patch(path, {"projectId": None}))["projectId"] is None
    await manager.get(path)


async def test_another_organization_sees_no_document(world):
    ours, stranger = (await world.company()).organizer, (await world.company()).organizer
    place, project = await folder(ours), await ours.post(PROJECTS, {"name": "P"})
    made = await document(ours)
    path = f"{DOCUMENTS}/{made['id']}"
    await stranger.get(path, 404)
    await stranger.patch(path, {"name": "y"}, 404)
    await stranger.delete(path, 404)
    await stranger.post(f"{path}/restore", None, 404)
    for field, id in (("folderId", place["id"]), ("projectId", project["id"])):
        problem = await stranger.post(DOCUMENTS, {"name": "y", "url": "https://x.example", field: id}, 422)
        assert problem["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https://a b",
        "https://a\n",
        "http:\\\\x",
        "//x.example/a",
        "/files/../etc/passwd",
        "/files/",
        "/etc/passwd",
        "ftp://x.example",
        "",
        "https://x.example/" + "a" * 2000,
    ],
)
async def test_only_addresses_that_a_browser_opens_safely(organizer, url):
    problem = await organizer.post(DOCUMENTS, {"name": "x", "url": url}, 400)
    assert problem["errors"][0]["field"] == "url"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"url": "https://x.example"}, 400, "name"),
        ({"name": "x"}, 400, "url"),
        ({"name": "x", "url": "https://x.example", "metadata": []}, 400, "metadata"),
        ({"name": "x", "url": "https://x.example", "createdBy": str(uuid4())}, 400, "createdBy"),
        ({"name": "x", "url": "https://x.example", "folderId": str(uuid4())}, 422, "folderId"),
        ({"name": "x", "url": "https://x.example", "projectId": str(uuid4())}, 422, "projectId"),
    ],
)
async def test_what_is_wrong_is_named(organizer, body, status, field):
    assert (await organizer.post(DOCUMENTS, body, status))["errors"][0]["field"] == field
