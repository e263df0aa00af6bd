"""A PostgreSQL of one's own, named by VISTONE_DATABASE_URL: checked before use, the app's role made, errors in words."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import asyncpg
import pytest

from vistone.kernel import postgres


def silent(_: str) -> None:
    """Progress that nobody reads."""


class Server:
    """A server that is not Vistone's: one database `theirs`, owned by `acme`, and no role `vistone_app`."""

    def __init__(self, cluster: postgres.Cluster) -> None:
        self.cluster = cluster

    def url(self, user: str, password: str = "p-w", database: str = "theirs") -> str:
        """As TCP users write it, with the socket's folder for the host."""
        return f"postgresql://{user}:{password}@/{database}?{urlencode({'host': str(self.cluster.socket_dir)})}"

    async def admin(self, *statements: str) -> None:
        """Run statements as superuser."""
        connection = await asyncpg.connect(self.cluster.dsn("postgres", self.cluster.credentials.postgres, "theirs"))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    cluster = postgres.prepare(tmp_path / "server", progress=silent)
    running = await postgres.start(cluster, progress=silent)
    first = await asyncpg.connect(cluster.admin_dsn())
    for statement in (
        "DROP OWNED BY vistone_app",
        "DROP ROLE vistone_app",
        "CREATE ROLE acme LOGIN CREATEROLE PASSWORD 'p-w'",
        "CREATE ROLE plain LOGIN PASSWORD 'p-w'",
        "CREATE ROLE bypass LOGIN BYPASSRLS PASSWORD 'p-w'",
        "CREATE DATABASE theirs OWNER acme",
    ):
        await first.execute(statement)
    await first.close()
    theirs = Server(cluster)
    await theirs.admin("CREATE EXTENSION vector")  # not a trusted extension: their superuser adds it
    yield theirs
    await running.stop()


async def test_the_owner_makes_the_apps_role_once_and_keeps_its_password(server: Server, tmp_path: Path) -> None:
    data_dir = tmp_path / "ours"
    first = await postgres.connections(data_dir, server.url("acme"), None)
    assert (first.owner, first.app_role) == (server.url("acme"), "vistone_app")
    app = await asyncpg.connect(first.app)
    assert await app.fetchval(
        "SELECT current_user || rolsuper || rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ) == ("vistone_appfalsefalse")
    assert (
        await app.fetchval(
            "SELECT count(*) FROM pg_extension WHERE extname IN ('vector', 'pg_trgm', 'citext', 'unaccent')"
        )
        == 4
    )
    await app.close()
    assert ((data_dir / "external-app-password").stat().st_mode & 0o777) == 0o600
    assert await postgres.connections(data_dir, server.url("acme"), None) == first


async def test_an_app_role_of_ones_own(server: Server, tmp_path: Path) -> None:
    found = await postgres.connections(tmp_path, server.url("acme"), server.url("plain"))
    assert (found.app, found.app_role) == (server.url("plain"), "plain")


async def test_what_is_wrong_is_said_in_words(server: Server, tmp_path: Path) -> None:
    acme = server.url("acme")
    cases: list[tuple[str | None, str | None, str]] = [
        (server.url("acme", "wrong"), None, "VISTONE_DATABASE_URL: the server refuses the sign-in"),
        (server.url("acme", database="nowhere"), None, 'VISTONE_DATABASE_URL: database "nowhere" does not exist'),
        (server.url("plain"), None, "role plain may not create schemas in this database"),
        ("postgresql://acme:p-w@127.0.0.1:9/theirs", None, "no PostgreSQL can be reached there"),
        ("mysql://acme@host/theirs", None, "VISTONE_DATABASE_URL cannot be read"),
        (acme, acme, "The app may not run as acme"),
        (acme, server.url("bypass"), "The app may not run as bypass"),
        (acme, server.url("plain", "wrong"), "VISTONE_APP_DATABASE_URL: the server refuses the sign-in"),
        (acme, server.url("plain", database="postgres"), "lead to two different databases"),
        (None, server.url("plain"), "VISTONE_APP_DATABASE_URL is set and VISTONE_DATABASE_URL is not"),
        (None, None, "There is no complete Vistone database"),
    ]
    for owner, app, message in cases:
        with pytest.raises(postgres.PostgresError) as caught:
            await postgres.connections(tmp_path / "ours", owner, app)
        assert message in str(caught.value)
        assert "p-w" not in str(caught.value)


async def test_an_owner_that_may_not_make_roles_is_told_what_to_do(server: Server, tmp_path: Path) -> None:
    await server.admin("ALTER ROLE acme NOCREATEROLE")
    with pytest.raises(postgres.PostgresError, match="may not make the role vistone_app"):
        await postgres.connections(tmp_path / "ours", server.url("acme"), None)


async def test_a_missing_extension_names_who_can_add_it(server: Server, tmp_path: Path) -> None:
    await server.admin("DROP EXTENSION vector")
    with pytest.raises(postgres.PostgresError, match="Let a superuser run CREATE EXTENSION vector in database theirs"):
        await postgres.connections(tmp_path / "ours", server.url("acme"), None)


async def test_opened_starts_the_embedded_one_or_joins_the_running(tmp_path: Path) -> None:
    async with postgres.opened(tmp_path / "data", None, None, progress=silent) as outer:
        said: list[str] = []
        async with postgres.opened(tmp_path / "data", None, None, progress=said.append) as inner:
            assert inner == outer
        assert said == ["Using the database of the Vistone that runs"]
        connection = await asyncpg.connect(outer.app)
        assert await connection.fetchval("SELECT 1") == 1
        await connection.close()
    with pytest.raises(OSError):
        await asyncpg.connect(outer.app)
