"""The decision table of roles: who gives what to whom, who pauses, demotes and removes whom, and what always stays."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.postgres_fixture import TestDatabase
from tests.world import Company, Person
from vistone.auth import permissions
from vistone.auth.permissions import DEFAULTS, META
from vistone.kernel.errors import Invalid, Problem
from vistone.kernel.scope import ACTIONS, META_PERMISSIONS, RESOURCES, RoleName, Scope, flatten

MEMBERS = "/api/auth/organization-members"
ROLES = "/api/auth/roles"
NAMES = list(RoleName)


async def membership(company: Company, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = (await company.organizer.get(MEMBERS, userId=person.id))["items"][0]
    return found


async def role(company: Company, name: str) -> dict[str, Any]:
    found: dict[str, Any] = (await company.organizer.get(ROLES, name=name))["items"][0]
    return found


async def grant(company: Company, *meta: str, **changed: list[str]) -> None:
    """Gives the company's Managers these delegations, and other permissions where they are given."""
    manager = await role(company, "Manager")
    wanted = {**manager["permissions"], META: list(meta), **changed}
    await company.organizer.patch(f"{ROLES}/{manager['id']}", {"permissions": wanted})
    await company.world.settle()


# ---- which permission a role may hold at all: every role, resource and action ----

BOUNDS = [
    (name, resource, action)
    for name in NAMES
    for resource, actions in [*((one, ACTIONS) for one in RESOURCES), (META, META_PERMISSIONS)]
    for action in actions
]


def may_hold(name: RoleName, resource: str, action: str) -> bool:
    """The rule of the architecture: an Organizer has all, a Manager anything, the others nothing beyond their default."""
    if name in {RoleName.ORGANIZER, RoleName.MANAGER}:
        return True
    return action in DEFAULTS[name].get(resource, ())


@pytest.mark.parametrize("name", NAMES)
def test_a_role_holds_what_lies_within_its_bounds_and_nothing_else(name: RoleName) -> None:
    wrong = []
    for one, resource, action in BOUNDS:
        if one is not name:
            continue
        start = {key: list(value) for key, value in DEFAULTS[name].items()}
        wanted = {**start, resource: sorted({*start.get(resource, ()), action})}
        allowed = may_hold(name, resource, action)
        if allowed:
            wrong += [] if action in permissions.checked(name, wanted)[resource] else [(resource, action)]
            continue
        with pytest.raises(Invalid) as refused:
            permissions.checked(name, wanted)
        wrong += [] if refused.value.errors[0].field == f"permissions.{resource}" else [(resource, action)]
    assert wrong == []


@pytest.mark.parametrize("name", [RoleName.MANAGER, RoleName.CONTRIBUTOR, RoleName.CLIENT])
def test_every_permission_of_a_default_can_be_taken_away(name: RoleName) -> None:
    for resource, actions in DEFAULTS[name].items():
        for action in actions:
            left = {**DEFAULTS[name], resource: [one for one in actions if one != action]}
            assert action not in permissions.checked(name, left)[resource]


def test_nothing_is_taken_from_organizers() -> None:
    for resource, actions in DEFAULTS[RoleName.ORGANIZER].items():
        with pytest.raises(Invalid):
            permissions.checked(RoleName.ORGANIZER, {**DEFAULTS[RoleName.ORGANIZER], resource: actions[1:]})


# ---- who changes which role ----

GIVERS = {
    "Organizer": {"Organizer", "Manager", "Contributor", "Client"},
    "Manager": set(),
    "Manager with manage_permissions": {"Contributor"},
    "Manager with pause_contributors": set(),
    "Contributor": set(),
    "Client": set(),
}


def scope_of(giver: str) -> Scope:
    name, _, meta = giver.partition(" with ")
    own = flatten(DEFAULTS[RoleName(name)]) | ({f"{META}:{meta}"} if meta else set())
    return Scope(UUID(int=1), UUID(int=2), RoleName(name), frozenset(own))


@pytest.mark.parametrize("giver", GIVERS)
def test_who_changes_which_role(giver: str) -> None:
    may = set()
    for name in NAMES:
        try:
            permissions.check_may_change(scope_of(giver), name)
            may.add(name.value)
        except Problem:
            pass
    assert may == GIVERS[giver]


async def test_who_changes_which_role_over_http(world) -> None:
    company = await world.company()
    for giver, theirs in GIVERS.items():
        name, _, meta = giver.partition(" with ")
        if name == "Manager":
            await grant(company, *([meta] if meta else []))
        person = await company.person(name)
        for one in NAMES:
            record = await role(company, one.value)
            body = {"permissions": record["permissions"]}
            answer = await person.send("PATCH", f"{ROLES}/{record['id']}", json=body)
            allowed = one.value in theirs
            seen = name != "Client" or one is RoleName.CLIENT
            assert answer.status_code == (200 if allowed else 403 if seen else 404), (giver, one, answer.text)
            assert (answer.status_code == 200) == ("update" in (await _as_seen(person, record)).get("abilities", ()))


async def _as_seen(person: Person, record: dict[str, Any]) -> dict[str, Any]:
    answer = await person.send("GET", f"{ROLES}/{record['id']}")
    return dict(answer.json()) if answer.status_code == 200 else {}


async def test_a_manager_takes_and_gives_back_and_no_more(world) -> None:
    company = await world.company()
    manager = await company.manager
    await grant(company, "manage_permissions")
    path = f"{ROLES}/{(await role(company, 'Contributor'))['id']}"
    default = dict(DEFAULTS[RoleName.CONTRIBUTOR])
    assert (await manager.patch(path, {"permissions": {**default, "tasks": ["read"]}}))["permissions"]["tasks"] == [
        "read"
    ]
    assert (await manager.patch(path, {"permissions": default}))["permissions"]["tasks"] == ["read", "update"]
    for beyond in ({"tasks": ["read", "update", "delete"]}, {META: ["manage_permissions"]}, {"settings": ["update"]}):
        await manager.patch(path, {"permissions": {**default, **beyond}}, 422)
    mine = await role(company, "Manager")
    await manager.patch(f"{ROLES}/{mine['id']}", {"permissions": mine["permissions"]}, 403)
    await manager.post(ROLES, {"name": "Client"}, 403)
    await manager.delete(f"{ROLES}/{mine['id']}", 403)


# ---- who pauses and resumes whom ----

PAUSERS = {
    "Organizer": {"Organizer", "Manager", "Contributor", "Client"},
    "Manager": set(),
    "Manager with pause_contributors": {"Contributor"},
    "Manager with manage_permissions": set(),
    "Contributor": set(),
    "Client": set(),
}


async def test_who_pauses_whom(world) -> None:
    company = await world.company()
    targets = {name.value: await company.person(name.value, "target") for name in NAMES}
    for giver, theirs in PAUSERS.items():
        name, _, meta = giver.partition(" with ")
        if name == "Manager":
            await grant(company, *([meta] if meta else []))
        person = await company.person(name)
        for whom, target in targets.items():
            path = f"{MEMBERS}/{(await membership(company, target))['id']}"
            for verb in ("pause", "resume"):
                answer = await person.send("POST", f"{path}/{verb}")
                wanted = 200 if whom in theirs else 404 if name == "Client" else 403
                assert answer.status_code == wanted, (giver, verb, whom, answer.text)
    manager = await company.manager
    await grant(company, "pause_contributors")
    itself = await membership(company, manager)
    await manager.post(f"{MEMBERS}/{itself['id']}/pause", None, 403)


async def test_no_delegation_pauses_a_manager_or_oneself(world) -> None:
    company = await world.company()
    await grant(
        company, "pause_contributors", "manage_permissions", users=["create", "read", "update", "delete", "assign"]
    )
    manager, other = await company.manager, await company.person("Manager", "other")
    for target in (manager, other, company.organizer, await company.client):
        await manager.post(f"{MEMBERS}/{(await membership(company, target))['id']}/pause", None, 403)
    await company.organizer.post(f"{MEMBERS}/{(await membership(company, company.organizer))['id']}/pause", None, 403)


# ---- who gives which role to whom: by inviting, adding, changing ----


async def test_who_gives_which_role(world) -> None:
    """A Manager to whom everything was given invites Contributors and Clients, and makes nobody anything else."""
    company = await world.company()
    everything = {resource: list(ACTIONS) for resource in RESOURCES}
    await grant(company, *META_PERMISSIONS, **everything)
    manager, organizer = await company.manager, company.organizer
    target = await membership(company, await company.contributor)
    for number, name in enumerate(NAMES):
        body = {"email": f"who{number}@{company.id[-12:]}.example", "roleName": name.value}
        theirs = name in {RoleName.CONTRIBUTOR, RoleName.CLIENT}
        await manager.post("/api/auth/invitations", body, 201 if theirs else 403)
        await manager.patch(f"{MEMBERS}/{target['id']}", {"roleId": (await role(company, name))["id"]}, 403)
        if name is not RoleName.ORGANIZER:
            await organizer.patch(f"{MEMBERS}/{target['id']}", {"roleId": (await role(company, name))["id"]})
    await manager.patch(f"{MEMBERS}/{(await membership(company, manager))['id']}", {"roleId": target["roleId"]}, 403)
    await manager.delete(f"{MEMBERS}/{(await membership(company, organizer))['id']}", 403)
    await manager.delete(f"{MEMBERS}/{target['id']}", 403)
    for who in (await company.person("Contributor", "second"), await company.client):
        await who.post("/api/auth/invitations", {"email": "x@x.example", "roleName": "Client"}, 403)


async def test_a_manager_who_adds_a_known_person_makes_them_no_manager(world) -> None:
    """By adding somebody of another of one's organizations, too, only an Organizer makes Organizers and Managers."""
    company = await world.company()
    await grant(company, users=["create", "read"])
    manager = await company.manager
    own = await manager.post("/api/auth/organizations", {"name": "Of the manager"})
    there = {"X-Organization-Id": own["id"]}
    for number, (name, status) in enumerate(
        [("Organizer", 403), ("Manager", 403), ("Contributor", 201), ("Client", 201)]
    ):
        email = f"known{number}@{own['slug']}.example"
        await manager.post("/api/auth/invitations", {"email": email, "roleName": "Client"}, 201, **there)
        mails = await manager.send("GET", "/api/auth/outbox-mails", params={"toAddress": email}, headers=there)
        token = mails.json()["items"][0]["text"].split("token=")[1].split()[0]
        body = {"token": token, "password": "correct horse battery", "firstName": "K", "lastName": "N"}
        joined = (await world.http.post("/api/auth/invitations/accept", json=body)).json()
        wanted = {"userId": joined["user"]["id"], "roleId": (await role(company, name))["id"]}
        await manager.post(MEMBERS, wanted, status)


# ---- the last Organizer ----

Attempt = Callable[[Company, Person, dict[str, Any]], Awaitable[Any]]


async def _demote(company: Company, by: Person, member: dict[str, Any]) -> Any:
    to = (await role(company, "Manager"))["id"]
    return await by.send("PATCH", f"{MEMBERS}/{member['id']}", json={"roleId": to})


async def _pause(_: Company, by: Person, member: dict[str, Any]) -> Any:
    return await by.send("POST", f"{MEMBERS}/{member['id']}/pause")


async def _remove(_: Company, by: Person, member: dict[str, Any]) -> Any:
    return await by.send("DELETE", f"{MEMBERS}/{member['id']}")


async def _delete_account(_: Company, by: Person, __: dict[str, Any]) -> Any:
    return await by.send("DELETE", f"/api/auth/users/{by.id}")


# What the first and the second of two Organizers do at once: to the other one, or to themselves.
AT_ONCE: dict[str, tuple[tuple[Attempt, bool], tuple[Attempt, bool]]] = {
    "two demotions": ((_demote, False), (_demote, False)),
    "two pauses": ((_pause, False), (_pause, False)),
    "two removals": ((_remove, False), (_remove, False)),
    "both leave": ((_remove, True), (_remove, True)),
    "both delete their accounts": ((_delete_account, True), (_delete_account, True)),
    "both step down": ((_demote, True), (_demote, True)),
    "a demotion and a pause": ((_demote, False), (_pause, False)),
    "one leaves, one deletes their account": ((_remove, True), (_delete_account, True)),
    "one steps down, one deletes their account": ((_demote, True), (_delete_account, True)),
    "one pauses the other, who deletes their account": ((_pause, False), (_delete_account, True)),
    "one demotes the other, who leaves": ((_demote, False), (_remove, True)),
}


async def active_organizers(database: TestDatabase, company: Company) -> int:
    connection = await asyncpg.connect(database.admin)
    try:
        return int(
            await connection.fetchval(
                "SELECT count(*) FROM auth.organization_members m JOIN auth.roles r ON r.id = m.role_id "
                "JOIN auth.users u ON u.id = m.user_id WHERE m.organization_id = $1 AND r.name = 'Organizer' "
                "AND m.paused_at IS NULL AND u.deleted_at IS NULL",
                UUID(company.id),
            )
        )
    finally:
        await connection.close()


@pytest.mark.parametrize("what", AT_ONCE)
async def test_two_at_once_leave_one_organizer(world, database: TestDatabase, what: str) -> None:
    for _ in range(3):
        company = await world.company()
        first, second = company.organizer, await company.hire("Organizer")
        members = {who.id: await membership(company, who) for who in (first, second)}
        steps = []
        for (attempt, itself), by, other in zip(AT_ONCE[what], (first, second), (second, first), strict=True):
            steps.append(attempt(company, by, members[by.id if itself else other.id]))
        answers = await asyncio.gather(*steps)
        assert all(one.status_code in {200, 204, 401, 403, 404, 409} for one in answers), [one.text for one in answers]
        assert await active_organizers(database, company) >= 1, [one.status_code for one in answers]


async def test_an_organizer_who_deleted_their_account_is_none(world, database: TestDatabase) -> None:
    """Who stays behind is the last one then, whatever memberships are still there."""
    company = await world.company()
    second = await company.hire("Organizer")
    await second.delete(f"/api/auth/users/{second.id}")
    mine = await membership(company, company.organizer)
    to = (await role(company, "Manager"))["id"]
    for attempt in (
        company.organizer.patch(f"{MEMBERS}/{mine['id']}", {"roleId": to}, 409),
        company.organizer.delete(f"{MEMBERS}/{mine['id']}", 409),
        company.organizer.delete(f"/api/auth/users/{company.organizer.id}", 409),
    ):
        assert (await attempt)["rule"] == "last-organizer"
    assert await active_organizers(database, company) == 1


async def test_a_paused_organizer_does_not_count(world, database: TestDatabase) -> None:
    company = await world.company()
    second = await company.hire("Organizer")
    await company.organizer.post(f"{MEMBERS}/{(await membership(company, second))['id']}/pause", None, 200)
    mine = await membership(company, company.organizer)
    assert (await company.organizer.delete(f"{MEMBERS}/{mine['id']}", 409))["rule"] == "last-organizer"
    assert (await company.organizer.delete(f"/api/auth/users/{company.organizer.id}", 409))["rule"] == "last-organizer"
    assert await active_organizers(database, company) == 1


# ---- the four names ----


async def test_the_database_too_knows_four_names(world, database: TestDatabase) -> None:
    company = await world.company()
    connection = await asyncpg.connect(database.admin)
    try:
        for name in ("Wizard", "organizer", "Organizer ", ""):
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(
                    "UPDATE auth.roles SET name = $2 WHERE organization_id = $1 AND name = 'Client'",
                    UUID(company.id),
                    name,
                )
            with pytest.raises(asyncpg.CheckViolationError):
                await connection.execute(
                    "INSERT INTO auth.roles (id, organization_id, name, permissions, created_at, updated_at) "
                    "VALUES (gen_random_uuid(), $1, $2, '{}', now(), now())",
                    UUID(company.id), name,
                )  # fmt: skip
        with pytest.raises(asyncpg.UniqueViolationError):
            await connection.execute(
                "UPDATE auth.roles SET name = 'Manager' WHERE organization_id = $1 AND name = 'Client'",
                UUID(company.id),
            )
        with pytest.raises(asyncpg.NotNullViolationError):
            await connection.execute("UPDATE auth.roles SET name = NULL WHERE organization_id = $1", UUID(company.id))
    finally:
        await connection.close()
