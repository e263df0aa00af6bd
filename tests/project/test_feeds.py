"""Calendar feeds: what they give to whom, for how long, in a form that a parser of somebody else's reads."""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest
import vobject

from tests.factories.project import project, task
from vistone.kernel import clock

FEEDS = "/api/project/calendar-feeds"


def day(offset: int) -> str:
    return f"{clock.now().date() + timedelta(days=offset)}T00:00:00Z"


@pytest.fixture
async def company(world):
    return await world.company()


async def read(company, url: str, status: int = 200, **headers: str):
    """The answer to somebody who has the address and nothing else."""
    answer = await company.world.http.get(url, headers=headers)
    assert answer.status_code == status, answer.text
    return answer


def events(answer) -> dict[str, icalendar.Event]:
    """The events by their summary, by the library's own parser."""
    parsed = icalendar.Calendar.from_ical(answer.text)
    assert (parsed["version"], parsed.errors) == ("2.0", [])
    assert {one.name for one in parsed.subcomponents} <= {"VEVENT"}
    return {str(one["summary"]): one for one in parsed.walk("VEVENT")}


def by_another_parser(answer) -> dict[str, Any]:
    """The events by their summary, by a parser of others than the library that wrote them."""
    (calendar,) = vobject.readComponents(answer.text, validate=True)
    calendar.validate(raiseException=True)
    assert (calendar.behavior.__name__, calendar.version.value) == ("VCalendar2_0", "2.0")
    found = {one.summary.value: one for one in calendar.getChildren() if one.name == "VEVENT"}
    for one in found.values():
        assert {"uid", "dtstamp", "dtstart", "dtend"} <= set(one.contents)
        assert one.dtend.value > one.dtstart.value
    return found


async def test_a_project_in_a_calendar_program(company):
    organizer, mine = company.organizer, (await project(company, name="Relaunch; “big, bold”"))["id"]
    first = await task(company, mine, title="Design, build; and\nship\\it", dueDate=day(3))
    await task(company, mine, title="Done", dueDate=day(-1), status="done")
    await task(company, mine, title="No date")
    await task(company, mine, title="Dropped", dueDate=day(2), status="cancelled")
    await task(company, title="Elsewhere", dueDate=day(3))
    await organizer.post("/api/project/milestones", {"projectId": mine, "title": "Go live", "dueDate": day(9)})
    feed = await organizer.post(FEEDS, {"kind": "project", "projectId": mine})
    assert feed["url"].startswith("http://127.0.0.1:8080/api/project/calendar/")
    answer = await read(company, feed["url"])
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found = events(answer)
    assert set(found) == {"Design, build; and\nship\\it", "✓ Done", "◆ Go live"}
    event = found["Design, build; and\nship\\it"]
    assert event["uid"] == f"task-{first['id']}@vistone"
    assert event.decoded("dtstart") == clock.now().date() + timedelta(days=3)
    assert event.decoded("dtend") == clock.now().date() + timedelta(days=4)
    assert isinstance(event.decoded("dtstart"), date)
    assert event.decoded("sequence") == 1
    assert icalendar.Calendar.from_ical(answer.text)["x-wr-calname"] == "Relaunch; “big, bold”"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n")), "lines are folded"


async def test_a_parser_of_others_reads_the_same(company):
    organizer, mine = company.organizer, (await project(company, name="Relaunch; “big, bold”"))["id"]
    hostile = ["Design, build; and\nship\\it", "ü" * 120, 'END:VEVENT "x": \t y', "🗓️" * 60]
    for title in hostile:
        words = "# Plan\n\n" + "A long; line, with\\marks and ümlauts. " * 20
        await task(company, mine, title=title, description=words, startDate=day(1), dueDate=day(3))
    await organizer.post("/api/project/milestones", {"projectId": mine, "title": "Go live", "dueDate": day(9)})
    for kind in ({"kind": "project", "projectId": mine}, {"kind": "person"}):
        answer = await read(company, (await organizer.post(FEEDS, kind))["url"])
        ours, theirs = events(answer), by_another_parser(answer)
        assert set(ours) == set(theirs)
        for name, one in ours.items():
            other = theirs[name]
            assert (other.uid.value, other.dtstart.value) == (str(one["uid"]), one.decoded("dtstart"))
            assert (other.dtend.value, other.dtstamp.value) == (one.decoded("dtend"), one.decoded("dtstamp"))
            described = [line.value for line in other.contents.get("description", [])]
            assert described == ([str(one["description"])] if "description" in one else [])
        assert set(theirs) == {"◆ Go live", *(hostile if kind["kind"] == "project" else ())}


async def test_an_unchanged_feed_is_not_sent_again(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    made = await task(company, mine, title="A", dueDate=day(3))
    url = (await organizer.post(FEEDS, {"kind": "project", "projectId": mine}))["url"]
    first = await read(company, url)
    assert (await read(company, url, 304, **{"If-None-Match": first.headers["etag"]})).content == b""
    changed = await organizer.patch(f"/api/project/tasks/{made['id']}", {"title": "B"})
    second = await read(company, url, **{"If-None-Match": first.headers["etag"]})
    event = events(second)["B"]
    assert event["uid"] == events(first)["A"]["uid"]
    assert event.decoded("sequence") == changed["revision"]


async def test_ones_own_work_across_projects(company):
    contributor, mine = await company.contributor, (await project(company))["id"]
    await company.organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    await company.world.settle()
    await task(company, mine, title="Mine", assigneeId=contributor.id, dueDate=day(1))
    await task(company, mine, title="Somebody else's", dueDate=day(1))
    await task(company, title="Not my project any more", assigneeId=contributor.id, dueDate=day(1))
    feed = await contributor.post(FEEDS, {"kind": "person"})
    assert set(events(await read(company, feed["url"]))) == {"Mine"}


async def test_the_address_is_told_once_and_dies_when_revoked(company):
    organizer, mine = company.organizer, (await project(company))["id"]
    feed = await organizer.post(FEEDS, {"kind": "project", "projectId": mine})
    assert (await organizer.get(f"{FEEDS}/{feed['id']}"))["url"] is None
    assert (await organizer.get(FEEDS))["items"][0]["url"] is None
    await read(company, feed["url"])
    assert (await organizer.get(f"{FEEDS}/{feed['id']}"))["lastReadAt"] is not None
    await read(company, feed["url"].replace(".ics", ""), 404)
    await read(company, feed["url"][:-5] + "x.ics", 404)
    revoked = await organizer.post(f"{FEEDS}/{feed['id']}/revoke", None, 200)
    assert revoked["revokedAt"] is not None
    await read(company, feed["url"], 404)
    await organizer.post(f"{FEEDS}/{feed['id']}/revoke", None, 409)
    other = await organizer.post(FEEDS, {"kind": "person"})
    await organizer.delete(f"{FEEDS}/{other['id']}")
    await read(company, other["url"], 404)


async def test_a_feed_sees_what_its_maker_may_see_at_that_moment(company):
    organizer, contributor, mine = company.organizer, await company.hire("Contributor"), (await project(company))["id"]
    await task(company, mine, title="Shown", dueDate=day(1))
    member = await organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    await company.world.settle()
    url = (await contributor.post(FEEDS, {"kind": "project", "projectId": mine}))["url"]
    assert set(events(await read(company, url))) == {"Shown"}
    await organizer.delete(f"/api/project/project-members/{member['id']}")
    await read(company, url, 404)
    await organizer.post("/api/project/project-members", {"projectId": mine, "userId": contributor.id})
    assert set(events(await read(company, url))) == {"Shown"}
    [membership] = (await organizer.get("/api/auth/organization-members", userId=contributor.id))["items"]
    await organizer.post(f"/api/auth/organization-members/{membership['id']}/pause", None, 200)
    await read(company, url, 404)
    await organizer.post(f"/api/auth/organization-members/{membership['id']}/resume", None, 200)
    await read(company, url)
    await organizer.delete(f"/api/auth/organization-members/{membership['id']}")
    await read(company, url, 404)


async def test_a_closed_organization_has_no_feeds(company):
    mine = (await project(company))["id"]
    url = (await company.organizer.post(FEEDS, {"kind": "project", "projectId": mine}))["url"]
    await read(company, url)
    await company.organizer.delete(f"/api/auth/organizations/{company.id}")
    await read(company, url, 404)


async def test_a_manager_by_team_has_a_feed_of_the_teams_project(company):
    manager = await company.manager
    team = await company.organizer.post("/api/workforce/teams", {"name": "Design", "managerId": manager.id})
    await company.world.settle()
    mine = (await project(company, teamIds=[team["id"]]))["id"]
    await company.world.settle()
    url = (await manager.post(FEEDS, {"kind": "project", "projectId": mine}))["url"]
    await read(company, url)


async def test_feeds_are_ones_own_and_bad_input_names_its_field(company):
    organizer, manager, mine = company.organizer, await company.manager, (await project(company))["id"]
    feed = await organizer.post(FEEDS, {"kind": "project", "projectId": mine})
    other = await company.hire("Organizer")
    await other.get(f"{FEEDS}/{feed['id']}", 404)
    assert (await other.get(FEEDS))["items"] == []
    await manager.post(FEEDS, {"kind": "project", "projectId": mine}, 404)
    for body, status, field in (
        ({"kind": "project"}, 422, "projectId"),
        ({"kind": "person", "projectId": mine}, 422, "projectId"),
        ({"kind": "team"}, 400, "kind"),
    ):
        refused = await organizer.post(FEEDS, body, status)
        assert refused["errors"][0]["field"] == field
