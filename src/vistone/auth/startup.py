"""What the composition roots need of `auth` when a process starts."""

import msgspec
from joserfc.jwk import OKPKey

from vistone.auth import queries
from vistone.auth.resolver import Resolver
from vistone.auth.tokens import Keyring, new_key
from vistone.kernel.db import Database
from vistone.kernel.ids import new_id
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System
from vistone.kernel.seal import Seal
from vistone.kernel.service import Service

_PURPOSE = "signing key"


async def load_keyring(database: Database, seal: Seal, lifetime_seconds: int) -> Keyring:
    """The signing keys; the first process to look makes one."""
    async with database.write(System("signing keys")) as tx:
        rows = await queries.live_signing_keys(tx)
        if not rows:
            key = new_key(new_id().hex)
            await queries.add_signing_key(
                tx, new_id(), seal.close(_PURPOSE, msgspec.json.encode(key.as_dict(private=True)))
            )
            rows = await queries.live_signing_keys(tx)
    keys = [OKPKey.import_key(msgspec.json.decode(seal.open(_PURPOSE, row["private_key"]))) for row in rows]
    return Keyring(keys, lifetime_seconds)


def make_resolver(runtime: Runtime, keyring: Keyring, services: tuple[Service, ...]) -> Resolver:
    """The resolver of a process, knowing the claims of all services and the events that unsettle a scope."""
    claims = {name: claim for service in services for name, claim in service.claims.items()}
    unsettling = frozenset(event.type() for service in services for event in service.unsettles)
    return Resolver(
        runtime.database, keyring, runtime.seal, claims, origin=runtime.settings.origin, unsettling=unsettling
    )
