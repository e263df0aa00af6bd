"""What ends access ends it everywhere within five seconds: over HTTP, on open sockets, in every process.

Two web processes run on one database. What ends access is asked of the first; who is out has a window open on the second
and asks the second, which hears of it by the event log alone. A role that changes does not end a window: it takes away
what may be followed no more.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.conftest import migrated
from tests.postgres_fixture import TestCluster, create_database, drop_database
from tests.system.running import Site, opened, running
from tests.world import PASSWORD, Company, Person
from vistone.kernel import clock

SECONDS = 5.0
MEMBERS = "/api/auth/organization-members"
ME = "/api/auth/me"


@pytest.fixture(scope="module")
async def sites(cluster: TestCluster, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Site, Site]]:
    """Two web processes that share a database and a secret."""
    database = await create_database(cluster, await migrated(cluster))
    folders = [tmp_path_factory.mktemp(name) for name in ("one", "two")]
    key = {"VISTONE_SECRET_KEY": "shared by the processes of one installation"}
    async with running(database, folders[0], **key) as one, running(database, folders[1], **key) as two:
        yield one, two
    await drop_database(cluster, database)


@dataclass
class Case:
    """Somebody in a company, with a second sign-in, and what they came with."""

    company: Company
    person: Person
    headers: dict[str, str]
    """The credential that is to end."""
    token: dict[str, Any] | None = None
    other: Person | None = None
    """The same person by another sign-in, from where they end the first."""


async def membership(case: Case) -> str:
    found = await case.company.organizer.get(MEMBERS, userId=case.person.id)
    return f"{MEMBERS}/{found['items'][0]['id']}"


async def role_id(case: Case, name: str) -> str:
    return str((await case.company.organizer.get("/api/auth/roles", name=name))["items"][0]["id"])


async def signed_in(http: httpx.AsyncClient, person: Person) -> Person:
    answer = await http.post("/api/auth/login", json={"email": person.email, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return Person(http, answer.json())


async def log_out(case: Case) -> None:
    answer = await case.person.send("POST", "/api/auth/logout")
    assert answer.status_code == 204, answer.text


async def revoke_session(case: Case) -> None:
    assert case.other is not None
    mine = (await case.person.get("/api/auth/sessions"))["items"]
    theirs = (await case.person.get(ME))["sessionId"]
    assert theirs in {one["id"] for one in mine}
    await case.other.delete(f"/api/auth/sessions/{theirs}")


async def change_password(case: Case) -> None:
    assert case.other is not None
    body = {"currentPassword": PASSWORD, "newPassword": "another horse battery"}
    await case.other.post("/api/auth/password/change", body, 200)


async def pause(case: Case) -> None:
    await case.company.organizer.post(f"{await membership(case)}/pause", None, 200)


async def remove(case: Case) -> None:
    await case.company.organizer.delete(await membership(case))


async def leave(case: Case) -> None:
    await case.person.delete(await membership(case))


async def delete_account(case: Case) -> None:
    await case.person.delete(f"/api/auth/users/{case.person.id}")


async def delete_organization(case: Case) -> None:
    await case.company.organizer.delete(f"/api/auth/organizations/{case.company.id}")


async def revoke_token(case: Case) -> None:
    assert case.token is not None
    await case.person.delete(f"/api/auth/tokens/{case.token['record']['id']}")


async def revoke_by_organizer(case: Case) -> None:
    assert case.token is not None
    await case.company.organizer.delete(f"/api/auth/tokens/{case.token['record']['id']}")


End = Callable[[Case], Awaitable[None]]

ENDS: dict[str, tuple[End, str]] = {
    "logout": (log_out, "session"),
    "session revoked": (revoke_session, "session"),
    "password changed": (change_password, "session"),
    "paused": (pause, "session"),
    "removed": (remove, "session"),
    "left": (leave, "session"),
    "account deleted": (delete_account, "session"),
    "organization deleted": (delete_organization, "session"),
    "token revoked": (revoke_token, "token"),
    "token revoked by an Organizer": (revoke_by_organizer, "token"),
    "token, and its person paused": (pause, "token"),
    "token, and its person removed": (remove, "token"),
    "token, and its person's account deleted": (delete_account, "token"),
    "token, and its organization deleted": (delete_organization, "token"),
}


async def prepared(site: Site, kind: str, **body: Any) -> Case:
    company = await site.world.company()
    person = await company.hire("Manager")
    if kind == "session":
        return Case(company, person, person.headers, other=await signed_in(site.http, person))
    until = (clock.now() + timedelta(days=1)).isoformat()
    wanted = {"name": "Program", "permissions": {"projects": ["create", "read"], "users": ["read"]}, "expiresAt": until}
    made = await person.post("/api/auth/tokens", {**wanted, **body})
    return Case(company, person, {"Authorization": f"Bearer {made['token']}"}, token=made)


async def refused(site: Site, headers: dict[str, str], path: str, status: int, began: float) -> float:
    """How many seconds after it ended the process refuses the credential."""
    while (answer := await site.http.get(path, headers=headers)).status_code != status:
        assert answer.status_code == 200, answer.text
        assert time.monotonic() - began < SECONDS, f"still {answer.status_code} after {SECONDS} s"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


@pytest.mark.parametrize("what", ENDS)
@pytest.mark.asvs("7.4.1", "7.4.2")
async def test_it_ends_in_every_process_and_on_open_sockets(sites: tuple[Site, Site], what: str) -> None:
    one, two = sites
    end, kind = ENDS[what]
    case = await prepared(one, kind)
    assert (await two.http.get(ME, headers=case.headers)).status_code == 200
    async with contextlib.AsyncExitStack() as windows:
        open_ones = [await windows.enter_async_context(opened(site, case.headers)) for site in sites]
        for window in open_ones:
            await window.follow("organization")
        await end(case)
        began = time.monotonic()
        for site in sites:
            await refused(site, case.headers, ME, 401, began)
        for window in open_ones:
            assert await window.closed(max(0.1, SECONDS - (time.monotonic() - began))) == 1008
            assert {"type": "bye", "reason": "signed_out"} in window.heard
    if kind == "session":
        answer = await two.http.post("/api/auth/refresh", json={"refreshToken": case.person.tokens["refreshToken"]})
        if answer.status_code == 200:  # paused or gone here, but no sign-in of theirs ended: it opens nothing here
            headers = {"Authorization": f"Bearer {answer.json()['accessToken']}", "X-Organization-Id": case.company.id}
            assert (await two.http.get(ME, headers=headers)).status_code == 401


@pytest.mark.parametrize("kind", ["session", "token"])
async def test_a_new_role_holds_in_every_process_and_on_open_sockets(sites: tuple[Site, Site], kind: str) -> None:
    """A Manager who becomes a Client reads and follows no more what Clients do not."""
    one, two = sites
    case = await prepared(one, kind)
    project = await case.company.organizer.post("/api/project/projects", {"name": "Inside"})
    await case.company.organizer.post(
        "/api/project/project-members", {"projectId": project["id"], "userId": case.person.id}
    )
    path = f"/api/project/projects/{project['id']}"
    assert (await two.http.get(path, headers=case.headers)).status_code == 200
    async with opened(two, case.headers) as window:
        await window.follow("organization")
        await case.company.organizer.patch(await membership(case), {"roleId": await role_id(case, "Client")})
        began = time.monotonic()
        for site in sites:
            while (await site.http.get(ME, headers=case.headers)).json()["role"] != "Client":
                assert time.monotonic() - began < SECONDS
                await asyncio.sleep(0.05)
            answer = await site.http.post("/api/project/projects", json={"name": "No"}, headers=case.headers)
            assert answer.status_code == 403
        told = await window.hears("denied", SECONDS - (time.monotonic() - began))
        assert told["topics"] == ["organization"]


async def test_a_token_that_runs_out_ends_its_socket(sites: tuple[Site, Site]) -> None:
    one, two = sites
    until = (clock.now() + timedelta(seconds=4)).isoformat()
    case = await prepared(one, "token", expiresAt=until)
    async with opened(two, case.headers) as window:
        await window.follow("organization")
        assert await window.closed(4 + SECONDS) == 1008
    assert (await two.http.get(ME, headers=case.headers)).status_code == 401


async def test_others_are_left_alone(sites: tuple[Site, Site]) -> None:
    """Whoever else is there keeps their window and their token."""
    one, two = sites
    case = await prepared(one, "token")
    async with opened(two, case.company.organizer.headers) as window, opened(two, case.person.headers) as own:
        await window.follow("organization")
        await own.follow("organization")
        await revoke_token(case)
        await asyncio.sleep(1)
        for still in (window, own):
            await still.say(type="ping")
            await still.hears("pong")
            assert still.code is None
