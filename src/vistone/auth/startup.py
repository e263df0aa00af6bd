"""What the composition roots need of `auth` when a process starts."""

from joserfc.jwk import OKPKey

from vistone.auth import keys
from vistone.auth.resolver import Resolver
from vistone.auth.tokens import Keyring
from vistone.kernel.db import Database
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System
from vistone.kernel.seal import Seal
from vistone.kernel.service import Service


async def load_keyring(database: Database, seal: Seal, lifetime_seconds: int) -> Keyring:
    """The signing keys; the first process to look makes one. WrongKeyError, saying what to do, for another secret."""

    async def load() -> list[OKPKey]:
        async with database.read(System("signing keys")) as tx:
            return await keys.keys(tx, seal, lifetime_seconds)

    if not (found := await load()):
        async with database.write(System("signing keys")) as tx:
            await keys.add_key(tx, seal)
        found = await load()
    return Keyring(found, lifetime_seconds, load)


def make_resolver(runtime: Runtime, keyring: Keyring, services: tuple[Service, ...]) -> Resolver:
    """The resolver of a process, knowing the claims of all services and the events that unsettle a scope."""
    claims = {name: claim for service in services for name, claim in service.claims.items()}
    unsettling = frozenset(event.type() for service in services for event in service.unsettles)
    return Resolver(
        runtime.database, keyring, runtime.seal, claims, origin=runtime.settings.origin, unsettling=unsettling
    )
