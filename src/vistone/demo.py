"""The demo organization: a company that looks like a real one, made through the same actions as everything else."""

from vistone.auth import passwords, queries
from vistone.auth.actions import organizations
from vistone.auth.schemas import Register
from vistone.auth.startup import load_keyring
from vistone.kernel import postgres
from vistone.kernel.ids import new_id
from vistone.kernel.scope import RoleName, Scope, System, for_the_system
from vistone.kernel.settings import Settings
from vistone.kernel.startup import opened

PASSWORD = "vistone-demo"  # noqa: S105 -- the demo's password is told to everybody
ORGANIZER = "olivia@northwind.example"


class DemoError(Exception):
    """The demo cannot be loaded; the message says why."""


async def load(settings: Settings) -> str:
    """Loads it unless it is there; answers the sign-ins, a line each."""
    found = await postgres.connections(settings.data_dir, settings.database_url, settings.app_database_url)
    async with opened(settings, found.app) as (runtime, _):
        async with runtime.database.read(System("demo")) as tx:
            there = await queries.account(tx, ORGANIZER) is not None
        if not there:
            keyring = await load_keyring(runtime.database, runtime.seal, settings.access_token_seconds)
            scope = Scope(new_id(), new_id(), RoleName.ORGANIZER, for_the_system(new_id()).permissions)
            register = Register(
                email=ORGANIZER,
                password=PASSWORD,
                first_name="Olivia",
                last_name="Lindqvist",
                organization_name="Northwind Studio",
            )
            async with runtime.database.write(scope) as tx:
                await organizations.register(tx, register, await passwords.hashed(PASSWORD), keyring)
    return f"{ORGANIZER}   password {PASSWORD}   (Organizer)"
