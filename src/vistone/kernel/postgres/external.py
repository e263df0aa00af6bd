"""Which database to speak to: one that a setting names, or the embedded one in the data folder."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
import msgspec

from vistone.kernel.postgres.cluster import APP_ROLE, EXTENSIONS, Progress, existing, prepare
from vistone.kernel.postgres.errors import InUseError, PostgresError
from vistone.kernel.postgres.server import Running, start

OLDEST = 16
CONNECT_SECONDS = 10.0


class Connections(msgspec.Struct, frozen=True):
    """The two ways in, and the name of the app's role, to which migrations grant."""

    owner: str
    app: str
    app_role: str


async def connections(data_dir: Path, database_url: str | None, app_database_url: str | None) -> Connections:
    """The addresses that every command uses.

    Without `database_url`: those of the embedded database in `data_dir`, which must have been made; whether it runs is
    not looked at. With it: that database is checked (version, extensions) and, unless `app_database_url` says which
    role the app runs under, the role `vistone_app` is made there, its password kept in `data_dir` (0600).
    Errors: PostgresError, saying what is missing and what to do.
    """
    if database_url is None:
        if app_database_url is not None:
            raise PostgresError(
                "VISTONE_APP_DATABASE_URL is set and VISTONE_DATABASE_URL is not. Set both, or neither for Vistone's own database."
            )
        cluster = existing(data_dir)
        return Connections(owner=cluster.owner_dsn(), app=cluster.app_dsn(), app_role=APP_ROLE)
    owner = await _connect(database_url, "VISTONE_DATABASE_URL")
    try:
        await _check_owner(owner)
        if app_database_url is None:
            app_database_url = await _make_app_role(owner, data_dir, database_url)
        owner_name: str = await owner.fetchval("SELECT current_user::text")
        identity = await _identity(owner)
    finally:
        await owner.close()
    app = await _connect(app_database_url, "VISTONE_APP_DATABASE_URL")
    try:
        return Connections(
            owner=database_url, app=app_database_url, app_role=await _check_app(app, owner_name, identity)
        )
    finally:
        await app.close()


@asynccontextmanager
async def opened(
    data_dir: Path, database_url: str | None, app_database_url: str | None, *, progress: Progress
) -> AsyncIterator[Connections]:
    """The addresses of a database that answers, for a command that may be typed while Vistone runs and while not.

    The embedded one is made and started for the length of the block unless a running Vistone has it.
    """
    running: Running | None = None
    if database_url is None:
        try:
            running = await start(prepare(data_dir, progress=progress), progress=progress)
        except InUseError:
            progress("Using the database of the Vistone that runs")
    try:
        yield await connections(data_dir, database_url, app_database_url)
    finally:
        if running is not None:
            await running.stop(progress=progress)


async def _connect(url: str, setting: str) -> "asyncpg.Connection[asyncpg.Record]":
    """Connect, or say in a sentence that names the setting why not. The password in the URL is not repeated."""
    try:
        return await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    except asyncpg.InvalidCatalogNameError as error:
        raise PostgresError(f"{setting}: {error}. Create that database first.") from None
    except asyncpg.InvalidAuthorizationSpecificationError as error:
        raise PostgresError(f"{setting}: the server refuses the sign-in: {error}.") from None
    except (TimeoutError, OSError) as error:
        reason = str(error) or f"no answer within {CONNECT_SECONDS:g} s"
        raise PostgresError(f"{setting}: no PostgreSQL can be reached there: {reason}.") from None
    except (asyncpg.InterfaceError, ValueError) as error:
        raise PostgresError(
            f"{setting} cannot be read: {error}. It should look like postgresql://user:password@host:5432/database."
        ) from None
    except asyncpg.PostgresError as error:
        raise PostgresError(f"{setting}: {error}.") from None


async def _check_owner(owner: "asyncpg.Connection[asyncpg.Record]") -> None:
    version = owner.get_server_version()
    if version.major < OLDEST:
        raise PostgresError(
            f"VISTONE_DATABASE_URL leads to a PostgreSQL {version.major}; Vistone needs {OLDEST} or newer."
        )
    rights = await owner.fetchrow(
        "SELECT current_user::text AS name, current_database()::text AS database, "
        "has_database_privilege(current_database(), 'CREATE') AS may_create"
    )
    if rights is None or not rights["may_create"]:
        raise PostgresError(
            f"VISTONE_DATABASE_URL: role {rights and rights['name']} may not create schemas in this database. "
            "Make it the owner (ALTER DATABASE … OWNER TO …)."
        )
    for name in EXTENSIONS:
        try:
            await owner.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except asyncpg.FeatureNotSupportedError:
            hint = "pgvector" if name == "vector" else "postgresql-contrib"
            raise PostgresError(
                f"VISTONE_DATABASE_URL: the extension {name} is not installed on that server (package {hint})."
            ) from None
        except asyncpg.InsufficientPrivilegeError:
            raise PostgresError(
                f"VISTONE_DATABASE_URL: role {rights['name']} may not add the extension {name}. "
                f"Let a superuser run CREATE EXTENSION {name} in database {rights['database']}."
            ) from None


async def _make_app_role(owner: "asyncpg.Connection[asyncpg.Record]", data_dir: Path, database_url: str) -> str:
    """The role `vistone_app` with the password that we keep, made or brought up to date; its address."""
    password = _kept_password(data_dir)
    parts = urlsplit(database_url)
    place = parts.netloc.rpartition("@")[2]
    url = urlunsplit(parts._replace(netloc=f"{APP_ROLE}:{quote(password)}@{place}"))
    with suppress(asyncpg.PostgresError):  # it is there from an earlier start; several processes may ask at once
        await (await asyncpg.connect(url, timeout=CONNECT_SECONDS)).close()
        return url
    verb = "ALTER" if await owner.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", APP_ROLE) else "CREATE"
    try:
        # URL-safe base64: nothing to quote.
        await owner.execute(f"{verb} ROLE {APP_ROLE} LOGIN PASSWORD '{password}'")
        await owner.execute(f"GRANT CONNECT ON DATABASE {await _database(owner)} TO {APP_ROLE}")
    except asyncpg.InsufficientPrivilegeError:
        raise PostgresError(
            f"VISTONE_DATABASE_URL: its role may not make the role {APP_ROLE}, under which the app runs. Either let it "
            "(ALTER ROLE … CREATEROLE), or make a role yourself (LOGIN, no SUPERUSER, no BYPASSRLS, owner of nothing) "
            "and set VISTONE_APP_DATABASE_URL."
        ) from None
    if await owner.fetchval("SELECT 1 FROM pg_settings WHERE name = 'citus.propagate_set_commands'"):
        await owner.execute(f"ALTER ROLE {APP_ROLE} SET citus.propagate_set_commands = 'local'")
    return url


async def _database(owner: "asyncpg.Connection[asyncpg.Record]") -> str:
    name: str = await owner.fetchval("SELECT quote_ident(current_database())")
    return name


def _kept_password(data_dir: Path) -> str:
    """The app role's password on an outside server, made on first use."""
    path = data_dir.expanduser() / "external-app-password"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return path.read_text().strip()
        except FileNotFoundError:
            half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
                file.flush()
                os.fsync(file.fileno())
            half.rename(path)
            return path.read_text().strip()
    except OSError as error:
        raise PostgresError(
            f"{path} cannot be used: {error.strerror}. Set VISTONE_DATA_DIR to a folder of your own."
        ) from None


async def _identity(connection: "asyncpg.Connection[asyncpg.Record]") -> tuple[object, ...]:
    """What two connections to one database have in common."""
    row = await connection.fetchrow(
        "SELECT oid::bigint, (SELECT min(oid)::bigint FROM pg_extension WHERE extname = 'vector'), datname::text "
        "FROM pg_database WHERE datname = current_database()"
    )
    return tuple(row) if row is not None else ()


async def _check_app(app: "asyncpg.Connection[asyncpg.Record]", owner_name: str, identity: tuple[object, ...]) -> str:
    """The app role's name, once it is sure that row level security holds it."""
    role = await app.fetchrow(
        "SELECT rolname::text AS name, rolsuper, rolbypassrls, pg_has_role(current_user, $1::name, 'MEMBER') AS is_owner "
        "FROM pg_roles WHERE rolname = current_user",
        owner_name,
    )
    if role is None or role["rolsuper"] or role["rolbypassrls"] or role["is_owner"]:
        raise PostgresError(
            f"The app may not run as {role and role['name']}: a superuser, a role with BYPASSRLS or the owner would see "
            "every organization's rows. Give VISTONE_APP_DATABASE_URL a role that is none of these."
        )
    if await _identity(app) != identity:
        raise PostgresError("VISTONE_APP_DATABASE_URL and VISTONE_DATABASE_URL lead to two different databases.")
    name: str = role["name"]
    return name
