"""The application in the test's own process, spoken to over HTTP, and the people who speak."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, Self, cast

import httpx
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from vistone.app import create_app
from vistone.auth import passwords
from vistone.kernel import logs
from vistone.kernel.errors import Unavailable
from vistone.kernel.events import Follower, Position
from vistone.kernel.jobs import Job, Worker
from vistone.kernel.live.wake import Waker
from vistone.kernel.outbox import deliver
from vistone.kernel.reactions import Reactor
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System
from vistone.kernel.settings import Settings
from vistone.kernel.thrown_away import drop_file
from vistone.services import SERVICES

PASSWORD = "correct horse battery"
SECRET = "one secret for every application on the database of the tests"

# Real argon2id, with so little work that a test can hire a dozen people.
passwords.hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
_numbers = itertools.count(1)

WAITING = """
SELECT EXISTS (
    SELECT FROM platform.jobs WHERE name = ANY($1) AND status <> 'held' AND (attempts > 0 OR run_at <= now())
)
"""
"""Whether there is work to do now, or to try again."""


class Person:
    """Somebody with a role in a company, and their client. Verbs answer the decoded body and check the status."""

    def __init__(self, http: httpx.AsyncClient, signed_in: dict[str, Any]) -> None:
        self.id: str = signed_in["user"]["id"]
        self.email: str = signed_in["user"]["email"]
        self.organization_id: str = signed_in["organization"]["id"]
        self.tokens = signed_in
        self.http = http
        self.headers = {
            "Authorization": f"Bearer {signed_in['accessToken']}",
            "X-Organization-Id": self.organization_id,
        }

    async def send(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **options: Any
    ) -> httpx.Response:
        """The bare answer."""
        return await self.http.request(method, path, headers={**self.headers, **(headers or {})}, **options)

    async def get(self, path: str, status: int = 200, /, **params: Any) -> Any:
        return _body(await self.send("GET", path, params=params), status)

    async def post(self, path: str, body: Any = None, status: int = 201, **headers: str) -> Any:
        return _body(await self.send("POST", path, json={} if body is None else body, headers=headers), status)

    async def patch(self, path: str, body: Any, status: int = 200, *, if_match: int | None = None) -> Any:
        headers = {"If-Match": f'"{if_match}"'} if if_match is not None else {}
        return _body(await self.send("PATCH", path, json=body, headers=headers), status)

    async def delete(self, path: str, status: int = 204, *, if_match: int | None = None) -> Any:
        headers = {"If-Match": f'"{if_match}"'} if if_match is not None else {}
        return _body(await self.send("DELETE", path, headers=headers), status)


def _body(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status, (
        f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text}"
    )
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
    return answer.json() if answer.content else None


class Company:
    """An organization of a test, with its people, made when they are first asked for."""

    def __init__(self, world: "World", organizer: Person) -> None:
        self.world = world
        self.organizer = organizer
        self.id = organizer.organization_id
        self._people: dict[str, Person] = {}

    async def person(self, role: str, name: str = "") -> Person:
        """Somebody with that role; the same person for the same name."""
        if role == "Organizer" and not name:
            return self.organizer
        key = role + name
        if key not in self._people:
            self._people[key] = await self.hire(role)
        return self._people[key]

    async def hire(self, role: str) -> Person:
        """A new person, by invitation."""
        email = f"{role.lower()}{next(_numbers)}@{self.id[-12:]}.example"
        await self.organizer.post("/api/auth/invitations", {"email": email, "roleName": role})
        token = await self.world.invitation_token(self.organizer, email)
        body = {"token": token, "password": PASSWORD, "firstName": role, "lastName": f"No {next(_numbers)}"}
        answer = await self.world.http.post("/api/auth/invitations/accept", json=body)
        assert answer.status_code == 200, answer.text
        return Person(self.world.http, answer.json())

    @property
    def manager(self) -> Any:
        return self.person("Manager")

    @property
    def contributor(self) -> Any:
        return self.person("Contributor")

    @property
    def client(self) -> Any:
        return self.person("Client")


@asynccontextmanager
async def started(app: Any) -> AsyncIterator[None]:
    """Takes an ASGI application through its lifespan, as a server does."""
    told: asyncio.Queue[Any] = asyncio.Queue()
    heard: asyncio.Queue[Any] = asyncio.Queue()
    life = asyncio.create_task(app({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, told.get, heard.put))
    for moment in ("startup", "shutdown"):
        await told.put({"type": f"lifespan.{moment}"})
        message = await asyncio.wait_for(heard.get(), 30)
        assert message["type"] == f"lifespan.{moment}.complete", message
        if moment == "startup":
            try:
                yield
            except BaseException:
                life.cancel()
                raise
    await life


class World:
    """The running application."""

    def __init__(self, http: httpx.AsyncClient, app: Any, dsn: str) -> None:
        self.http = http
        self.app = app
        self.dsn = dsn

    @property
    def runtime(self) -> Runtime:
        """What the application's process has: its database, files, settings."""
        runtime: Runtime = self.app._app.state.runtime
        return runtime

    @classmethod
    @asynccontextmanager
    async def running(cls, app_dsn: str, data_dir: Path, **more: Any) -> AsyncIterator[Self]:
        """The application, started as a server would; `more` are settings that differ."""
        quiet = {"log_level": "error", "requests_in_flight": 10_000, "secret_key": SECRET}
        settings = Settings(**{"data_dir": data_dir, "pool_size": 6, **quiet, **more})
        logs.configure(format="json", level="error")
        app = create_app(settings, app_dsn)
        async with (
            started(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(cast("Any", app)),
                base_url="http://127.0.0.1:8080",
                # All tests of a worker share it: a cookie that one is given must not sign the next one in.
                cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            ) as http,
        ):
            yield cls(http, app, app_dsn)

    @property
    def state(self) -> Any:
        """What the running application holds."""
        return self.app._app.state

    async def settle(self) -> None:
        """Waits until the live hub has handed out what was committed so far, so that changed rights hold. The log is read
        behind the oldest transaction of the whole cluster, and the other processes' tests hold some for seconds.
        """
        hub = self.state.hub
        async with self.state.database.read(System("test")) as tx:
            row = await tx.connection.fetchrow(
                "SELECT transaction, id FROM platform.events ORDER BY transaction DESC, id DESC LIMIT 1"
            )
        newest = Position(row["transaction"], row["id"])
        async with asyncio.timeout(30):
            while hub.position < newest:  # noqa: ASYNC110 -- the hub tells nobody how far it is
                await asyncio.sleep(0.005)

    async def company(self, name: str = "Test company") -> Company:
        """A new organization with its Organizer."""
        body = {
            "email": f"organizer{next(_numbers)}@{name.lower().replace(' ', '-')}-{id(self)}.example",
            "password": PASSWORD,
            "firstName": "Olga",
            "lastName": "Organizer",
            "organizationName": name,
        }
        answer = await self.http.post("/api/auth/register", json=body)
        assert answer.status_code == 201, answer.text
        return Company(self, Person(self.http, answer.json()))

    async def run_jobs(self, seconds: float = 60) -> None:
        """Runs the jobs that were queued, as the worker process would, until none waits or runs; those that reactions
        to events would queue are not among them, nor those that are for later."""
        jobs: list[Job[Any]] = [
            deliver,
            drop_file,
            *(job for service in SERVICES for job in service.jobs if job.schedule is None),
        ]
        names = [job.name for job in jobs]
        worker = Worker(self.dsn, jobs, context=self.runtime, poll_seconds=0.02, drain_seconds=1)
        working = asyncio.create_task(worker.run())
        try:
            async with asyncio.timeout(seconds):
                while True:
                    async with self.runtime.database.read(System("test")) as tx:
                        waiting = await tx.connection.fetchval(WAITING, names)
                    if not waiting:
                        return
                    await asyncio.sleep(0.02)
        finally:
            worker.stop()
            await working

    async def follow(self, *followers: Follower) -> None:
        """Lets the followers read the event log, as the worker process would, to its end."""
        reactor = Reactor(self.runtime.database, Waker(""), followers)
        await reactor.start()
        await reactor.stop()
        for follower in followers:
            await self._follow(reactor, follower)

    async def _follow(self, reactor: Reactor, follower: Follower) -> None:
        async with asyncio.timeout(60):
            while True:
                with suppress(Unavailable):  # what it needs is held by a write: again, as the reactor would
                    while await reactor._step(follower):
                        pass
                async with self.runtime.database.read(System("test")) as tx:
                    behind = await tx.connection.fetchval(
                        "SELECT EXISTS (SELECT FROM platform.events e, platform.cursors c "
                        "WHERE c.name = $1 AND (e.transaction, e.id) > (c.transaction, c.id))",
                        follower.name,
                    )
                if not behind:
                    return
                await asyncio.sleep(0.01)

    async def invitation_token(self, organizer: Person, email: str) -> str:
        """The token in the invitation mail to that address, from the outbox."""
        mails = await organizer.get("/api/auth/outbox-mails", toAddress=email)
        return str(mails["items"][0]["text"].split("token=")[1].split()[0])
