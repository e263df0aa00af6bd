"""Passwords: argon2id, in threads of their own so that hashing does not hold up other requests."""

import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from vistone.kernel.errors import Invalid

hasher = PasswordHash((Argon2Hasher(),))
# Each hash takes 64 MiB and a core: more at once would only be slower.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")
_nobody = hasher.hash("the password of nobody")


def check(password: str, field: str = "password") -> None:
    """Invalid for one of the 30,000 commonest leaked passwords, in any case of its letters (ASVS 5.0, 6.2.4)."""
    if password.lower() in _common():
        raise Invalid(field, "This password is among the commonest leaked ones. Choose another.")


@functools.cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 -- 60 ms that no start needs

    return frozenset(FREQUENCY_LISTS["passwords"])


async def hashed(password: str, field: str = "password") -> str:
    """The argon2id hash to keep. Invalid for a password that everybody knows."""
    check(password, field)
    return await asyncio.get_running_loop().run_in_executor(_threads, hasher.hash, password)


async def verify(password: str, hash: str | None) -> tuple[bool, str | None]:
    """Whether the password is the one of that hash, and a new hash when the old one's parameters are outdated.

    Without a hash it takes as long and is never right, so that the time does not tell whether an account exists.
    """
    right, renewed = await asyncio.get_running_loop().run_in_executor(
        _threads, hasher.verify_and_update, password, hash or _nobody
    )
    return right and hash is not None, renewed
