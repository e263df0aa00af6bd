"""The wiki: a tree of pages with every version."""

import asyncio
from uuid import uuid4

import pytest

PAGES, VERSIONS = "/api/knowledge/wiki-pages", "/api/knowledge/wiki-page-versions"


@pytest.fixture(scope="module")
async def organizer(world):
    """Somebody to refuse things to: what is refused leaves nothing behind."""
    return (await world.company()).organizer


async def page(who, title="Handbook", **fields):
    return await who.post(PAGES, {"title": title, **fields})


async def titles(who, **params):
    return [one["title"] for one in (await who.get(PAGES, sort="title", **params))["items"]]


async def test_every_change_of_title_or_content_leaves_a_version(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    made = await page(contributor, content="One.")
    assert (made["version"], made["revision"], made["abilities"]) == (1, 1, ["update"])
    path = f"{PAGES}/{made['id']}"

    changed = await organizer.patch(path, {"content": "Two."}, if_match=1)
    assert (changed["title"], changed["content"], changed["version"]) == ("Handbook", "Two.", 2)
    assert (await organizer.patch(path, {"title": "Rules"}))["version"] == 3
    assert (await organizer.patch(path, {"content": None}))["content"] is None
    assert (await organizer.patch(path, {"parentId": None}))["version"] == 4
    assert (await organizer.patch(path, {"title": "Rules"}))["version"] == 4

    found = await organizer.get(VERSIONS, wikiPageId=made["id"], sort="version")
    told = [(one["version"], one["title"], one["content"], one["createdBy"]) for one in found["items"]]
    assert told == [
        (1, "Handbook", "One.", contributor.id),
        (2, "Handbook", "Two.", organizer.id),
        (3, "Rules", "Two.", organizer.id),
        (4, "Rules", "", organizer.id),
    ]
    assert (await organizer.get(f"{VERSIONS}/{found['items'][0]['id']}"))["abilities"] == []
    assert len((await organizer.get(VERSIONS, wikiPageId=made["id"], version=[1, 3]))["items"]) == 2


async def test_versions_are_only_read(world):
    organizer = (await world.company()).organizer
    made = await page(organizer)
    version = (await organizer.get(VERSIONS, wikiPageId=made["id"]))["items"][0]
    for method, path in (
        ("POST", VERSIONS),
        ("PATCH", f"{VERSIONS}/{version['id']}"),
        ("DELETE", f"{VERSIONS}/{version['id']}"),
    ):
        assert (await organizer.send(method, path, json={})).status_code == 405


async def test_two_changes_at_once_number_their_versions_one_after_the_other(world):
    organizer = (await world.company()).organizer
    made = await page(organizer, content="0")
    path = f"{PAGES}/{made['id']}"
    await asyncio.gather(*(organizer.patch(path, {"content": str(n)}) for n in range(1, 6)))
    found = await organizer.get(VERSIONS, wikiPageId=made["id"])
    assert sorted(one["version"] for one in found["items"]) == [1, 2, 3, 4, 5, 6]


async def test_pages_are_found(world):
    organizer = (await world.company()).organizer
    top = await page(organizer, "Alpha", content="About apples")
    await page(organizer, "Beta", parentId=top["id"])
    await page(organizer, "Gamma", parentId=top["id"], content="100% pears")
    assert await titles(organizer, parentId="null") == ["Alpha"]
    assert await titles(organizer, parentId=top["id"]) == ["Beta", "Gamma"]
    assert await titles(organizer, q="APPLE") == ["Alpha"]
    assert await titles(organizer, q="0%") == ["Gamma"]
    assert await titles(organizer, id=top["id"]) == ["Alpha"]
    first = await organizer.get(PAGES, sort="-title", limit=2)
    assert [one["title"] for one in first["items"]] == ["Gamma", "Beta"]
    rest = await organizer.get(PAGES, sort="-title", limit=2, cursor=first["nextCursor"])
    assert ([one["title"] for one in rest["items"]], rest["nextCursor"]) == (["Alpha"], None)
    assert (await organizer.get(PAGES, 400, author="me"))["errors"][0]["field"] == "author"


async def test_a_page_goes_and_comes_back_with_those_below_it(world):
    organizer = (await world.company()).organizer
    top = await page(organizer, "top")
    middle = await page(organizer, "middle", parentId=top["id"])
    leaf = await page(organizer, "leaf", parentId=middle["id"])
    gone_before = await page(organizer, "gone before", parentId=middle["id"])
    await organizer.delete(f"{PAGES}/{gone_before['id']}")

    await organizer.delete(f"{PAGES}/{middle['id']}", 412, if_match=7)
    await organizer.delete(f"{PAGES}/{middle['id']}", if_match=1)
    assert await titles(organizer) == ["top"]
    assert await titles(organizer, deleted="true") == ["gone before", "leaf", "middle"]
    await organizer.get(f"{PAGES}/{leaf['id']}", 404)
    assert (await organizer.get(VERSIONS, wikiPageId=leaf["id"]))["items"] == []

    problem = await organizer.post(f"{PAGES}/{leaf['id']}/restore", None, 409)
    assert problem["rule"] == "parent_deleted"
    back = await organizer.post(f"{PAGES}/{middle['id']}/restore", None, 200)
    assert (back["deletedAt"], back["revision"]) == (None, 3)
    assert await titles(organizer) == ["leaf", "middle", "top"]
    await organizer.post(f"{PAGES}/{middle['id']}/restore", None, 404)
    await organizer.post(f"{PAGES}/{gone_before['id']}/restore", None, 200)


async def test_a_page_never_lies_below_itself(world):
    organizer = (await world.company()).organizer
    top = await page(organizer, "top")
    middle = await page(organizer, "middle", parentId=top["id"])
    leaf = await page(organizer, "leaf", parentId=middle["id"])
    for below in (top, middle, leaf):
        problem = await organizer.patch(f"{PAGES}/{top['id']}", {"parentId": below["id"]}, 422)
        assert problem["errors"] == [{"field": "parentId", "message": "A wiki page cannot lie below itself."}]
    assert (await organizer.patch(f"{PAGES}/{leaf['id']}", {"parentId": top["id"]}))["parentId"] == top["id"]
    assert (await organizer.patch(f"{PAGES}/{middle['id']}", {"parentId": leaf["id"]}))["parentId"] == leaf["id"]
    assert (await organizer.patch(f"{PAGES}/{leaf['id']}", {"parentId": None}))["parentId"] is None


async def test_two_moves_at_once_make_no_circle(world):
    organizer = (await world.company()).organizer
    for _ in range(5):
        one, other = await page(organizer), await page(organizer)
        answers = await asyncio.gather(
            organizer.send("PATCH", f"{PAGES}/{one['id']}", json={"parentId": other["id"]}),
            organizer.send("PATCH", f"{PAGES}/{other['id']}", json={"parentId": one["id"]}),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 422]


async def test_the_wiki_is_for_staff_by_permission(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    made = await page(contributor)
    path = f"{PAGES}/{made['id']}"
    for who, abilities in (
        (organizer, ["update", "delete"]),
        (manager, ["update", "delete"]),
        (contributor, ["update"]),
    ):
        assert (await who.get(path))["abilities"] == abilities
        assert await titles(who) == ["Handbook"]
        await who.patch(path, {"content": who.id})
    await contributor.delete(path, 403)
    await contributor.post(f"{path}/restore", None, 404)

    client = await company.client
    assert (await client.get(PAGES))["items"] == (await client.get(VERSIONS))["items"] == []
    await client.get(path, 404)
    await client.patch(path, {"title": "x"}, 404)
    await client.delete(path, 404)
    await client.post(PAGES, {"title": "x"}, 403)
    await manager.delete(path)
    await contributor.post(f"{path}/restore", None, 403)


async def test_another_organization_sees_nothing(world):
    ours, stranger = (await world.company()).organizer, (await world.company()).organizer
    made = await page(ours)
    version = (await ours.get(VERSIONS))["items"][0]
    path = f"{PAGES}/{made['id']}"
    await stranger.get(path, 404)
    await stranger.patch(path, {"title": "x"}, 404)
    await stranger.delete(path, 404)
    await stranger.get(f"{VERSIONS}/{version['id']}", 404)
    assert (await stranger.get(PAGES))["items"] == (await stranger.get(VERSIONS))["items"] == []
    problem = await stranger.post(PAGES, {"title": "x", "parentId": made["id"]}, 422)
    assert problem["errors"][0]["field"] == "parentId"


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({}, 400, "title"),
        ({"title": " "}, 400, "title"),
        ({"title": "x", "content": 5}, 400, "content"),
        ({"title": "x", "content": "a\u0000b"}, 400, "content"),
        ({"title": "x", "version": 7}, 400, "version"),
        ({"title": "x", "parentId": "top"}, 400, "parentId"),
        ({"title": "x", "parentId": str(uuid4())}, 422, "parentId"),
    ],
)
async def test_what_is_wrong_is_named(organizer, body, status, field):
    assert (await organizer.post(PAGES, body, status))["errors"][0]["field"] == field
