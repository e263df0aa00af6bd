"""Custom fields: what each kind takes, lists by their values, and what happens when a choice or a field goes."""

import pytest

from tests.factories.project import project, task
from tests.world import Company
from vistone.kernel.collection import Collection

TASKS = "/api/project/tasks"
FIELDS = "/api/project/custom-fields"


@pytest.fixture
async def company(world):
    return await world.company()


async def field(company: Company, project_id: str | None, kind: str, name: str = "Field", **more):
    if kind == "choice":
        more.setdefault("choices", ["red", "green"])
    body = {"projectId": project_id, "name": name, "kind": kind, **more}
    return (await company.organizer.post(FIELDS, body))["id"]


async def test_each_kind_takes_its_values_and_names_the_field_otherwise(company):
    mine = (await project(company))["id"]
    path = f"{TASKS}/{(await task(company, mine))['id']}"
    me = company.organizer.id
    kinds = {
        "text": (["a", "ä" * 2000], ["", "x" * 2001, 5, True, [], {}]),
        "number": ([0, -1.5, 1e15], ["5", True, 1e16, [5]]),
        "date": (["2026-11-22"], ["2026-11-31", "22.11.2026", "2026-11-22T00:00:00Z", "20261122", 5, "0001-01-01"]),
        "choice": (["red"], ["blue", "", 5]),
        "person": ([me, me.upper()], [company.id, "olivia", 5]),
    }
    for kind, (good, bad) in kinds.items():
        id = await field(company, mine, kind, name=kind)
        for value in good:
            changed = await company.organizer.patch(path, {"fields": {id: value}})
            assert changed["fields"][id] == (me if kind == "person" else value)
        for value in bad:
            problem = await company.organizer.patch(path, {"fields": {id: value}}, 422)
            assert problem["errors"][0]["field"] == f"fields.{id}", (kind, value)
        await company.organizer.patch(path, {"fields": {id: "\x00"}}, 400)


async def test_a_change_names_some_fields_and_leaves_the_others(company):
    mine = (await project(company))["id"]
    a, b = [await field(company, mine, "text", name=name) for name in "ab"]
    everywhere = await field(company, None, "number", name="Everywhere")
    made = await task(company, mine, fields={a: "1", everywhere: 2, b: None})
    path = f"{TASKS}/{made['id']}"
    assert made["fields"] == {a: "1", everywhere: 2}
    assert (await company.organizer.patch(path, {"fields": {b: "3", a.upper(): None}}))["fields"] == {
        b: "3",
        everywhere: 2,
    }
    assert (await company.organizer.patch(path, {"fields": {}}))["fields"] == {b: "3", everywhere: 2}
    elsewhere = await field(company, (await project(company))["id"], "text", name="Elsewhere")
    problem = await company.organizer.patch(path, {"title": "x", "fields": {a: "1", elsewhere: "x"}}, 422)
    assert problem["errors"][0]["field"] == f"fields.{elsewhere}"
    left = await company.organizer.get(path)
    assert (left["fields"], left["title"]) == ({b: "3", everywhere: 2}, made["title"])


async def test_lists_filter_by_values(company):
    mine = (await project(company))["id"]
    size, label, day = [await field(company, mine, kind, name=kind) for kind in ("number", "text", "date")]
    await task(company, mine, title="a", fields={size: 5, label: "5", day: "2026-01-05"})
    await task(company, mine, title="b", fields={size: 10.5, label: "x", day: "2026-02-05"})
    await task(company, mine, title="c", fields={size: -3})
    await task(company, mine, title="d")

    async def titles(**wanted):
        page = await company.organizer.get(TASKS, projectId=mine, sort="title", **wanted)
        return "".join(one["title"] for one in page["items"])

    for wanted, found in [
        ({f"field.{size}": "5"}, "a"),
        ({f"field.{size}": "5.0"}, "a"),
        ({f"field.{size.upper()}": "5"}, "a"),
        ({f"field.{label}": "5"}, "a"),
        ({f"field.{label}": "X"}, ""),
        ({f"field.{size}": ["5", "10.5"]}, "ab"),
        ({f"field.{label}": "null"}, "cd"),
        ({f"field.{label}": ["null", "x"]}, "bcd"),
        ({f"field.{label}": ["null", "x", "5"]}, "abcd"),
        ({f"field.{size}After": "5"}, "ab"),
        ({f"field.{size}Before": "5"}, "c"),
        ({f"field.{size}After": "-3", f"field.{size}Before": "10.5"}, "ac"),
        ({f"field.{day}After": "2026-01-05", f"field.{day}Before": "2026-02-05"}, "a"),
        ({f"field.{size}": "5", f"field.{label}": "5", "status": "todo"}, "a"),
        ({f"field.{company.id}": "5"}, ""),
    ]:
        assert await titles(**wanted) == found, wanted
    many = {f"field.{company.id[:-2]}{number:02x}": "1" for number in range(11)}
    problem = await company.organizer.get(TASKS, 400, **many)
    assert "up to 10" in problem["errors"][0]["message"]
    for wrong in ("field.", "field.colour", f"field.{size}Between", f"fields.{size}", f"field.{size}; drop"):
        assert (await company.organizer.get(TASKS, 400, **{wrong: "5"}))["errors"][0]["field"] == wrong
    await company.organizer.get("/api/project/projects", 400, **{f"field.{size}": "5"})


@pytest.mark.parametrize("kind", ["number", "text", "date"])
async def test_lists_sort_by_values_page_by_page_and_those_without_come_last(company, kind):
    mine = (await project(company))["id"]
    by = await field(company, mine, kind)
    values = {
        "number": [10, 9.5, -2, 9.5, 1e10, None, None, 0.1, 3],
        "text": ["b", "a", "ab", "b", "Zebra", None, None, "ä", "10"],
        "date": ["2026-10-01", "2026-09-30", "2025-12-31", "2026-09-30", None, None, "2030-01-01", "2026-01-01", None],
    }[kind]
    for value in values:
        await task(company, mine, fields={by: value})
    for direction in ("", "-"):
        asked = {"projectId": mine, "sort": f"{direction}field.{by}"}
        whole = (await company.organizer.get(TASKS, **asked))["items"]
        seen, cursor = [], {}
        for _ in range(10):
            page = await company.organizer.get(TASKS, limit=2, **asked, **cursor)
            seen += page["items"]
            if page["nextCursor"] is None:
                break
            cursor = {"cursor": page["nextCursor"]}
        assert [one["id"] for one in seen] == [one["id"] for one in whole]
        told = [one["fields"].get(by) for one in seen]
        there = [value for value in told if value is not None]
        assert told == there + [None] * values.count(None)
        if kind != "text":
            assert there == sorted(there, reverse=bool(direction))
    await company.organizer.get(TASKS, 400, sort=f"field.{by}After")
    await company.organizer.get(TASKS, 400, **{**asked, "sort": "title", "cursor": cursor["cursor"]})


async def test_a_list_by_custom_fields_is_one_statement_whatever_the_fields(company):
    mine = (await project(company))["id"]
    ids = [await field(company, mine, "text", name=name) for name in "abc"]
    for id in ids:
        await task(company, mine, fields={id: "x"})
    before = None
    for id in ids:
        page = await company.organizer.get(TASKS, projectId=mine, sort=f"field.{id}", **{f"field.{id}": "x"})
        assert len(page["items"]) == 1
        known = Collection._statement.cache_info().currsize
        assert before is None or known == before
        before = known


async def test_a_choice_that_goes_stays_on_the_tasks_that_have_it(company):
    mine = (await project(company))["id"]
    colour = await field(company, mine, "choice")
    path = f"{TASKS}/{(await task(company, mine, fields={colour: 'red'}))['id']}"
    await company.organizer.patch(f"{FIELDS}/{colour}", {"choices": ["green", "blue"]})
    assert (await company.organizer.patch(path, {"fields": {colour: "red"}}))["fields"] == {colour: "red"}
    await company.organizer.patch(path, {"fields": {colour: "blue"}})
    problem = await company.organizer.patch(path, {"fields": {colour: "red"}}, 422)
    assert "“green”, “blue”" in problem["detail"]


async def test_a_field_that_goes_takes_its_values_along(company):
    mine = (await project(company))["id"]
    gone, stays = [await field(company, mine, "text", name=name) for name in "ab"]
    made = await task(company, mine, fields={gone: "1", stays: "2"})
    await company.organizer.delete(f"{FIELDS}/{gone}", 412, if_match=99)
    await company.organizer.delete(f"{FIELDS}/{gone}", if_match=1)
    left = await company.organizer.get(f"{TASKS}/{made['id']}")
    assert (left["fields"], left["revision"]) == ({stays: "2"}, made["revision"] + 1)


async def test_bad_fields_name_what_is_wrong(company):
    mine = (await project(company))["id"]
    text = await field(company, mine, "text")
    colour = await field(company, mine, "choice", name="Colour")
    for body, code, wrong in [
        ({"kind": "colour"}, 400, "kind"),
        ({"kind": "choice"}, 422, "choices"),
        ({"kind": "choice", "choices": ["a", "a"]}, 422, "choices"),
        ({"kind": "choice", "choices": [""]}, 400, "choices[0]"),
        ({"choices": ["a"]}, 422, "choices"),
        ({"name": "Field"}, 409, "name"),
        ({"name": ""}, 400, "name"),
    ]:
        full = {"projectId": mine, "name": "New", "kind": "text", **body}
        problem = await company.organizer.post(FIELDS, full, code)
        assert problem["errors"][0]["field"] == wrong, body
    await company.organizer.patch(f"{FIELDS}/{text}", {"kind": "number"}, 400)
    await company.organizer.patch(f"{FIELDS}/{text}", {"choices": ["a"]}, 422)
    await company.organizer.patch(f"{FIELDS}/{colour}", {"choices": []}, 422)


async def test_fields_are_of_a_project_or_of_all_and_in_order(company):
    mine = (await project(company))["id"]
    a, b, everywhere = [
        await field(company, one, "text", name=name) for one, name in ((mine, "a"), (mine, "b"), (None, "c"))
    ]
    both = await company.organizer.get(FIELDS, projectId=[mine, "null"])
    assert [one["id"] for one in both["items"]] == [a, b, everywhere]
    await company.organizer.post(f"{FIELDS}/{b}/move", {}, 200)
    assert [one["id"] for one in (await company.organizer.get(FIELDS, projectId=mine))["items"]] == [b, a]
    problem = await company.organizer.post(f"{FIELDS}/{b}/move", {"afterId": everywhere}, 422)
    assert problem["errors"][0]["field"] == "afterId"


async def test_managers_change_those_of_their_projects_and_organizers_those_of_all(company):
    manager, contributor = await company.manager, await company.contributor
    mine = (await project(company, managerId=manager.id))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    everywhere = await field(company, None, "text", name="Everywhere")
    hidden = await field(company, (await project(company))["id"], "text")
    await company.world.settle()
    body = {"name": "Mine", "kind": "text", "projectId": mine}
    made = await manager.post(FIELDS, body)
    await manager.patch(f"{FIELDS}/{made['id']}", {"name": "Renamed"})
    await manager.post(FIELDS, {**body, "projectId": None}, 403)
    assert (await manager.get(f"{FIELDS}/{everywhere}"))["abilities"] == []
    await manager.patch(f"{FIELDS}/{everywhere}", {"name": "x"}, 403)
    await manager.delete(f"{FIELDS}/{everywhere}", 403)
    await manager.get(f"{FIELDS}/{hidden}", 404)
    await contributor.get(f"{FIELDS}/{made['id']}")
    await contributor.patch(f"{FIELDS}/{made['id']}", {"name": "x"}, 403)
    await contributor.post(FIELDS, {**body, "name": "Other"}, 403)
