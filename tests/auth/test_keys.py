"""The keys that sign access tokens, and the secret that seals what rests in the database: replaced while all goes on."""

import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.conftest import migrated
from tests.postgres_fixture import TestCluster, TestDatabase, create_database, drop_database
from tests.statements import Recorder
from tests.world import PASSWORD, Person, World
from vistone import keys as command
from vistone.auth import factors, keys
from vistone.auth.startup import load_keyring
from vistone.auth.tables import identity_providers, mfa_settings, signing_keys
from vistone.auth.tokens import new_key
from vistone.kernel import clock
from vistone.kernel.http.idempotency import keys as idempotency_keys
from vistone.kernel.scope import System
from vistone.kernel.seal import Seal, WrongKeyError

FIRST, SECOND, THIRD = "first-secret-" * 3, "second-secret-" * 3, "strange-secret-" * 3
REPEATED: dict[str, Any] = {"Idempotency-Key": "key-of-the-answer-1"}
JWKS = "/api/auth/.well-known/jwks.json"


@pytest.fixture
async def apart(cluster: TestCluster, recorder: Recorder) -> AsyncIterator[TestDatabase]:
    """A database of its own: what is done to keys here is felt by everybody in it."""
    database = await create_database(cluster, await migrated(cluster))
    yield database
    await drop_database(cluster, database)


@asynccontextmanager
async def started(database: TestDatabase, folder: Path, secret: str = FIRST, *old: str) -> AsyncIterator[World]:
    async with World.running(
        database.app, folder, secret_key=secret, secret_keys_old=",".join(old) or None, pool_size=3
    ) as world:
        yield world


async def me(world: World, token: str) -> int:
    return (await world.http.get("/api/auth/me", headers={"Authorization": f"Bearer {token}"})).status_code


def kid_of(token: str) -> str:
    head = token.partition(".")[0]
    return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


async def rotate(world: World, *, drop: bool = False) -> str:
    async with world.runtime.database.write(System("test")) as tx:
        return await keys.rotate(tx, world.runtime.seal, drop=drop)


async def move_back(world: World, column: str, by: timedelta) -> None:
    async with world.runtime.database.write(System("test")) as tx:
        await tx.connection.execute(f"UPDATE {signing_keys.fullname} SET {column} = {column} - $1::interval", by)


async def kids(world: World) -> list[str]:
    return [key["kid"] for key in (await world.http.get(JWKS)).json()["keys"]]


async def test_another_process_learns_of_a_new_key_when_it_meets_it(apart: TestDatabase, tmp_path: Path) -> None:
    async with started(apart, tmp_path) as one, started(apart, tmp_path) as other:
        company = await one.company()
        old = company.organizer.tokens["accessToken"]
        new_kid = await rotate(one)
        await one.state.keyring.learn(0)
        signed_in = await one.http.post(
            "/api/auth/login", json={"email": company.organizer.email, "password": PASSWORD}
        )
        new = signed_in.json()["accessToken"]
        assert kid_of(old) != kid_of(new) == new_kid
        other.state.keyring._loaded -= 60
        assert await kids(other) == [kid_of(old)]
        assert await me(other, new) == 200, "without a restart"
        assert await kids(other) == [kid_of(old), kid_of(new)]
        assert [await me(one, old), await me(other, old)] == [200, 200], "what the old key signed goes on"


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
async def test_made_up_key_names_cost_one_look_in_a_while(
    apart: TestDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with started(apart, tmp_path) as world:
        keyring, looks, load = world.state.keyring, [], world.state.keyring._load

        async def counted() -> Any:
            looks.append(1)
            return await load()

        monkeypatch.setattr(keyring, "_load", counted)
        keyring._loaded -= 60
        for number in range(20):
            assert await me(world, _signed(new_key(f"made-up-{number}"))) == 401
        assert len(looks) == 1


def _signed(key: Any, *, alg: str = "EdDSA", kid: str | None = None, **more: Any) -> str:
    header = {"alg": alg, "typ": "at+jwt", **({"kid": kid or key.kid} if kid != "" else {})}
    claims = {
        "iss": "vistone",
        "aud": "vistone api",
        "sub": str(UUID(int=1)),
        "sid": str(UUID(int=2)),
        "exp": int(time.time()) + 60,
        **more,
    }
    return jwt.encode(header, claims, key, algorithms=[alg])


@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
@pytest.mark.asvs("9.1.2", "9.1.3")
async def test_only_our_own_signatures_count(apart: TestDatabase, tmp_path: Path) -> None:
    async with started(apart, tmp_path) as world:
        organizer = (await world.company()).organizer
        keyring = world.state.keyring
        real = organizer.tokens["accessToken"]
        session = str(keyring.verify(real).session_id)
        claims: dict[str, Any] = {"sub": organizer.id, "sid": session, "iat": int(time.time())}
        ours = keyring._keys[-1]
        assert await me(world, _signed(ours, **claims)) == 200, "the forgeries differ from a good one by one thing"

        def part(value: Any) -> str:
            return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

        full = {"iss": "vistone", "aud": "vistone api", "exp": int(time.time()) + 60, **claims}
        public = ours.as_dict(private=False)
        raw_public = base64.urlsafe_b64decode(public["x"] + "=")
        forged = {
            "alg none": f"{part({'alg': 'none', 'kid': ours.kid})}.{part(full)}.",
            "alg None": f"{part({'alg': 'None', 'kid': ours.kid})}.{part(full)}.",
            "HS256 by the public key's bytes": _signed(
                OctKey.import_key(raw_public), alg="HS256", kid=ours.kid, **claims
            ),
            "HS256 by the public key's JSON": _signed(
                OctKey.import_key(json.dumps(public)), alg="HS256", kid=ours.kid, **claims
            ),
            "a stranger's key under our name": _signed(new_key("x"), kid=ours.kid, **claims),
            "a stranger's key": _signed(new_key("stranger"), **claims),
            "our key under another name": _signed(ours, kid="another", **claims),
            "our key without a name": _signed(ours, kid="", **claims),
            "another issuer": _signed(ours, **claims, iss="somebody"),
            "over": _signed(ours, **claims, exp=int(time.time()) - 1),
            "a key in the header": jwt.encode(
                {"alg": "EdDSA", "jwk": new_key("y").as_dict(private=False)}, full, new_key("y"), algorithms=["EdDSA"]
            ),
        }
        assert {name: await me(world, token) for name, token in forged.items()} == dict.fromkeys(forged, 401)


async def test_a_key_is_replaced_by_age_and_thrown_away_when_its_tokens_are_over(
    apart: TestDatabase, tmp_path: Path
) -> None:
    async with started(apart, tmp_path) as world:
        runtime = world.runtime
        organizer = (await world.company()).organizer
        old = organizer.tokens["accessToken"]
        await keys.tidy(runtime.database, runtime.seal, runtime.settings)
        await world.state.keyring.learn(0)
        assert await kids(world) == [kid_of(old)], "it is young"

        await move_back(world, "created_at", timedelta(days=runtime.settings.signing_key_days, hours=1))
        await keys.tidy(runtime.database, runtime.seal, runtime.settings)
        await keys.tidy(runtime.database, runtime.seal, runtime.settings)
        await world.state.keyring.learn(0)
        first, second = await kids(world)
        assert first == kid_of(old)
        assert kid_of(world.state.keyring.issue(UUID(organizer.id), UUID(int=1), clock.now())) == second
        assert await me(world, old) == 200

        await move_back(world, "retired_at", timedelta(seconds=runtime.settings.access_token_seconds, minutes=6))
        await world.state.keyring.learn(0)
        assert await kids(world) == [second]
        assert await me(world, old) == 401, "remembered tokens of a key that counts no more are forgotten with it"
        await keys.tidy(runtime.database, runtime.seal, runtime.settings)
        async with runtime.database.read(System("test")) as tx:
            assert await tx.connection.fetchval(f"SELECT count(*) FROM {signing_keys.fullname}") == 1
        renewed = await world.http.post("/api/auth/refresh", json={"refreshToken": organizer.tokens["refreshToken"]})
        assert await me(world, renewed.json()["accessToken"]) == 200, "nobody has to sign in again"


async def test_a_key_in_wrong_hands_is_dropped_at_once(apart: TestDatabase, tmp_path: Path) -> None:
    async with started(apart, tmp_path) as world:
        organizer = (await world.company()).organizer
        new = await rotate(world, drop=True)
        await world.state.keyring.learn(0)
        assert await kids(world) == [new]
        assert await me(world, organizer.tokens["accessToken"]) == 401


async def test_two_processes_that_start_at_once_understand_each_other(apart: TestDatabase, tmp_path: Path) -> None:
    async with started(apart, tmp_path) as world:
        runtime = world.runtime
        async with runtime.database.write(System("test")) as tx:
            await keys.add_key(tx, runtime.seal)  # as the other process would have
        again = await load_keyring(runtime.database, runtime.seal, 600)
        published: Any = again.public()["keys"]
        assert len(published) == 2


async def test_a_new_secret_opens_what_the_former_sealed_and_seals_it_anew(apart: TestDatabase, tmp_path: Path) -> None:
    async with started(apart, tmp_path) as world:
        company = await world.company()
        organizer = company.organizer
        email = organizer.email
        body = {"name": "P", "issuer": "https://127.0.0.1", "clientId": "c", "clientSecret": "shared", "enabled": False}
        provider = await organizer.post("/api/auth/identity-providers", body)
        invitation = {"email": "guest@sealed.example", "roleName": "Contributor"}
        made = await organizer.post("/api/auth/invitations", invitation, **REPEATED)
        async with world.runtime.database.write(System("test")) as tx:
            codes = base64.b64encode(world.runtime.seal.close("one-time codes", b"GEZDGNBVGY3TQOJQ")).decode()
            now = clock.now()
            await tx.connection.execute(
                f"INSERT INTO {mfa_settings.fullname} (id, user_id, secret, created_at, updated_at) "
                "VALUES ($1, $2, $3, $4, $4)",
                UUID(int=7), UUID(organizer.id), codes, now,
            )  # fmt: skip

    with pytest.raises(AssertionError, match="The secret is not the one that sealed this database"):
        async with started(apart, tmp_path, SECOND):
            pass

    async with started(apart, tmp_path, SECOND, THIRD, FIRST) as world:
        again = Person(world.http, organizer.tokens)
        await again.get("/api/auth/me")
        known = await again.post("/api/auth/invitations", invitation, **REPEATED)
        assert known["id"] == made["id"]
        assert (
            await world.http.post("/api/auth/login", json={"email": email, "password": PASSWORD})
        ).status_code == 200
        places = {place.name: (place.seen, place.renewed) for place in await command.reseal_all(world.runtime)}
        assert places[f"{identity_providers.fullname}.client_secret"] == (1, 1)
        assert places[f"{mfa_settings.fullname}.secret"] == (1, 1)
        assert places[f"{signing_keys.fullname}.private_key"] == (1, 1)
        assert places[f"{idempotency_keys.fullname}.answer"] == (1, 1)
        assert all(
            renewed == 0 for _, renewed in [(p.seen, p.renewed) for p in await command.reseal_all(world.runtime)]
        )

    async with started(apart, tmp_path, SECOND) as world:
        again = Person(world.http, organizer.tokens)
        await again.get("/api/auth/me")
        async with world.runtime.database.read(System("test")) as tx:
            secret = await tx.connection.fetchval(f"SELECT secret FROM {mfa_settings.fullname}")
            assert factors.opened(secret, world.runtime.seal) == "GEZDGNBVGY3TQOJQ"
            row = await tx.connection.fetchrow(f"SELECT client_secret FROM {identity_providers.fullname}")
            assert world.runtime.seal.open("client secret", row["client_secret"]) == b"shared"
            with pytest.raises(WrongKeyError):
                Seal(FIRST).open("client secret", row["client_secret"])
        assert provider["id"]


async def test_what_no_secret_opens_is_named(apart: TestDatabase, tmp_path: Path) -> None:
    async with started(apart, tmp_path) as world:
        await world.company()
        async with world.runtime.database.write(System("test")) as tx:
            await tx.connection.execute(f"UPDATE {signing_keys.fullname} SET private_key = '\\x00'")
        with pytest.raises(WrongKeyError, match=signing_keys.fullname):
            await command.reseal_all(world.runtime)


def test_every_sealed_place_is_known() -> None:
    """Whoever seals something into the database declares its column by `sealed`; `reseal` goes by that."""
    found = {f"{column.table}.{column.name}" for column in command.sealed_columns()}
    assert found == {
        "auth.identity_providers.client_secret",
        "auth.mfa_settings.secret",
        "auth.signing_keys.private_key",
        "platform.idempotency_keys.answer",
    }


def test_a_seal_is_of_one_purpose_and_one_secret() -> None:
    old, new = Seal(FIRST), Seal(SECOND, [FIRST])
    sealed = old.close("a purpose", b"plain")
    assert new.open("a purpose", sealed) == b"plain"
    renewed = new.renewed("a purpose", sealed)
    assert renewed is not None
    assert new.renewed("a purpose", renewed) is None
    for seal, purpose, value in [
        (Seal(SECOND), "a purpose", sealed),
        (new, "another purpose", sealed),
        (new, "a purpose", sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (new, "a purpose", b""),
        (old, "a purpose", renewed),
    ]:
        with pytest.raises(WrongKeyError):
            seal.open(purpose, value)
