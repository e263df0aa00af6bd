"""Passwords: argon2id, in threads of their own so that hashing does not hold up other requests."""

import asyncio
import functools
import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from vistone.auth.breached import is_breached
from vistone.kernel.errors import Invalid
from vistone.kernel.settings import settings

P = ParamSpec("P")
R = TypeVar("R")

hasher = PasswordHash((Argon2Hasher(),))
# Each hash takes 64 MiB and a core: more at once would only be slower.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="password")
_nobody = hasher.hash("the password of nobody")


OWN_WORDS = ("vistone",)
_SHORTEST_WORD, _LEAST_BESIDE = 4, 5


def check(password: str, field: str = "password", about: Sequence[str] = ()) -> None:
    """Invalid for one of the 30,000 commonest leaked passwords, in any case of its letters (ASVS 5.0, 6.2.4), and for
    one with fewer than 5 characters beside words `about` the person or our own name (6.2.11).
    """
    left = password.lower()
    words = {word for one in (*OWN_WORDS, *about) for word in re.split(r"[\W_]+", one.lower())}
    for word in sorted((word for word in words if len(word) >= _SHORTEST_WORD), key=len, reverse=True):
        left = left.replace(word, "")
    if len(left) < _LEAST_BESIDE:
        raise Invalid(field, "This is little more than a name that belongs to you or to here. Choose another password.")
    if password.lower() in _common():
        raise Invalid(field, "This password is among the commonest leaked ones. Choose another.")


@functools.cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 -- 60 ms that no start needs

    return frozenset(FREQUENCY_LISTS["passwords"])


async def hashed(password: str, field: str = "password", about: Sequence[str] = ()) -> str:
    """The argon2id hash to keep. Invalid for a password that everybody knows, or the service of VISTONE_BREACH_URL."""
    check(password, field, about)
    url = settings().breach_url
    if url is not None and await is_breached(password, url):
        raise Invalid(field, "This password was leaked somewhere. Choose another.")
    return await run(hasher.hash, password)


async def verify(password: str, hash: str | None) -> tuple[bool, str | None]:
    """Whether the password is the one of that hash, and a new hash when the old one's parameters are outdated.

    Without a hash it takes as long and is never right, so that the time does not tell whether an account exists.
    """
    right, renewed = await run(hasher.verify_and_update, password, hash or _nobody)
    return right and hash is not None, renewed


async def run(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Runs what hashes in one of the threads that are there for it."""
    return await asyncio.get_running_loop().run_in_executor(_threads, functools.partial(function, *args, **kwargs))
