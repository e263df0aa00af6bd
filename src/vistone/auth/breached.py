"""Asking a service whether a password is among those that were leaked, without telling it which one.

The service gets the first five of the forty digits of the password's SHA-1 and answers all endings that it knows; with
`Add-Padding` also made-up ones that nobody had (count 0), so that the length of the answer tells nothing either. That is
the range protocol of Have I Been Pwned (https://haveibeenpwned.com/API/v3#PwnedPasswords), also offered by copies of it
in one's own network. The operator chose the service, so it may be anywhere.
"""

import hashlib

import structlog

from vistone.kernel.outbound import Bounds, Outbound, OutboundError

BOUNDS = Bounds(seconds=2.0, bytes=512 * 1024, redirects=0)
log = structlog.get_logger("vistone.breached")
_outbound = Outbound(private=True)


async def is_breached(password: str, url: str) -> bool:
    """Whether the service at `url` knows the password. False, with a line in the log, when it does not answer in time:
    people can then still choose one, and the list that comes with Vistone is looked at anyhow.
    """
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    try:
        answer = await _outbound.fetch(
            "GET", f"{url.rstrip('/')}/{digest[:5]}", headers={"Add-Padding": "true"}, bounds=BOUNDS
        )
    except OutboundError as error:
        log.warning("the service of breached passwords was not asked", error=str(error))
        return False
    if answer.status != 200:
        log.warning("the service of breached passwords does not answer", status=answer.status)
        return False
    return any(_known(line, digest[5:]) for line in answer.body.decode("ascii", "replace").splitlines())


def _known(line: str, ending: str) -> bool:
    """Whether the line is of that ending, and of a password that somebody had."""
    found, _, count = line.strip().partition(":")
    return found.upper() == ending and count.strip().isdigit() and int(count) > 0
