"""No sequence of calls gives anybody more than the rules allow: people of all roles call at random, against a model.

The model is written from architecture.md, "Roles", and imports nothing of `auth`: an Organizer may everything; a Manager
may be given anything, and changes Contributors' permissions only with `manage_permissions` and pauses Contributors only
with `pause_contributors`; a Contributor or Client never exceeds the default; only Organizers make Organizers and
Managers; one active Organizer stays; a token never exceeds what role and token have in common.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import httpx
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.world import PASSWORD, Person, World

T = TypeVar("T")

ACTIONS = ("create", "read", "update", "delete", "assign")
RESOURCES = (
    "users", "teams", "projects", "tasks", "clients", "wiki", "documents", "channels", "settings", "reports",
    "automation", "assistant", "notifications",
)  # fmt: skip
DELEGATIONS = ("manage_permissions", "pause_contributors")
ORGANIZER, MANAGER, CONTRIBUTOR, CLIENT = ROLES = ("Organizer", "Manager", "Contributor", "Client")

ALL = {f"{resource}:{action}" for resource in RESOURCES for action in ACTIONS} | {f"_meta:{one}" for one in DELEGATIONS}
MOST = {
    ORGANIZER: ALL,
    MANAGER: ALL,
    CONTRIBUTOR: {
        "users:read",
        "teams:read",
        "projects:read",
        "tasks:read",
        "tasks:update",
        "clients:read",
        "wiki:create",
        "wiki:read",
        "wiki:update",
        "documents:create",
        "documents:read",
        "documents:update",
        "channels:create",
        "channels:read",
        "channels:update",
        "settings:read",
        "reports:read",
        "assistant:create",
        "assistant:read",
        "assistant:update",
        "notifications:read",
        "notifications:update",
        "notifications:delete",
    },
    CLIENT: {
        "users:read",
        "projects:read",
        "tasks:read",
        "clients:read",
        "clients:update",
        "wiki:read",
        "documents:read",
        "channels:read",
        "channels:update",
        "settings:read",
        "assistant:create",
        "assistant:read",
        "notifications:read",
        "notifications:update",
        "notifications:delete",
    },
}
PEOPLE = 7
MEMBERS, OF_ROLES = "/api/auth/organization-members", "/api/auth/roles"

some = st.integers(0, 99)
rights = st.sets(st.sampled_from(sorted(ALL)), max_size=12)


def flat(permissions: dict[str, list[str]]) -> set[str]:
    """`{"tasks": ["read"]}` as `{"tasks:read"}`."""
    return {f"{resource}:{action}" for resource, actions in permissions.items() for action in actions}


def full(permissions: set[str]) -> dict[str, list[str]]:
    """The other way round, each resource named."""
    named: dict[str, list[str]] = {resource: [] for resource in (*RESOURCES, "_meta")}
    for one in sorted(permissions):
        resource, _, action = one.partition(":")
        named[resource].append(action)
    return named


@dataclass
class Known:
    """Somebody of the model: `role` and `paused` as the rules let them come about; `here` until removed."""

    person: Person
    role: str
    member_id: str
    paused: bool = False
    here: bool = True
    tokens: list[tuple[str, set[str]]] = field(default_factory=list)

    @property
    def active(self) -> bool:
        return self.here and not self.paused


class Roles(RuleBasedStateMachine):
    """One organization, its people and what they try."""

    world: World
    loop: asyncio.AbstractEventLoop

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Runs the coroutine in the test's loop, where the application lives; this machine has a thread of its own."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(60)

    @initialize()
    def found(self) -> None:
        self.wait(self._found())

    async def _found(self) -> None:
        self.company = await self.world.company()
        organizer = self.company.organizer
        found = (await organizer.get(OF_ROLES))["items"]
        self.role_ids = {one["name"]: one["id"] for one in found}
        self.held = {one["name"]: flat(one["permissions"]) for one in found}
        assert self.held[ORGANIZER] == ALL
        assert self.held[CONTRIBUTOR] == MOST[CONTRIBUTOR]
        assert self.held[CLIENT] == MOST[CLIENT]
        mine = (await organizer.get(MEMBERS))["items"][0]
        self.people = [Known(organizer, ORGANIZER, mine["id"])]
        for role in (MANAGER, CONTRIBUTOR, CLIENT):
            assert await self._invite(self.people[0], role)

    # ---- who there is ----

    def one(self, number: int) -> Known:
        return self.people[number % len(self.people)]

    def organizers(self) -> list[Known]:
        return [one for one in self.people if one.active and one.role == ORGANIZER]

    def last(self, whom: Known) -> bool:
        return self.organizers() == [whom]

    def may(self, who: Known, right: str) -> bool:
        return who.active and right in self.held[who.role]

    async def send(self, who: Known, method: str, path: str, body: Any = None) -> httpx.Response:
        """The answer, which is never an error of ours; changed rights hold afterwards."""
        answer = await who.person.send(method, path, json=body)
        assert answer.status_code < 500, answer.text
        if not who.active:
            assert answer.status_code == 401, f"who is out is asked for a sign-in: {answer.text}"
        if answer.is_success:
            await self.world.settle()
        return answer

    def judge(self, answer: httpx.Response, *, allowed: bool, surely: bool) -> bool:
        """Whether it was done: only what is `allowed`, and what is `surely` allowed always."""
        if answer.is_success:
            assert allowed, f"{answer.request.method} {answer.request.url} went beyond the rules: {answer.text}"
        else:
            assert not (allowed and surely), f"{answer.request.method} {answer.request.url}: {answer.text}"
        return answer.is_success

    # ---- what they try ----

    @rule(who=some, whom=some, role=st.sampled_from(ROLES))
    def give_role(self, who: int, whom: int, role: str) -> None:
        by, to = self.one(who), self.one(whom)
        allowed = by.active and by.role == ORGANIZER and to.here and not (self.last(to) and role != ORGANIZER)
        body = {"roleId": self.role_ids[role]}
        answer = self.wait(self.send(by, "PATCH", f"{MEMBERS}/{to.member_id}", body))
        if self.judge(answer, allowed=allowed, surely=True):
            to.role = role

    @rule(who=some, role=st.sampled_from(ROLES), wanted=rights, beyond=st.booleans())
    def change_permissions(self, who: int, role: str, wanted: set[str], *, beyond: bool) -> None:
        by = self.one(who)
        if not beyond:
            wanted = wanted & MOST[role]
        fits = wanted == ALL if role == ORGANIZER else wanted <= MOST[role]
        by_organizer = by.active and by.role == ORGANIZER
        by_manager = by.role == MANAGER and role == CONTRIBUTOR and self.may(by, "_meta:manage_permissions")
        body = {"permissions": full(wanted)}
        answer = self.wait(self.send(by, "PATCH", f"{OF_ROLES}/{self.role_ids[role]}", body))
        if self.judge(answer, allowed=fits and (by_organizer or by_manager), surely=by_organizer):
            self.held[role] = wanted

    @rule(delegation=st.sets(st.sampled_from(DELEGATIONS)), more=st.sampled_from(["", "users:create", "users:assign"]))
    def delegate(self, delegation: set[str], more: str) -> None:
        """An Organizer gives Managers all that the rules about Managers turn on, which is rare at random."""
        by = self.organizers()[0]
        kept = {one for one in self.held[MANAGER] if not one.startswith("_meta:")}
        wanted = kept | {f"_meta:{one}" for one in delegation} | ({more, "users:read", "settings:read"} - {""})
        body = {"permissions": full(wanted)}
        answer = self.wait(self.send(by, "PATCH", f"{OF_ROLES}/{self.role_ids[MANAGER]}", body))
        assert self.judge(answer, allowed=True, surely=True)
        self.held[MANAGER] = wanted

    @rule(who=some, role=st.sampled_from(ROLES))
    def invite(self, who: int, role: str) -> None:
        if len(self.people) < PEOPLE:
            self.wait(self._invite(self.one(who), role))

    async def _invite(self, by: Known, role: str) -> bool:
        email = f"person{len(self.people)}@{self.company.id[-12:]}.example"
        allowed = self.may(by, "users:create") and (role in {CONTRIBUTOR, CLIENT} or by.role == ORGANIZER)
        answer = await self.send(by, "POST", "/api/auth/invitations", {"email": email, "roleName": role})
        if not self.judge(answer, allowed=allowed, surely=True):
            return False
        token = await self.world.invitation_token(self.organizers()[0].person, email)
        body = {"token": token, "password": PASSWORD, "firstName": role, "lastName": "P", "roleName": ORGANIZER}
        assert (await self.world.http.post("/api/auth/invitations/accept", json=body)).status_code == 400
        del body["roleName"]
        joined = await self.world.http.post("/api/auth/invitations/accept", json=body)
        assert joined.status_code == 200, joined.text
        person = Person(self.world.http, joined.json())
        member = (await self.organizers()[0].person.get(MEMBERS, userId=person.id))["items"][0]
        self.people.append(Known(person, role, member["id"]))
        return True

    @rule(who=some, whom=some, verb=st.sampled_from(["pause", "resume"]))
    def pause_or_resume(self, who: int, whom: int, verb: str) -> None:
        by, to = self.one(who), self.one(whom)
        by_organizer = by.active and by.role == ORGANIZER and by is not to
        by_manager = by.role == MANAGER and to.role == CONTRIBUTOR and self.may(by, "_meta:pause_contributors")
        answer = self.wait(self.send(by, "POST", f"{MEMBERS}/{to.member_id}/{verb}"))
        if self.judge(answer, allowed=to.here and (by_organizer or by_manager), surely=by_organizer):
            to.paused = verb == "pause"

    @rule(who=some, whom=some)
    def remove(self, who: int, whom: int) -> None:
        by, to = self.one(who), self.one(whom)
        allowed = by.active and to.here and (by is to or by.role == ORGANIZER) and not self.last(to)
        answer = self.wait(self.send(by, "DELETE", f"{MEMBERS}/{to.member_id}"))
        if self.judge(answer, allowed=allowed, surely=by.role == ORGANIZER):
            to.here = False

    @rule(who=some, wanted=rights, within=st.booleans())
    def make_token(self, who: int, wanted: set[str], *, within: bool) -> None:
        by = self.one(who)
        if within:
            wanted = {one for one in wanted & self.held[by.role] if not one.startswith("_meta:")}
        until = (datetime.now(UTC) + timedelta(days=1)).isoformat().replace("+00:00", "Z")
        asked = {resource: actions for resource, actions in full(wanted).items() if actions}
        body = {"name": "T", "permissions": asked, "expiresAt": until}
        answer = self.wait(self.send(by, "POST", "/api/auth/tokens", body))
        fits = wanted <= self.held[by.role] and bool(wanted) and not any(one.startswith("_meta:") for one in wanted)
        if self.judge(answer, allowed=by.active and fits, surely=True):
            by.tokens.append((answer.json()["token"], wanted))

    @rule(who=some, which=some, whom=some)
    def try_by_token(self, who: int, which: int, whom: int) -> None:
        """A token says what it may, which is never more than role and token, and changes nobody's rights."""
        by, to = self.one(who), self.one(whom)
        if by.tokens:
            self.wait(self._try(by, *by.tokens[which % len(by.tokens)], to))

    async def _try(self, by: Known, token: str, asked: set[str], to: Known) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        me = await self.world.http.get("/api/auth/me", headers=headers)
        assert me.status_code == (200 if by.active else 401), me.text
        if by.active:
            assert flat(me.json()["permissions"]) == asked & self.held[by.role]
        made = await self.world.http.post("/api/project/projects", json={"name": "By token"}, headers=headers)
        assert made.is_success == (by.active and "projects:create" in asked & self.held[by.role]), made.text
        for method, path, body in (
            ("PATCH", f"{MEMBERS}/{to.member_id}", {"roleId": self.role_ids[ORGANIZER]}),
            ("PATCH", f"{OF_ROLES}/{self.role_ids[CLIENT]}", {"permissions": full(MOST[CLIENT])}),
            ("POST", f"{MEMBERS}/{to.member_id}/pause", None),
            ("POST", "/api/auth/invitations", {"email": "x@x.example", "roleName": CLIENT}),
            ("POST", "/api/auth/tokens", {"name": "T", "permissions": {"tasks": ["read"]}, "expiresAt": "2030-01-01T00:00:00Z"}),
        ):  # fmt: skip
            answer = await self.world.http.request(method, path, json=body, headers=headers)
            assert answer.status_code == (403 if by.active else 401), (method, path, answer.text)

    # ---- what always holds ----

    @invariant()
    def nobody_has_more(self) -> None:
        if hasattr(self, "people"):
            self.wait(self._look())

    async def _look(self) -> None:
        assert self.organizers(), "an organization keeps an active Organizer"
        eyes = self.organizers()[0].person
        found = {one["id"]: one for one in (await eyes.get(MEMBERS, limit=50))["items"]}
        names = {id: name for name, id in self.role_ids.items()}
        assert {id: (names[one["roleId"]], one["pausedAt"] is not None) for id, one in found.items()} == {
            one.member_id: (one.role, one.paused) for one in self.people if one.here
        }
        kept = {one["name"]: flat(one["permissions"]) for one in (await eyes.get(OF_ROLES))["items"]}
        assert kept == self.held
        assert all(kept[name] <= MOST[name] for name in ROLES)

    def teardown(self) -> None:
        if hasattr(self, "people"):
            self.wait(self._ask_everybody())

    async def _ask_everybody(self) -> None:
        for one in self.people:
            answer = await one.person.send("GET", "/api/auth/me")
            assert answer.status_code == (200 if one.active else 401), answer.text
            if one.active:
                assert answer.json()["role"] == one.role
                assert flat(answer.json()["permissions"]) == self.held[one.role]
            for token, asked in one.tokens:
                await self._try(one, token, asked, self.people[0])


async def test_no_sequence_of_calls_gives_anybody_more_than_the_rules_allow(world: World) -> None:
    class Here(Roles):
        pass

    Here.world, Here.loop = world, asyncio.get_running_loop()
    quick = settings(
        max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    await asyncio.to_thread(run_state_machine_as_test, Here, settings=quick)
