"""What signing in costs: `python -m bench.signing_in`.

Sign-ins per second with a password against bare argon2 verifications in as many threads; what the check of a token adds
to a request that does nothing else; and how long such a request takes while eight people sign in without a pause, which
shows whether argon2 holds the event loop up. Rounds alternate; medians are printed, with the machine's load.
"""

import asyncio
import json
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from rich.console import Console
from rich.table import Table

from bench import servers
from bench.load import Result, load, request
from vistone.auth import passwords

PEOPLE, ROUNDS, SECONDS, CONNECTIONS = 8, 3, 5.0, 16
PASSWORD = "a long password"
TRIVIAL, PUBLIC = "/api/auth/roles/bounds", "/api/auth/.well-known/jwks.json"


async def people(port: int) -> tuple[str, list[bytes]]:
    """An access token of the first, and the sign-in of each: one account of its own to a connection, as tries at one
    account at once are limited.
    """
    token, sign_ins = "", []
    for number in range(PEOPLE):
        person = {"email": f"bench{number}@example.com", "password": PASSWORD}
        whole = {**person, "firstName": "B", "lastName": "M", "organizationName": "Bench"}
        made = await asyncio.to_thread(servers.call, port, "/api/auth/register", whole)
        token = token or made["accessToken"]
        sign_ins.append(request("POST", "/api/auth/login", body=json.dumps(person).encode()))
    return token, sign_ins


async def signing_in(port: int, sign_ins: list[bytes]) -> list[Result]:
    """All of them sign in again and again."""
    return list(await asyncio.gather(*(load(port, one, connections=1, seconds=SECONDS) for one in sign_ins)))


def bare() -> float:
    """Verifications per second in as many threads as the application has for them."""
    hash = passwords.hasher.hash(PASSWORD)
    threads = passwords._threads._max_workers  # noqa: SLF001 -- as many as sign-ins have
    until = time.perf_counter() + SECONDS

    def verify() -> int:
        done = 0
        while time.perf_counter() < until:
            assert passwords.hasher.verify(PASSWORD, hash)
            done += 1
        return done

    began = time.perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(lambda _: verify(), range(threads)))
    return done / (time.perf_counter() - began)


async def personal_token(port: int, token: str) -> str:
    """A personal API token that reads settings."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    body = {"name": "Bench", "permissions": {"settings": ["read"]}, "expiresAt": until}
    made = await asyncio.to_thread(servers.call, port, "/api/auth/tokens", body, token)
    return str(made["token"])


async def main() -> None:
    """Runs the rounds and prints the table."""
    table = Table("what", "measured")
    port = servers.free_port()
    async with servers.database() as (_, data), servers.ours(data, port):
        token, sign_ins = await people(port)
        personal = await personal_token(port, token)
        kinds = {
            "public": request("GET", PUBLIC),
            "access token": request("GET", TRIVIAL, headers={"Authorization": f"Bearer {token}"}),
            "personal API token": request("GET", TRIVIAL, headers={"Authorization": f"Bearer {personal}"}),
        }
        rates: dict[str, list[float]] = {name: [] for name in (*kinds, "sign-ins", "argon2")}
        alone, beside = [], []
        for _ in range(ROUNDS):
            rates["argon2"].append(await asyncio.to_thread(bare))
            results = await signing_in(port, sign_ins)
            if failures := sum(one.failures for one in results):
                raise RuntimeError(f"{failures} sign-ins failed")
            rates["sign-ins"].append(sum(one.per_second for one in results))
            for name, one in kinds.items():
                rates[name].append((await load(port, one, connections=CONNECTIONS, seconds=SECONDS)).per_second)
            alone.append(await load(port, kinds["access token"], connections=1, seconds=SECONDS))
            both = asyncio.gather(
                signing_in(port, sign_ins), load(port, kinds["access token"], connections=1, seconds=SECONDS)
            )
            beside.append((await both)[1])
    medians = {name: statistics.median(values) for name, values in rates.items()}
    ratio = statistics.median(mine / other for mine, other in zip(rates["sign-ins"], rates["argon2"], strict=True))
    table.add_row("sign-ins /s", f"{medians['sign-ins']:.1f}")
    table.add_row("bare argon2 /s, as many threads", f"{medians['argon2']:.1f}")
    table.add_row("ratio", f"{ratio:.2f}")
    for name in kinds:
        more = (1 / medians[name] - 1 / medians["public"]) * 1e6
        table.add_row(f"trivial request, {name} /s", f"{medians[name]:.0f} ({more:+.0f} us a request)")
    for name, seen in (("alone", alone), (f"while {PEOPLE} sign in", beside)):
        p50, p99 = (statistics.median(getattr(one, which) for one in seen) for which in ("p50_ms", "p99_ms"))
        table.add_row(f"trivial request {name}, p50 / p99", f"{p50:.1f} / {p99:.1f} ms")
    table.add_row("load of the machine, 1 / 5 minutes", "{:.1f} / {:.1f}".format(*os.getloadavg()))
    Console().print(table)


if __name__ == "__main__":
    asyncio.run(main())
