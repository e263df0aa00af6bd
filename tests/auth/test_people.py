"""Members, roles, invitations: who may be what, and who decides it."""

import asyncio
from uuid import UUID

import pytest

from tests.second_factor import later
from tests.world import PASSWORD, Person
from vistone.auth.activity import activity_log
from vistone.kernel.scope import System, for_the_system

INVITE = "/api/auth/invitations"
MEMBERS = "/api/auth/organization-members"


async def membership(company, person: Person) -> dict:
    return (await company.organizer.get(MEMBERS, userId=person.id))["items"][0]


async def role_id(company, name: str) -> str:
    return (await company.organizer.get("/api/auth/roles", name=name))["items"][0]["id"]


async def test_an_invited_person_joins_with_the_role_they_were_invited_to(world):
    company = await world.company()
    manager = await company.manager
    me = await manager.get("/api/auth/me")
    assert me["role"] == "Manager"
    assert me["organization"]["id"] == company.id
    invitations = await company.organizer.get(INVITE, email=manager.email)
    assert invitations["items"][0]["status"] == "accepted"


async def test_a_person_belongs_to_two_organizations_and_switches_by_a_header(world):
    first, second = await world.company("First"), await world.company("Second")
    person = await first.contributor
    await second.organizer.post(INVITE, {"email": person.email, "roleName": "Manager"})
    token = await world.invitation_token(second.organizer, person.email)

    preview = (await world.http.get("/api/auth/invitations/lookup", params={"token": token})).json()
    assert preview == {
        "organizationName": "Second", "email": person.email, "roleName": "Manager", "accountExists": True,
    }  # fmt: skip
    accept = {"token": token, "password": "somebody else's", "firstName": "X", "lastName": "Y"}
    assert (await world.http.post(f"{INVITE}/accept", json=accept)).status_code == 401
    answer = await world.http.post(f"{INVITE}/accept", json={"token": token, "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    assert answer.json()["user"]["id"] == person.id

    there = {"X-Organization-Id": second.id}
    assert (await person.get("/api/auth/me"))["role"] == "Contributor"
    assert (await person.send("GET", "/api/auth/me", headers=there)).json()["role"] == "Manager"
    names = {one["name"] for one in (await person.get("/api/auth/me"))["organizations"]}
    assert names == {"First", "Second"}
    assert {one["name"] for one in (await person.get("/api/auth/organizations"))["items"]} == {"First", "Second"}
    await person.get(f"/api/auth/organizations/{second.id}")


async def test_an_invitation_is_good_once_and_only_while_it_is_open(world):
    company = await world.company()
    email = "guest@invitation.example"
    made = await company.organizer.post(INVITE, {"email": email, "roleName": "Contributor"})
    first = await world.invitation_token(company.organizer, email)
    await company.organizer.post(f"{INVITE}/{made['id']}/resend", None, 200)
    second = await world.invitation_token(company.organizer, email)
    body = {"password": PASSWORD, "firstName": "G", "lastName": "H"}

    assert first != second
    assert (await world.http.post(f"{INVITE}/accept", json={**body, "token": first})).status_code == 404
    answers = await asyncio.gather(
        *(world.http.post(f"{INVITE}/accept", json={**body, "token": second}) for _ in range(3))
    )
    assert min(answer.status_code for answer in answers) == 200
    assert sum(answer.status_code == 200 for answer in answers) == 1
    await company.organizer.post(f"{INVITE}/{made['id']}/revoke", None, 409)

    other = await company.organizer.post(INVITE, {"email": "late@invitation.example", "roleName": "Client"})
    token = await world.invitation_token(company.organizer, "late@invitation.example")
    assert (await company.organizer.post(f"{INVITE}/{other['id']}/revoke", None, 200))["status"] == "revoked"
    assert (await world.http.get("/api/auth/invitations/lookup", params={"token": token})).status_code == 404


async def test_who_may_invite_whom(world):
    company = await world.company()
    for role, status in [("Organizer", 201), ("Manager", 201), ("Contributor", 201), ("Client", 201)]:
        await company.organizer.post(INVITE, {"email": f"{role}@rights.example", "roleName": role}, status)
    for person in (await company.manager, await company.contributor, await company.client):
        await person.post(INVITE, {"email": "x@rights.example", "roleName": "Contributor"}, 403)
    problem = await company.organizer.post(INVITE, {"email": company.organizer.email, "roleName": "Manager"}, 409)
    assert problem["rule"] == "already-member"


async def test_the_last_organizer_stays(world):
    company = await world.company()
    mine = await membership(company, company.organizer)
    manager_role = await role_id(company, "Manager")
    for attempt in (
        company.organizer.patch(f"{MEMBERS}/{mine['id']}", {"roleId": manager_role}, 409),
        company.organizer.delete(f"{MEMBERS}/{mine['id']}", 409),
    ):
        assert (await attempt)["rule"] == "last-organizer"
    problem = await company.organizer.delete(f"/api/auth/users/{company.organizer.id}", 409)
    assert problem["rule"] == "last-organizer"


async def test_two_organizers_who_demote_each_other_at_once_leave_one(world):
    company = await world.company()
    second = await company.hire("Organizer")
    manager_role = await role_id(company, "Manager")
    pair = (company.organizer, second)
    theirs = [await membership(company, person) for person in reversed(pair)]
    answers = await asyncio.gather(
        *(
            person.send("PATCH", f"{MEMBERS}/{one['id']}", json={"roleId": manager_role})
            for person, one in zip(pair, theirs, strict=True)
        )
    )
    assert [answer.status_code for answer in answers].count(200) <= 1
    await world.settle()
    roles = [(await person.get("/api/auth/me"))["role"] for person in pair]
    assert "Organizer" in roles


async def test_a_paused_person_is_out_until_resumed(world):
    company = await world.company()
    contributor = await company.contributor
    one = await membership(company, contributor)
    await (await company.manager).post(f"{MEMBERS}/{one['id']}/pause", None, 403)
    assert (await company.organizer.post(f"{MEMBERS}/{one['id']}/pause", None, 200))["pausedAt"]
    await world.settle()
    await contributor.get("/api/auth/me", 401)
    await company.organizer.post(f"{MEMBERS}/{one['id']}/resume", None, 200)
    await contributor.get("/api/auth/me")


@pytest.mark.asvs("7.4.5")
async def test_an_organizer_signs_somebody_out(world):
    """Everywhere, or of who belongs elsewhere too only where the sign-in is good in this organization alone."""
    company = await world.company()
    person, other = await company.contributor, await company.manager
    login = {"email": person.email, "password": PASSWORD}
    second = Person(world.http, (await world.http.post("/api/auth/login", json=login)).json())
    path = f"{MEMBERS}/{(await membership(company, person))['id']}/end-sessions"
    assert "end_sessions" in (await membership(company, person))["abilities"]
    for who, status in ((other, 403), (person, 403), (await company.client, 404)):
        await who.post(path, None, status)
    own = f"{MEMBERS}/{(await membership(company, company.organizer))['id']}/end-sessions"
    await company.organizer.post(own, None, 403)
    assert await company.organizer.post(path, None, 200) == {"ended": 2, "everywhere": True}
    await world.settle()
    for one in (person, second):
        await one.get("/api/auth/me", 401)
    again = Person(world.http, (await world.http.post("/api/auth/login", json=login)).json())
    await again.post("/api/auth/organizations", {"name": "Own house"})
    assert await company.organizer.post(path, None, 200) == {"ended": 0, "everywhere": False}
    await again.get("/api/auth/me")
    async with world.runtime.database.write(System("test")) as tx:
        bound = "UPDATE auth.sessions SET bound = true WHERE user_id = $1 AND ended_at IS NULL"
        await tx.connection.execute(bound, UUID(person.id))
    assert await company.organizer.post(path, None, 200) == {"ended": 1, "everywhere": False}
    await world.settle()
    await again.get("/api/auth/me", 401)


async def test_a_manager_pauses_contributors_only_with_the_permission(world):
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    one = await membership(company, contributor)
    role = (await company.organizer.get("/api/auth/roles", name="Manager"))["items"][0]
    wanted = {**role["permissions"], "_meta": ["pause_contributors"]}
    await company.organizer.patch(f"/api/auth/roles/{role['id']}", {"permissions": wanted})
    await world.settle()
    await manager.post(f"{MEMBERS}/{one['id']}/pause", None, 200)
    await manager.post(f"{MEMBERS}/{(await membership(company, company.organizer))['id']}/pause", None, 403)


async def test_a_new_role_holds_at_once(world):
    company = await world.company()
    person = await company.contributor
    await person.post("/api/project/projects", {"name": "P"}, 403)
    one = await membership(company, person)
    await company.organizer.patch(f"{MEMBERS}/{one['id']}", {"roleId": await role_id(company, "Manager")})
    await world.settle()
    await person.post("/api/project/projects", {"name": "P"})
    await company.organizer.delete(f"{MEMBERS}/{one['id']}")
    await world.settle()
    await person.get("/api/auth/me", 401)


async def test_permissions_stay_within_a_roles_bounds(world):
    company = await world.company()
    manager = await company.manager
    for name, permissions, status in [
        ("Manager", {"settings": ["create", "read", "update", "delete", "assign"]}, 200),
        ("Contributor", {"tasks": ["read"]}, 200),
        ("Contributor", {"tasks": ["read", "delete"]}, 422),
        ("Client", {"projects": ["read", "update"]}, 422),
        ("Organizer", {"tasks": ["read"]}, 422),
        ("Manager", {"spaceships": ["read"]}, 422),
        ("Manager", {"tasks": ["fly"]}, 422),
    ]:
        await company.organizer.patch(
            f"/api/auth/roles/{await role_id(company, name)}", {"permissions": permissions}, status
        )
    await manager.patch(f"/api/auth/roles/{await role_id(company, 'Contributor')}", {"permissions": {}}, 403)
    await company.organizer.post("/api/auth/roles", {"name": "Manager"}, 409)
    await company.organizer.post("/api/auth/roles", {"name": "Wizard"}, 400)


async def test_a_role_that_nobody_has_can_go_and_come_back(world):
    company = await world.company()
    await company.client
    problem = await company.organizer.delete(f"/api/auth/roles/{await role_id(company, 'Client')}", 409)
    assert problem["rule"] == "role-in-use"
    assert (await company.organizer.delete(f"/api/auth/roles/{await role_id(company, 'Organizer')}", 409))["rule"]
    await company.organizer.delete(f"/api/auth/roles/{await role_id(company, 'Contributor')}")
    again = await company.organizer.post("/api/auth/roles", {"name": "Contributor"})
    assert again["permissions"]["tasks"] == ["read", "update"]


async def test_people_change_their_own_account_and_nobody_elses(world):
    company = await world.company()
    manager, contributor = await company.manager, await company.contributor
    path = f"/api/auth/users/{contributor.id}"
    assert (await contributor.patch(path, {"firstName": "Grace"}))["firstName"] == "Grace"
    await manager.patch(path, {"firstName": "Mallory"}, 403)
    await company.organizer.delete(path, 403)
    await (await company.client).get(path, 404)
    await contributor.delete(path)
    await contributor.get("/api/auth/me", 401)


async def test_an_account_that_is_deleted_leaves_nothing_behind_and_its_address_is_free(world):
    ours, theirs = await world.company("Ours"), await world.company("Theirs")
    person = await ours.contributor
    await theirs.organizer.post("/api/auth/invitations", {"email": person.email, "roleName": "Manager"})
    body = {"token": await world.invitation_token(theirs.organizer, person.email), "password": PASSWORD}
    assert (await world.http.post("/api/auth/invitations/accept", json=body)).status_code == 200
    await person.delete(f"/api/auth/users/{person.id}")
    await world.follow(activity_log)
    for company in (ours, theirs):
        assert (await company.organizer.get(MEMBERS, userId=person.id))["items"] == []
        log = await company.organizer.get("/api/auth/activity-logs", action="auth.organization_member.deleted")
        assert [entry["userId"] for entry in log["items"]] == [person.id]
        assert person.email not in str(await company.organizer.get("/api/auth/users", limit=200))
    await ours.organizer.delete(f"/api/auth/roles/{await role_id(ours, 'Contributor')}")  # nobody has it any more
    await ours.organizer.post("/api/auth/roles", {"name": "Contributor"})
    await ours.organizer.post("/api/auth/invitations", {"email": person.email, "roleName": "Contributor"})
    body = {"token": await world.invitation_token(ours.organizer, person.email), "password": PASSWORD}
    again = await world.http.post("/api/auth/invitations/accept", json=body | {"firstName": "Ada", "lastName": "L"})
    assert again.status_code == 200, again.text
    assert again.json()["user"]["id"] != person.id


async def test_the_only_organizer_of_one_company_stays_in_all_of_them(world):
    company = await world.company()
    person = await company.contributor
    await person.post("/api/auth/organizations", {"name": "Own house"})
    assert (await person.delete(f"/api/auth/users/{person.id}", 409))["rule"] == "last-organizer"
    assert len((await company.organizer.get(MEMBERS, userId=person.id))["items"]) == 1
    assert (await person.get("/api/auth/me"))["user"]["email"] == person.email


async def test_what_cannot_be_taken_back_asks_for_a_recent_proof(world, monkeypatch):
    company = await world.company()
    people = [await company.contributor, company.organizer]
    later(monkeypatch, minutes=8)

    async def by(person: Person, path: str, **body: str) -> Person:
        answer = await world.http.post(f"/api/auth/{path}", json=body)
        assert answer.status_code == 200, answer.text
        return Person(world.http, {**person.tokens, **answer.json()})

    stale = [await by(one, "refresh", refreshToken=one.tokens["refreshToken"]) for one in people]
    fresh = [await by(one, "login", email=one.email, password=PASSWORD) for one in people]
    later(monkeypatch, minutes=3)
    for path, old, new in zip((f"users/{people[0].id}", f"organizations/{company.id}"), stale, fresh, strict=True):
        assert (await old.delete(f"/api/auth/{path}", 403))["type"].endswith(":proof-required")
        await new.delete(f"/api/auth/{path}")


async def test_a_person_of_another_of_my_organizations_can_be_added(world):
    company = await world.company()
    person = await company.contributor
    stranger = (await world.company()).organizer
    other = await company.organizer.post("/api/auth/organizations", {"name": "Second house"})
    there = {"X-Organization-Id": other["id"]}
    roles = (await company.organizer.send("GET", "/api/auth/roles", headers=there)).json()["items"]
    role = next(one["id"] for one in roles if one["name"] == "Manager")
    for who, status in ((person, 201), (person, 409), (stranger, 422)):
        body = {"userId": who.id, "roleId": role}
        answer = await company.organizer.send("POST", MEMBERS, json=body, headers=there)
        assert answer.status_code == status, answer.text


async def test_a_closed_organization_lets_nobody_in(world):
    company = await world.company()
    manager = await company.manager
    await manager.delete(f"/api/auth/organizations/{company.id}", 403)
    await company.organizer.delete(f"/api/auth/organizations/{company.id}")
    await world.settle()
    await company.organizer.get("/api/auth/me", 401)
    await manager.get("/api/auth/me", 401)


async def grant_inviting(company, *actions: str) -> None:
    """Managers of the company may do that with people."""
    role = (await company.organizer.get("/api/auth/roles", name="Manager"))["items"][0]
    permissions = {**role["permissions"], "users": ["read", *actions]}
    await company.organizer.patch(f"/api/auth/roles/{role['id']}", {"permissions": permissions})
    await company.world.settle()


async def statuses(company) -> dict[str, str]:
    page = await company.organizer.get(INVITE, limit=100)
    return {one["email"].partition("@")[0]: one["status"] for one in page["items"] if "@sent." in one["email"]}


@pytest.mark.parametrize("end", ["removed", "paused", "left", "deleted", "demoted", "role"])
async def test_what_somebody_invited_to_goes_with_their_rights(world, end: str) -> None:
    company = await world.company()
    organizer = company.organizer
    await grant_inviting(company, "create")
    inviter = await (company.hire("Organizer") if end in {"paused", "demoted"} else company.manager)
    for who, name, role in [(inviter, "theirs", "Client"), (organizer, "ours", "Manager")]:
        await who.post(INVITE, {"email": f"{name}@sent.example", "roleName": role})
    if end == "demoted":
        await inviter.post(INVITE, {"email": "manager@sent.example", "roleName": "Manager"})
    token = await world.invitation_token(organizer, "theirs@sent.example")
    path = f"{MEMBERS}/{(await membership(company, inviter))['id']}"
    match end:
        case "removed":
            await organizer.delete(path)
        case "left":
            await inviter.delete(path)
        case "paused":
            await organizer.post(f"{path}/pause", None, 200)
        case "deleted":
            await inviter.delete(f"/api/auth/users/{inviter.id}")
        case "demoted":
            await organizer.patch(path, {"roleId": await role_id(company, "Manager")})
            assert await statuses(company) == {"theirs": "pending", "ours": "pending", "manager": "revoked"}
            await organizer.patch(path, {"roleId": await role_id(company, "Client")})
        case "role":
            await grant_inviting(company)
    found = await statuses(company)
    assert (found["theirs"], found["ours"]) == ("revoked", "pending")
    body = {"token": token, "password": PASSWORD, "firstName": "T", "lastName": "H"}
    assert (await world.http.post(f"{INVITE}/accept", json=body)).status_code == 404
    await world.follow(activity_log)
    entries = (await organizer.get("/api/auth/activity-logs", action="auth.invitation.updated"))["items"]
    changes = [one["metadata"]["changes"]["status"]["after"] for one in entries]
    assert "revoked" in changes


async def test_who_could_not_invite_to_a_role_does_not_send_it_again(world) -> None:
    """A Manager sees their own invitations; one to a Manager was sent while they were an Organizer."""
    company = await world.company()
    await grant_inviting(company, "create")
    manager, email = await company.manager, "again@sent.example"
    made = await manager.post(INVITE, {"email": email, "roleName": "Client"})
    await manager.post(f"{INVITE}/{made['id']}/resend", None, 200)
    async with world.runtime.database.write(for_the_system(UUID(company.id))) as tx:
        await tx.connection.execute(
            "UPDATE auth.invitations SET role_name = 'Manager' WHERE organization_id = $1 AND id = $2",
            UUID(company.id),
            UUID(made["id"]),
        )
    await manager.post(f"{INVITE}/{made['id']}/resend", None, 403)
    await company.organizer.post(f"{INVITE}/{made['id']}/resend", None, 200)
