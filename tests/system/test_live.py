"""Live updates over a real port: who may hear what, and until when."""

import asyncio
import json
import os
import time
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.system.running import Site, opened, running, window
from tests.world import Person
from vistone.kernel.events import Position
from vistone.kernel.ids import new_id
from vistone.kernel.live.hub import Follower
from vistone.kernel.live.socket import Session
from vistone.kernel.scope import for_the_system


async def _project(person: Person, name: str = "Live") -> str:
    return str((await person.post("/api/project/projects", {"name": name}))["id"])


async def _task(person: Person, project_id: str, title: str = "One") -> str:
    return str((await person.post("/api/project/tasks", {"projectId": project_id, "title": title}))["id"])


async def _cookies(site: Site, person: Person) -> str:
    body = {"email": person.email, "password": "correct horse battery"}
    answer = await site.http.post("/api/auth/login", json=body, headers={"X-Vistone-Client": "web"})
    assert answer.status_code == 200, answer.text
    site.http.cookies.clear()
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


async def test_a_change_in_one_window_shows_in_another_within_a_second(site: Site) -> None:
    organizer = (await site.world.company()).organizer
    project_id = await _project(organizer)
    took = []
    async with window(site, organizer) as one:
        await one.follow(f"project:{project_id}")
        for number in range(5):
            began = time.monotonic()
            task_id = await _task(organizer, project_id, f"Task {number}")
            event = await one.hears("event", entityId=task_id)
            took.append(time.monotonic() - began)
            assert event["event"] == "project.task.created"
            assert event["actorId"] == organizer.id
            assert "title" not in event
    assert sorted(took)[2] < 1, took


async def test_cookies_need_the_origin_of_the_site(site: Site) -> None:
    company = await site.world.company()
    cookie, query = await _cookies(site, company.organizer), f"?organizationId={company.id}"
    own = f"http://127.0.0.1:{site.port}"
    async with opened(site, {"Cookie": cookie, "Origin": own}, query) as one:
        await one.follow("organization")
    for headers in ({"Cookie": cookie, "Origin": "http://evil.example"}, {"Cookie": cookie}, {}):
        async with opened(site, headers, query) as refused:
            assert await refused.closed() == 1008
            assert refused.heard == []


async def test_a_bad_token_and_another_organization_are_refused(site: Site) -> None:
    mine, other = await site.world.company(), await site.world.company("Other")
    async with opened(site, {"Authorization": "Bearer nonsense"}) as one:
        assert await one.closed() == 1008
    async with window(site, mine.organizer, **{"X-Organization-Id": other.id}) as two:
        assert await two.closed() == 1008


async def test_each_role_hears_what_it_may_see(site: Site) -> None:
    company = await site.world.company()
    organizer = company.organizer
    contributor, client = await company.contributor, await company.client
    mine, shared = await _project(organizer, "Mine"), await _project(organizer, "Shared")
    await organizer.post("/api/project/project-members", {"projectId": shared, "userId": contributor.id})
    stranger = (await site.world.company("Strangers")).organizer
    theirs = await _project(stranger)
    rows = [
        (organizer, {f"project:{mine}", f"project:{shared}", "organization", f"user:{organizer.id}"}),
        (contributor, {f"project:{shared}", "organization", f"user:{contributor.id}"}),
        (client, {f"user:{client.id}"}),
    ]
    asked = {
        f"project:{mine}",
        f"project:{shared}",
        f"project:{theirs}",
        "organization",
        "nothing",
        "project:x",
        "project",
    }
    for person, allowed in rows:
        async with window(site, person) as one:
            topics = asked | {f"user:{who.id}" for who in (organizer, contributor, client)}
            await one.follow(*topics)
            assert set((await one.hears("subscribed"))["topics"]) == allowed
            assert set((await one.hears("denied"))["topics"]) == topics - allowed
            await _task(organizer, mine)
            seen = await _task(organizer, shared)
            if f"project:{shared}" in allowed:
                await one.hears("event", entityId=seen)
            else:
                await asyncio.sleep(0.5)
            assert {m["topic"] for m in one.heard if m["type"] == "event"} <= allowed


async def test_what_cannot_be_read_is_answered_and_the_socket_stays(site: Site) -> None:
    organizer = (await site.world.company()).organizer
    async with window(site, organizer) as one:
        for text in ("", "{", "[]", '{"type": "subscribe"}', '{"type": "fly"}', '{"type":"subscribe","topics":[1]}'):
            await one.connection.send(text)
        await one.connection.send(b"\xff\x00")
        await one.connection.send("x" * 70_000)
        await one.until(lambda: sum(m["type"] == "error" for m in one.heard) == 8, 5)
        await one.say(type="ping")
        await one.hears("pong")


async def test_a_window_follows_at_most_two_hundred_topics(site: Site) -> None:
    organizer = (await site.world.company()).organizer
    project_id = await _project(organizer)
    tasks = [f"task:{id}" for id in await asyncio.gather(*(_task(organizer, project_id) for _ in range(200)))]
    async with window(site, organizer) as one:
        await one.say(type="subscribe", topics=["organization"] * 201)
        await one.hears("error")
        await one.follow(*["organization"] * 200)
        await one.follow(*tasks[:100])
        await one.follow(*tasks)
        assert (await one.hears("denied"))["topics"] == tasks[-1:]
        await one.say(type="unsubscribe", topics=tasks[:1])
        await one.follow(*tasks[-1:])


async def test_a_signed_out_session_ends_its_sockets_and_no_others(site: Site) -> None:
    company = await site.world.company()
    organizer = company.organizer
    answer = await site.http.post(
        "/api/auth/login", json={"email": organizer.email, "password": "correct horse battery"}
    )
    second = Person(site.http, answer.json())
    async with window(site, organizer) as stays, window(site, second) as goes:
        await stays.follow("organization")
        await goes.follow("organization")
        await second.post("/api/auth/logout", None, 204)
        await goes.hears("bye", 5, reason="signed_out")
        assert await goes.closed(2) == 1008
        await _project(organizer)
        await stays.hears("event", event="project.project.created")


@pytest.mark.parametrize("how", ["pause", "remove"])
async def test_a_member_who_is_paused_or_removed_is_out_within_five_seconds(site: Site, how: str) -> None:
    company = await site.world.company()
    organizer, manager = company.organizer, await company.manager
    members = await organizer.get("/api/auth/organization-members", userId=manager.id)
    path = f"/api/auth/organization-members/{members['items'][0]['id']}"
    async with window(site, manager) as one:
        await one.follow("organization")
        if how == "pause":
            await organizer.send("POST", f"{path}/pause", json={})
        else:
            await organizer.delete(path)
        await one.hears("bye", 5, reason="signed_out")
        assert await one.closed(2) == 1008


async def test_a_project_that_is_taken_away_falls_silent(site: Site) -> None:
    company = await site.world.company()
    organizer, contributor = company.organizer, await company.contributor
    project_id = await _project(organizer)
    topic = f"project:{project_id}"
    member = await organizer.post("/api/project/project-members", {"projectId": project_id, "userId": contributor.id})
    async with window(site, contributor) as one:
        await one.follow(topic, "organization")
        seen = await _task(organizer, project_id)
        await one.hears("event", entityId=seen)
        await organizer.delete(f"/api/project/project-members/{member['id']}")
        await one.hears("denied", 5, topics=[topic])
        unseen = await _task(organizer, project_id)
        await asyncio.sleep(1)
        assert not [m for m in one.heard if m.get("entityId") == unseen]


async def test_a_channel_that_one_was_put_out_of_falls_silent(site: Site) -> None:
    """What lets one in is a row that no scope tells of: whoever follows the topic is asked again."""
    company = await site.world.company()
    organizer, contributor = company.organizer, await company.contributor
    channel = await organizer.post(
        "/api/communication/chat-channels", {"name": "Board", "type": "group", "isPrivate": True}
    )
    member = {"channelId": channel["id"], "userId": contributor.id}
    joined = await organizer.post("/api/communication/channel-members", member)
    topic = f"channel:{channel['id']}"
    async with window(site, contributor) as one:
        await one.follow(topic)
        await organizer.delete(f"/api/communication/channel-members/{joined['id']}")
        await one.hears("denied", 5, topics=[topic])


async def test_a_position_that_is_unknown_too_old_or_to_come_means_reset(site: Site) -> None:
    organizer = (await site.world.company()).organizer
    topic = f"project:{await _project(organizer)}"
    async with window(site, organizer) as one:
        for after in ("0-0", "nonsense", "999999999999-1", "9" * 30):
            before = len(one.heard)
            position = await one.follow(topic, after=after)
            told = [m for m in one.heard[before:] if m["type"] != "event"]
            assert [m["type"] for m in told] == ["reset", "subscribed"], after
            assert told[0]["position"] == position
        before = len(one.heard)
        await one.follow(topic, after=position)
        assert [m["type"] for m in one.heard[before:] if m["type"] != "event"] == ["subscribed"]


async def test_a_socket_that_is_too_slow_for_its_queue_is_told_to_read_anew() -> None:
    """Without a network in between: how much of it granian and the kernel buffer before a send waits differs."""
    sent: list[dict] = []

    class Window:
        async def send_text(self, text: str) -> None:
            sent.append(json.loads(text))

    hub = cast("Any", SimpleNamespace(position=Position(9, 9)))
    scope = for_the_system(new_id())
    session = Session(cast("Any", Window()), scope, cast("Any", SimpleNamespace(hub=hub)))
    follower = session.follower = Follower(scope.organization_id, capacity=3)
    follower.topics["organization"] = Position(0, 0)
    for number in range(1, 6):
        follower.put("organization", Position(1, number), json.dumps({"type": "event", "n": number}).encode())
    await session._flush()
    assert sent == [{"type": "reset", "position": "9-9"}]
    follower.put("organization", Position(2, 1), b'{"type": "event", "n": 6}')
    await session._flush()
    assert sent[1:] == [{"type": "event", "n": 6}]


@pytest.mark.skipif("SYSTEM_LONG" not in os.environ, reason="half a minute of waiting: SYSTEM_LONG=1 runs it")
async def test_an_access_token_that_runs_out_ends_no_socket(own_database, tmp_path) -> None:
    async with running(own_database, tmp_path, VISTONE_ACCESS_TOKEN_SECONDS="30") as site:
        organizer = (await site.world.company()).organizer
        began = time.monotonic()
        async with window(site, organizer) as one:
            await one.follow("organization")
            await asyncio.sleep(31 - (time.monotonic() - began))
            await organizer.get("/api/auth/me", 401)
            answer = await site.http.post("/api/auth/refresh", json={"refreshToken": organizer.tokens["refreshToken"]})
            fresh = Person(
                site.http,
                answer.json() | {"user": organizer.tokens["user"], "organization": organizer.tokens["organization"]},
            )
            await fresh.patch(
                f"/api/auth/organizations/{organizer.organization_id}", {"name": "Unsettled"}
            )  # looks again
            await one.hears("event", event="auth.organization.updated")
            await asyncio.sleep(1)
            assert one.code is None
