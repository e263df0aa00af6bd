"""People with a second factor: an authenticator app that keeps its own time, and sign-ins in one step or two."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import pyotp
from pwdlib.hashers.argon2 import Argon2Hasher

from tests.authenticator import Authenticator
from tests.world import PASSWORD, Person, World
from vistone.auth import factors
from vistone.kernel import clock

# As with passwords in tests.world: the real algorithm, with little work.
factors.hasher = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)


class App:
    """An authenticator app. Each code is good once, so `code` gives the next one that is good."""

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)
        self._used = 0
        self.backup_codes: list[str] = []

    def at(self, moment: datetime) -> str:
        """The code that the app shows at that moment."""
        return self._totp.at(moment)

    def code(self) -> str:
        """A code not given before: of the present half minute, else of the next, which a fast clock would show.

        Not of the one before: that may be over when it arrives.
        """
        present = int(clock.now().timestamp()) // 30
        step = max(present, self._used + 1)
        assert step <= present + 1, "two codes can be given in half a minute"
        self._used = step
        return self._totp.generate_otp(step)


async def enrolled(person: Person) -> App:
    """Switches one-time codes on for the person."""
    begun = await person.post("/api/auth/mfa/enroll", {"currentPassword": PASSWORD}, 200)
    app = App(begun["secret"])
    done = await person.post("/api/auth/mfa/confirm", {"code": app.code()}, 200)
    app.backup_codes = done["backupCodes"]
    return app


async def first_step(world: World, email: str, status: int = 200, **headers: str) -> Any:
    """The answer to the right password."""
    answer = await world.http.post("/api/auth/login", json={"email": email, "password": PASSWORD}, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


async def second_step(world: World, token: str, code: str, address: str | None = None) -> httpx.Response:
    """The bare answer to a code."""
    headers = {"X-Forwarded-For": address} if address else {}
    return await world.http.post("/api/auth/login/mfa", json={"mfaToken": token, "code": code}, headers=headers)


async def sign_in(world: World, email: str, app: App) -> Person:
    """Signs in by both steps."""
    step = await first_step(world, email)
    answer = await second_step(world, step["mfaToken"], app.code())
    assert answer.status_code == 200, answer.text
    return Person(world.http, answer.json())


async def with_passkey(person: Person, authenticator: Authenticator, name: str = "Laptop", status: int = 201) -> Any:
    """Makes a passkey on the device."""
    asked = await person.post("/api/auth/passkeys/register/options", {"currentPassword": PASSWORD}, 200)
    body = {"challengeId": asked["challengeId"], "name": name, "credential": authenticator.create(asked["options"])}
    return await person.post("/api/auth/passkeys/register", body, status)


async def by_passkey(world: World, authenticator: Authenticator) -> httpx.Response:
    """The bare answer to a sign-in with the device."""
    asked = (await world.http.post("/api/auth/passkeys/login/options", json={})).json()
    body = {"challengeId": asked["challengeId"], "credential": authenticator.get(asked["options"])}
    return await world.http.post("/api/auth/passkeys/login", json=body)


def later(monkeypatch: Any, **passed: int) -> None:
    """Puts the clock forward."""
    moment = clock.now() + timedelta(**passed)
    monkeypatch.setattr(clock, "now", lambda: moment)
