"""What people can do and when they have time."""

from uuid import uuid4

import pytest

SKILLS, TIME = "/api/workforce/user-skills", "/api/workforce/user-availability"


async def test_a_person_keeps_their_own_skills_and_managers_those_of_all(world):
    company = await world.company()
    organizer, manager, contributor = company.organizer, await company.manager, await company.contributor
    colleague = await company.person("Contributor", "colleague")
    skill = await contributor.post(SKILLS, {"userId": contributor.id, "skillName": "Go", "proficiency": 3})
    assert set(skill["abilities"]) == {"update", "delete"}
    path = f"{SKILLS}/{skill['id']}"
    assert (await contributor.patch(path, {"proficiency": None}, if_match=1))["proficiency"] is None
    assert (await contributor.patch(path, {"skillName": "Go (language)"}))["proficiency"] is None
    await contributor.patch(path, {"proficiency": 5}, 412, if_match=1)

    assert (await colleague.get(path))["abilities"] == []
    await colleague.patch(path, {"proficiency": 5}, 403)
    await colleague.delete(path, 403)
    await colleague.post(SKILLS, {"userId": contributor.id, "skillName": "Rust"}, 403)
    for who in (manager, organizer):
        await who.patch(path, {"proficiency": 4})
    await manager.post(SKILLS, {"userId": contributor.id, "skillName": "Rust"})
    await manager.post(SKILLS, {"userId": contributor.id, "skillName": "Rust"}, 409)

    client = await company.client
    await client.get(SKILLS, 403)
    await client.post(SKILLS, {"userId": client.id, "skillName": "Patience"}, 403)
    await contributor.delete(path)
    await contributor.get(path, 404)


async def test_skills_are_found_by_name_and_level(world):
    company = await world.company()
    organizer, contributor = company.organizer, await company.contributor
    for user, name, level in (
        (organizer, "Python", 2),
        (contributor, "Python", 5),
        (contributor, "Figma", None),
    ):
        await organizer.post(SKILLS, {"userId": user.id, "skillName": name, "proficiency": level})
    found = await organizer.get(SKILLS, skillName="Python", sort="-proficiency")
    assert [one["userId"] for one in found["items"]] == [contributor.id, organizer.id]
    assert [one["skillName"] for one in (await organizer.get(SKILLS, proficiency="null"))["items"]] == ["Figma"]
    assert len((await organizer.get(SKILLS, userId=contributor.id))["items"]) == 2
    assert len((await organizer.get(SKILLS, q="pyth"))["items"]) == 2
    pages, cursor = [], None
    while cursor is not None or not pages:
        page = await organizer.get(SKILLS, sort="-proficiency", limit=1, **({"cursor": cursor} if cursor else {}))
        pages, cursor = pages + page["items"], page["nextCursor"]
    assert [one["proficiency"] for one in pages] == [5, 2, None]


async def test_hours_belong_to_the_day_that_was_written(world):
    company = await world.company()
    contributor, manager = await company.contributor, await company.manager
    colleague = await company.person("Contributor", "colleague")

    def body(date):
        return {"userId": contributor.id, "date": date, "hoursAvailable": 6}

    hours = await contributor.post(TIME, body("2027-03-01T00:00:00+01:00"))
    assert hours["date"] == "2027-03-01T00:00:00Z"
    await manager.post(TIME, body("2027-03-01T17:30:00Z"), 409)
    await manager.post(TIME, body("2027-03-02T09:00:00Z"))
    await colleague.post(TIME, body("2027-03-03T09:00:00Z"), 403)

    path = f"{TIME}/{hours['id']}"
    moved = await contributor.patch(path, {"date": "2027-03-05T23:59:59-08:00"}, if_match=1)
    assert (moved["date"], moved["hoursAvailable"]) == ("2027-03-05T00:00:00Z", 6)
    await contributor.patch(path, {"date": "2027-03-02T00:00:00Z"}, 409)
    await colleague.patch(path, {"hoursAvailable": 24}, 403)
    assert (await manager.patch(path, {"hoursAvailable": 0}))["hoursAvailable"] == 0

    week = {"dateAfter": "2027-03-01T00:00:00Z", "dateBefore": "2027-03-05T00:00:00Z"}
    found = await colleague.get(TIME, userId=contributor.id, sort="date", **week)
    assert [one["date"] for one in found["items"]] == ["2027-03-02T00:00:00Z"]
    await (await company.client).get(TIME, 403)
    await colleague.delete(path, 403)
    await contributor.delete(path)
    await contributor.get(path, 404)


@pytest.mark.parametrize("collection", [SKILLS, TIME])
async def test_other_companies_see_nothing_of_it(world, collection):
    organizer, stranger = (await world.company()).organizer, (await world.company()).organizer
    body = {"userId": organizer.id, "skillName": "Go"}
    if collection == TIME:
        body = {"userId": organizer.id, "date": "2027-03-01T00:00:00Z", "hoursAvailable": 8}
    record = await organizer.post(collection, body)
    assert (await stranger.get(collection))["items"] == []
    await stranger.get(f"{collection}/{record['id']}", 404)
    await stranger.patch(f"{collection}/{record['id']}", {}, 404)
    await stranger.delete(f"{collection}/{record['id']}", 404)
    problem = await stranger.post(collection, body, 422)
    assert problem["errors"][0]["field"] == "userId"


async def test_wrong_input_names_its_field(world):
    organizer = (await world.company()).organizer
    me = organizer.id
    for path, body, status, field in (
        (SKILLS, {"userId": me}, 400, "skillName"),
        (SKILLS, {"skillName": "Go"}, 400, "userId"),
        (SKILLS, {"userId": me, "skillName": "Go", "proficiency": 0}, 400, "proficiency"),
        (SKILLS, {"userId": me, "skillName": "Go", "proficiency": 6}, 400, "proficiency"),
        (SKILLS, {"userId": str(uuid4()), "skillName": "Go"}, 422, "userId"),
        (TIME, {"userId": me, "date": "2027-03-01", "hoursAvailable": 8}, 400, "date"),
        (TIME, {"userId": me, "date": "2027-03-01T00:00:00", "hoursAvailable": 8}, 400, "date"),
        (TIME, {"userId": me, "date": "2027-03-01T00:00:00Z", "hoursAvailable": 25}, 400, "hoursAvailable"),
        (TIME, {"userId": me, "date": "2027-03-01T00:00:00Z", "hoursAvailable": -1}, 400, "hoursAvailable"),
        (TIME, {"userId": me, "date": "2027-03-01T00:00:00Z"}, 400, "hoursAvailable"),
    ):
        problem = await organizer.post(path, body, status)
        assert problem["errors"][0]["field"] == field
    for date in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        problem = await organizer.post(TIME, {"userId": me, "date": date, "hoursAvailable": 8}, 422)
        assert problem["errors"][0]["field"] == "date"
