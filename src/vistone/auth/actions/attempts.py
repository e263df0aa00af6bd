"""Limits on tries at credentials. They slow an attacker down and cannot lock a person out for good.

Each try counts for keys: the account as tried from that address, the account, the address. A few are free; each
further one makes the next wait twice as long, up to a bound. For an account as a whole the bound is half a minute, so
that whoever tries from many addresses keeps its owner waiting, not out. While a key waits, tries are refused unread
and do not count. (ASVS 5.0, 6.3.1.)
"""

import hmac
import ipaddress
from datetime import timedelta
from uuid import UUID

import structlog
from msgspec import Struct

from vistone.auth import queries
from vistone.auth.actions import refusals
from vistone.auth.actions.refusals import Credential
from vistone.kernel import clock
from vistone.kernel.db import WriteTx
from vistone.kernel.errors import TooMany
from vistone.kernel.ids import new_id
from vistone.kernel.seal import Seal
from vistone.kernel.settings import settings

log = structlog.get_logger("vistone.auth")


class Limit(Struct, frozen=True):
    """So many tries are free within `forget_seconds`; then each waits twice as long as the one before, bounded."""

    name: str
    free: int
    longest_seconds: int
    forget_seconds: int = 3600
    first_seconds: int = 2

    def wait(self, tries: int) -> int:
        """How many seconds the next try has to wait after so many."""
        beyond = tries - self.free
        return 0 if beyond <= 0 else min(self.longest_seconds, self.first_seconds * 2 ** min(beyond - 1, 30))


HERE = Limit("account from address", free=5, longest_seconds=900)
ACCOUNT = Limit("account", free=20, longest_seconds=30)
ADDRESS = Limit("address", free=100, longest_seconds=900, forget_seconds=900)
TOKEN = Limit("token from address", free=50, longest_seconds=900, forget_seconds=900)
# Of these the wrong ones alone count: whoever holds a right one never waits for others behind the same address.
REFRESH = Limit("refresh from address", free=100, longest_seconds=900, forget_seconds=900)
INVITATION = Limit("invitation from address", free=100, longest_seconds=900, forget_seconds=900)
LOOKUP = Limit("lookup from address", free=300, longest_seconds=900, forget_seconds=900)
PROVIDER = Limit("provider from address", free=100, longest_seconds=900, forget_seconds=900)
MAIL = Limit("mail to account", free=5, longest_seconds=900, first_seconds=60)
INVITED = Limit("invitation to address", free=5, longest_seconds=900, first_seconds=60)
MOVE = Limit("another address", free=10, longest_seconds=900, first_seconds=60)

# Whoever is asked for a code gave the right password: waits may be long, for there are only a million codes.
OPTIONS = Limit("passkey options", free=200, longest_seconds=900, forget_seconds=900)
FACTOR_HERE = Limit("second factor from address", free=5, longest_seconds=900)
FACTOR = Limit("second factor", free=10, longest_seconds=300)

EVERY = 1_000_000_000
"""More tries than anybody makes."""


def registrations() -> Limit:
    """How many accounts one address may make."""
    return Limit("registration", free=settings().registrations_per_hour, longest_seconds=3600, first_seconds=60)


def invitations() -> Limit:
    """How many invitations an organization may send."""
    free = settings().invitations_per_hour
    return Limit("invitations of organization", free=free, longest_seconds=3600, first_seconds=60)


class Try(Struct, frozen=True):
    """One try, as it counts for one key."""

    limit: Limit
    key: bytes


def tries(seal: Seal, *limits: tuple[Limit, str]) -> list[Try]:
    """The keys that a try counts for: hashes, so that the table tells nobody's address."""
    secret = seal.key("attempts")
    return [Try(limit, hmac.digest(secret, f"{limit.name}\n{what}".encode(), "sha256")) for limit, what in limits]


def place_of(ip_address: str | None) -> str:
    """What counts as one place: an IPv4 address, or the /64 of an IPv6 one, which is what a single household has."""
    try:
        address = ipaddress.ip_address(ip_address or "")
    except ValueError:
        return ip_address or "unknown"
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    mapped = address.ipv4_mapped
    return str(mapped) if mapped is not None else str(ipaddress.ip_network((address, 64), strict=False))


def at_sign_in(seal: Seal, email: str, ip_address: str | None) -> list[Try]:
    """What a try at a password counts for, whether the account exists or not."""
    here = place_of(ip_address)
    return tries(seal, (HERE, f"{email}\n{here}"), (ACCOUNT, email), (ADDRESS, here))


def at_second_factor(seal: Seal, user_id: UUID, ip_address: str | None) -> list[Try]:
    """What a try at a code of that person counts for."""
    here = place_of(ip_address)
    return tries(seal, (FACTOR_HERE, f"{user_id}\n{here}"), (FACTOR, str(user_id)), (ADDRESS, here))


def _in_order(counted: list[Try]) -> list[Try]:
    """Always in one order: tries at once then wait for each other's rows, and never in a circle."""
    return sorted(counted, key=lambda one: one.key)


class _Waits(Exception):  # noqa: N818 -- it ends an attempt and says for how long
    def __init__(self, seconds: int) -> None:
        super().__init__()
        self.seconds = seconds


async def begin(tx: WriteTx, counted: list[Try], of: Credential) -> int:
    """Counts a try before it is looked at; how many seconds it is refused for, 0 when it may go on.

    Counting first keeps a hundred tries at once from all being let through. What is refused for one key counts for none:
    whoever has to wait at an address would else keep the account itself waiting. The log is told when a wait begins, not
    of each try that is refused in it. Needs a system transaction.
    """
    try:
        async with tx.attempt():
            begun = await _count(tx, counted)
    except _Waits as refused:
        return refused.seconds
    if begun:
        await _tell(tx, begun, of)
    return 0


async def _tell(tx: WriteTx, begun: dict[str, int], of: Credential) -> None:
    names, seconds = sorted(begun), max(begun.values())
    if of.email is None and of.user_id is None:
        log.warning("tries have to wait", at=of.at, limits=names, seconds=seconds, ip_address=of.origin.ip_address)
        return
    await refusals.note(tx, refusals.Refusal(of, limits=names, seconds=seconds))


async def _count(tx: WriteTx, counted: list[Try]) -> dict[str, int]:
    """Counts the try; the limits that are reached by it, with the seconds that the next one has to wait."""
    begun = dict[str, int]()
    now, longest = clock.now(), 0
    for one in _in_order(counted):
        row = await queries.count(
            tx, id=new_id(), key=one.key, created_at=now, updated_at=now,
            forget_before=now - timedelta(seconds=one.limit.forget_seconds),
        )  # fmt: skip
        if row["blocked_until"] is not None and row["blocked_until"] > now:
            longest = max(longest, int((row["blocked_until"] - now).total_seconds()) + 1)
        elif wait := one.limit.wait(row["tries"]):
            await queries.block(tx, one.key, now + timedelta(seconds=wait))
            begun[one.limit.name] = wait
    if longest:
        raise _Waits(longest)
    return begun


def check(seconds: int) -> None:
    """TooMany when there is something to wait for."""
    if seconds:
        wait = f"{seconds} seconds" if seconds > 1 else "a second"
        raise TooMany(f"Too many tries. Wait {wait} and try again.", retry_after=seconds)


async def right(tx: WriteTx, counted: list[Try]) -> None:
    """Takes a try back that was right; what failed before from this address is forgotten with it.

    The address keeps its other failures: an attacker with an account of their own cannot clear it.
    """
    for one in _in_order(counted):
        await queries.take_back(tx, one.key, 1 if one.limit is ADDRESS else EVERY)
