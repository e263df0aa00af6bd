"""The keys that sign access tokens: made, replaced by age or by command, and thrown away when nothing hangs on them.

A key that was replaced signs no more and still verifies, here and in the JWKS, until the last token that it signed is
over. Other processes sign with it until they have read the keys again, which they do every minute, so it stays a little
longer than a token lives.
"""

from datetime import datetime, timedelta

import msgspec
from joserfc.jwk import OKPKey

from vistone.auth import queries
from vistone.auth.tokens import new_key
from vistone.kernel import clock
from vistone.kernel.db import Database, ReadTx, WriteTx
from vistone.kernel.ids import new_id
from vistone.kernel.jobs import Job, JobRun, Nothing
from vistone.kernel.runtime import Runtime
from vistone.kernel.scope import System
from vistone.kernel.seal import Seal, WrongKeyError
from vistone.kernel.settings import Settings

PURPOSE = "signing key"
MARGIN = timedelta(minutes=5)


def _over(settings_lifetime: int, now: datetime) -> datetime:
    """What was retired by then has signed nothing that is still good."""
    return now - timedelta(seconds=settings_lifetime) - MARGIN


async def keys(tx: ReadTx, seal: Seal, lifetime_seconds: int) -> list[OKPKey]:
    """The keys that count, oldest first. WrongKeyError, saying what to do, when they cannot be opened."""
    rows = await queries.signing_keys_since(tx, _over(lifetime_seconds, clock.now()))
    try:
        opened = [seal.open(PURPOSE, row["private_key"]) for row in rows]
    except WrongKeyError:
        raise WrongKeyError(
            "The secret is not the one that sealed this database. Set VISTONE_SECRET_KEY to the former value, or name it "
            "in VISTONE_SECRET_KEYS_OLD. Without VISTONE_SECRET_KEY it is the file secret.key in VISTONE_DATA_DIR, "
            "which belongs to the database's backup."
        ) from None
    return [OKPKey.import_key(msgspec.json.decode(one)) for one in opened]


async def add_key(tx: WriteTx, seal: Seal) -> str:
    """A new key, which signs from now on; its id."""
    id = new_id()
    key = new_key(id.hex)
    await queries.add_signing_key(tx, id, seal.close(PURPOSE, msgspec.json.encode(key.as_dict(private=True))))
    return id.hex


async def rotate(tx: WriteTx, seal: Seal, *, drop: bool = False) -> str:
    """Another key signs from now on; its id. With `drop` nothing that was signed before counts any more: for a key that
    may be in wrong hands. Needs a system transaction.
    """
    now = clock.now()
    await queries.retire_signing_keys(tx, now)
    if drop:
        await queries.forget_signing_keys(tx, now)
    return await add_key(tx, seal)


async def tidy(database: Database, seal: Seal, settings: Settings) -> None:
    """Replaces the key when it is old enough, and throws away those on which nothing hangs."""
    async with database.write(System("signing keys")) as tx:
        now = clock.now()
        await queries.forget_signing_keys(tx, _over(settings.access_token_seconds, now))
        rows = [row for row in await queries.signing_keys_since(tx, now) if row["retired_at"] is None]
        if rows and rows[-1]["created_at"] <= now - timedelta(days=settings.signing_key_days):
            await rotate(tx, seal)


async def _rotate_by_age(_: Nothing, run: JobRun) -> None:
    runtime: Runtime = run.context
    await tidy(runtime.database, runtime.seal, runtime.settings)


rotate_by_age = Job(name="auth.rotate_keys", payload=Nothing, handler=_rotate_by_age, schedule="7 3 * * *")
